"""Searches in a few words, a name for those that have none: 储能 · 泰安市 · 2024年3月."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.utils.translation import gettext as _

from search.labels import days_label, labels
from search.request import CHOICES, ROLES, SearchRequest, parse


@dataclass(frozen=True, slots=True)
class Asked:
    """A query string as it was saved; `known`: every code in it is one that the archive has."""

    request: SearchRequest
    words: str
    known: bool


def asked(queries: Sequence[str]) -> list[Asked]:
    """The codes of all of them are looked up at once."""
    requests = [parse(parse_qsl(query))[0] for query in queries]
    chosen = {
        facet: sorted({value for one in requests for value in one.chosen(facet)})
        for facet in CHOICES
    }
    # An official's number from an address may be too long for a database.
    chosen["official"] = [one for one in chosen["official"] if _is_number(one)]
    names = labels({facet: values for facet, values in chosen.items() if values})
    return [Asked(one, _described(one, names), _is_known(one, names)) for one in requests]


def described(query: str) -> str:
    return asked([query])[0].words


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _is_known(request: SearchRequest, names: dict[str, dict[str, str]]) -> bool:
    return all(value in names[facet] for facet in CHOICES for value in request.chosen(facet))


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
