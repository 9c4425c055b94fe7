"""The Haystack backend of the archive."""

from haystack.backends.simple_backend import SimpleEngine


class PolicyEngine(SimpleEngine):
    pass
