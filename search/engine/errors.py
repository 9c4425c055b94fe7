"""What can be wrong with an index; the messages are fit for the screen."""


class IndexUnavailable(Exception):
    """There is no index that could be read; `manage.py reindex` makes one."""


class IndexBusy(Exception):
    """Another process kept the index locked for too long."""
