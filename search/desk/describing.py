"""Searches in a few words, a name for those that have none: 储能 · 泰安市 · 2024年3月."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl

from django.utils.translation import gettext as _

from search.labels import days_label, labels
from search.request import CHOICES, ROLES, SearchRequest, parse


def described(queries: Sequence[str]) -> list[str]:
    """Each query string in words; the names of all of them are read at once."""
    requests = [parse(parse_qsl(query))[0] for query in queries]
    chosen = {
        facet: sorted({value for one in requests for value in one.chosen(facet)})
        for facet in CHOICES
    }
    names = labels({facet: values for facet, values in chosen.items() if values})
    return [_described(request, names) for request in requests]


def _described(request: SearchRequest, names: dict[str, dict[str, str]]) -> str:
    parts = [request.q]
    for facet in CHOICES:
        parts.append(
            _("、").join(names[facet].get(value, value) for value in request.chosen(facet))
        )
    if request.date_from or request.date_to:
        parts.append(days_label(request.date_from, request.date_to))
    if request.role:
        parts.append(str(ROLES[request.role]))
    return " · ".join(part for part in parts if part) or _("全部文章")
