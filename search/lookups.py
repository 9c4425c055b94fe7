"""Haystack's filters (`content=…`, `city__in=…`, `date__gte=…`) as query trees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from haystack.backends import SearchNode
from haystack.exceptions import SearchBackendError
from haystack.inputs import BaseInput

from search import query
from search.engine.schema import FACETS, TEXTS
from search.tree import Among, And, Between, Everything, Node, Not, Or, Phrase, Word

_TEXT_FIELDS = {"content": "", "text": "body"} | {name: name for name in TEXTS}


def tree(node: SearchNode) -> Node:
    """The tree of Haystack's conditions. Raises SearchBackendError for what is not supported."""
    parts: list[Node] = []
    for child in node.children:
        if isinstance(child, SearchNode):
            parts.append(tree(child))
        else:
            field, lookup = node.split_expression(child[0])
            parts.append(condition(field, lookup, child[1]))
    joined = _joined(parts, node.connector)
    return Not(joined) if node.negated else joined


def _joined(parts: list[Node], connector: str) -> Node:
    if not parts:
        return Everything()
    if len(parts) == 1:
        return parts[0]
    return (Or if connector == SearchNode.OR else And)(tuple(parts))


def condition(field: str, lookup: str, value: Any) -> Node:
    if field in _TEXT_FIELDS:
        return _text(_TEXT_FIELDS[field], lookup, value)
    if field in FACETS:
        return Among(field, _values(lookup, value))
    if field == "date":
        return _days(lookup, value)
    raise SearchBackendError(f"字段 {field!r} 不能用来筛选。")


def _text(field: str, lookup: str, value: Any) -> Node:
    kind = value.input_type_name if isinstance(value, BaseInput) else ""
    text = str(value.query_string if isinstance(value, BaseInput) else value)
    if kind in ("auto_query", "raw") and not field:
        return query.parse(text).tree
    if kind == "exact" or lookup == "exact":
        return Phrase(text, field)
    if lookup in ("content", "contains"):
        return _joined([Word(word, field) for word in text.split()], SearchNode.AND)
    raise SearchBackendError(f"文字字段不支持 {lookup!r}。")


def _values(lookup: str, value: Any) -> tuple[str, ...]:
    if lookup == "in":
        return tuple(str(one) for one in value)
    if lookup in ("content", "exact"):
        return (str(value.query_string if isinstance(value, BaseInput) else value),)
    raise SearchBackendError(f"分类字段不支持 {lookup!r}。")


def _day(value: Any) -> int:
    if isinstance(value, datetime):
        return value.date().toordinal()
    return (value if isinstance(value, date) else date.fromisoformat(str(value))).toordinal()


_DAYS: dict[str, Callable[[Any], Node]] = {
    "content": lambda value: Between(_day(value), _day(value)),
    "exact": lambda value: Between(_day(value), _day(value)),
    "gte": lambda value: Between(_day(value), None),
    "gt": lambda value: Between(_day(value) + 1, None),
    "lte": lambda value: Between(None, _day(value)),
    "lt": lambda value: Between(None, _day(value) - 1),
    "range": lambda value: Between(_day(value[0]), _day(value[1])),
}


def _days(lookup: str, value: Any) -> Node:
    if lookup not in _DAYS:
        raise SearchBackendError(f"日期不支持 {lookup!r}。")
    return _DAYS[lookup](value)


def order(sort_by: list[str]) -> str:
    """`-date` is newest, `date` is oldest, nothing or a score is relevance."""
    known = {"-date": "newest", "date": "oldest", "score": "relevance", "-score": "relevance"}
    first = sort_by[0] if sort_by else "score"
    if first not in known:
        raise SearchBackendError(f"不能按 {first!r} 排序。")
    return known[first]


def narrowed(text: str) -> Node:
    """`city:370900` and `city:"370900"` of `SearchQuerySet.narrow`."""
    field, _, value = text.partition(":")
    return condition(field.removesuffix("_exact"), "exact", value.strip().strip('"()'))
