"""Haystack's filters (`content=…`, `city__in=…`, `date__gte=…`) as query trees.

What is not supported raises SearchBackendError with its name: a filter passed over finds too much.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from haystack.backends import SearchNode
from haystack.constants import FILTER_SEPARATOR, VALID_FILTERS
from haystack.exceptions import SearchBackendError
from haystack.inputs import BaseInput

from archive.text.fold import fold
from search import names, query
from search.engine.schema import FACETS
from search.query import TEXT_LABELS
from search.request import SearchRequest
from search.tree import (
    Among,
    And,
    Between,
    Everything,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Word,
)

_TEXT_FIELDS = {"content": "", "text": "body"} | {name: name for name in TEXT_LABELS}
# What SearchQuerySet can ask for beside filters, order, slices and facets.
_UNSUPPORTED = (
    "boost",
    "highlight",
    "date_facets",
    "query_facets",
    "within",
    "dwithin",
    "distance_point",
    "stats",
)


def tree(node: SearchNode) -> Node:
    """The tree of Haystack's conditions. Raises SearchBackendError for what is not supported."""
    parts = [
        tree(child) if isinstance(child, SearchNode) else condition(*_split(child[0]), child[1])
        for child in node.children
    ]
    joined = _joined(parts, node.connector)
    return Not(joined) if node.negated else joined


def typed(text: str, field: str = "") -> Node:
    """The tree of what a reader types, names in it resolved; one that nothing bears finds nothing."""
    return names.settle(query.parse(text, field).tree, SearchRequest())[0]


def _split(expression: str) -> tuple[str, str]:
    """(field, lookup) of `city__in`; Haystack itself would take `date__year` for `date`."""
    field, _, lookup = expression.partition(FILTER_SEPARATOR)
    if lookup and lookup not in VALID_FILTERS:
        raise SearchBackendError(f"不支持 {expression!r} 这样的条件。")
    return field, lookup or "content"


def _joined(parts: Sequence[Node], connector: str) -> Node:
    if not parts:
        return Everything()
    if len(parts) == 1:
        return parts[0]
    return (Or if connector == SearchNode.OR else And)(tuple(parts))


def condition(field: str, lookup: str, value: Any) -> Node:
    """The node of one filter, its value as Haystack got it."""
    if field in _TEXT_FIELDS:
        return _text(_TEXT_FIELDS[field], lookup, value)
    if field in FACETS:
        return Among(field, _values(lookup, value))
    if field == "date":
        return _days(lookup, value)
    raise SearchBackendError(f"字段 {field!r} 不能用来筛选。")


def _text(field: str, lookup: str, value: Any) -> Node:
    if lookup == "in":
        return _one_of([_text(field, "exact", one) for one in _several(value)])
    kind, text = _input(value)
    if kind == "exact" or (not kind and lookup == "exact"):
        return _words(text, field, Phrase, [text])
    if kind in ("auto_query", "raw"):
        return typed(text, field)
    if kind == "not":
        return Not(_text(field, lookup, text))
    if lookup == "startswith":
        return _words(text, field, Prefix, text.split())
    if lookup in ("content", "contains", "exact"):
        return _words(text, field, Word, text.split())
    raise SearchBackendError(f"文字字段不支持 {lookup!r}。")


def _words(text: str, field: str, last: type[Word | Phrase | Prefix], pieces: list[str]) -> Node:
    """All of the pieces as words, the last one as `last`; a text of nothing asks for nothing."""
    asked = [piece for piece in pieces if fold(piece)]
    if not asked:
        return Everything()
    words: list[Node] = [Word(piece, field) for piece in asked[:-1]]
    return _joined([*words, last(asked[-1], field)], SearchNode.AND)


def _input(value: Any) -> tuple[str, str]:
    """The kind of input that Haystack was given, "" for a plain value, and its text."""
    if not isinstance(value, BaseInput):
        return "", str(value)
    kind = value.input_type_name
    if kind not in ("auto_query", "raw", "clean", "exact", "not", "python_data"):
        raise SearchBackendError(f"不支持 {type(value).__name__} 这样的输入。")
    return ("" if kind == "python_data" else kind), str(value.query_string)


def _several(value: Any) -> Collection[Any]:
    if isinstance(value, str | BaseInput) or not hasattr(value, "__iter__"):
        raise SearchBackendError(f"in 须给出多个值，不是 {value!r}。")
    return list(value)


def _one_of(parts: Sequence[Node]) -> Node:
    return _joined(parts, SearchNode.OR) if parts else Nothing()


def _values(lookup: str, value: Any) -> tuple[str, ...]:
    if lookup == "in":
        return tuple(_input(one)[1] for one in _several(value))
    if lookup in ("content", "contains", "exact"):
        return (_input(value)[1],)
    raise SearchBackendError(f"分类字段不支持 {lookup!r}。")


def _day(value: Any) -> int:
    """Days since year 1, of a date, a datetime or `2024-01-31`."""
    if isinstance(value, datetime):
        return value.date().toordinal()
    if isinstance(value, date):
        return value.toordinal()
    try:
        return date.fromisoformat(_input(value)[1]).toordinal()
    except ValueError:
        raise SearchBackendError(f"{value!r} 不是日期，应写作 2024-01-31。") from None


def _between(value: Any) -> Node:
    ends = list(_several(value))
    if len(ends) != 2:
        raise SearchBackendError(f"range 须给出起止两个日期，不是 {value!r}。")
    return Between(_day(ends[0]), _day(ends[1]))


def _on(value: Any) -> Node:
    return Between(_day(value), _day(value))


_DAYS: dict[str, Callable[[Any], Node]] = {
    "content": _on,
    "contains": _on,
    "exact": _on,
    "in": lambda value: _one_of([_on(one) for one in _several(value)]),
    "gte": lambda value: Between(_day(value), None),
    "gt": lambda value: Between(_day(value) + 1, None),
    "lte": lambda value: Between(None, _day(value)),
    "lt": lambda value: Between(None, _day(value) - 1),
    "range": _between,
}


def _days(lookup: str, value: Any) -> Node:
    if lookup not in _DAYS:
        raise SearchBackendError(f"日期不支持 {lookup!r}。")
    return _DAYS[lookup](value)


def order(sort_by: list[str]) -> str:
    """`-date` is newest, `date` is oldest, nothing or a score is relevance; the first one decides."""
    known = {"-date": "newest", "date": "oldest", "score": "relevance", "-score": "relevance"}
    for one in sort_by:
        if one not in known:
            raise SearchBackendError(f"不能按 {one!r} 排序。")
    return known[sort_by[0]] if sort_by else "relevance"


def narrowed(text: str) -> Node:
    """`city:370900` and `city:"370900"` of `SearchQuerySet.narrow`."""
    field, _, value = text.partition(":")
    return condition(field.removesuffix("_exact"), "exact", value.strip().strip('"()'))


def refuse(options: Mapping[str, Any]) -> None:
    """Raises SearchBackendError for what a SearchQuerySet asks and the engine does not do."""
    for name in _UNSUPPORTED:
        if options.get(name):
            raise SearchBackendError(f"不支持 {name!r}。")
