"""What a reader types, read into a tree (search/tree.py). No database, no engine."""

from search.query.canonical import brief, describe
from search.query.fields import TEXT_LABELS
from search.query.grammar import Parsed, parse
from search.query.numbers import widened

__all__ = ["TEXT_LABELS", "Parsed", "brief", "describe", "parse", "widened"]
