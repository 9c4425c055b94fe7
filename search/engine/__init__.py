"""The engine: an index of articles on disk, written and asked through `Engine`."""

from search.fresh import (
    Document,
    Engine,
    EngineQuery,
    EngineResult,
    FacetRequest,
    Filter,
    IndexBusy,
    IndexDamaged,
    IndexUnavailable,
    Rebuild,
    engine_at,
    spool,
    stamp,
)

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
