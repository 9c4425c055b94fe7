"""The engine: an index of articles on disk, written and asked through `Engine`. No Django here."""

from search.fresh.documents import Document, stamp
from search.fresh.engine import Engine, Rebuild, engine_at
from search.fresh.errors import IndexBusy, IndexDamaged, IndexUnavailable
from search.fresh.requests import EngineQuery, EngineResult, FacetRequest, Filter
from search.fresh.spool import spool

__all__ = [
    "Document",
    "Engine",
    "EngineQuery",
    "EngineResult",
    "FacetRequest",
    "Filter",
    "IndexBusy",
    "IndexDamaged",
    "IndexUnavailable",
    "Rebuild",
    "engine_at",
    "spool",
    "stamp",
]
