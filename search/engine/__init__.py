"""The engine: an index of articles on disk, written and asked through `Engine`. No Django here."""

from search.engine.budget import Budget, TooCostly
from search.engine.contract import Renewal, SearchEngine
from search.engine.crossing import Crossing, First, Span
from search.engine.documents import Document, stamp
from search.engine.engine import Engine, Rebuild, engine_at
from search.engine.errors import IndexAway, IndexBusy, IndexDamaged, IndexUnavailable
from search.engine.requests import EngineQuery, EngineResult, FacetRequest, Filter
from search.engine.spool import spool

__all__ = [
    "Budget",
    "Crossing",
    "Document",
    "Engine",
    "EngineQuery",
    "EngineResult",
    "FacetRequest",
    "Filter",
    "First",
    "IndexAway",
    "IndexBusy",
    "IndexDamaged",
    "IndexUnavailable",
    "Rebuild",
    "Renewal",
    "SearchEngine",
    "TooCostly",
    "Span",
    "engine_at",
    "spool",
    "stamp",
]
