"""What changed and must reach the index."""

from haystack.signals import BaseSignalProcessor


class OutboxSignalProcessor(BaseSignalProcessor):
    pass
