"""The engine: an index of articles on disk, written and asked through `Engine`. No Django here."""

from search.engine.documents import Document, stamp
from search.engine.engine import Engine, engine_at
from search.engine.errors import IndexBusy, IndexUnavailable
from search.engine.requests import EngineQuery, EngineResult, FacetRequest, Filter

__all__ = [
    "Document",
    "Engine",
    "EngineQuery",
    "EngineResult",
    "FacetRequest",
    "Filter",
    "IndexBusy",
    "IndexUnavailable",
    "engine_at",
    "stamp",
]
