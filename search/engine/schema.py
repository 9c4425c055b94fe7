"""The index's fields."""

from search.fresh.schema import FACETS, SLOTS, TEXTS, build_schema

__all__ = ["FACETS", "SLOTS", "TEXTS", "build_schema"]
