"""The door to what keeps the index: changes into it, a new one beside it, comparing it."""

from search.indexing.comparing import Differences, differences, needs_reindex
from search.indexing.documents import documents
from search.indexing.draining import drain
from search.indexing.mending import mend
from search.indexing.rebuilding import reindex

__all__ = ["Differences", "differences", "documents", "drain", "mend", "needs_reindex", "reindex"]
