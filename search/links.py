"""The links around a page of results: orders, roles, pages, exports, and on to other rooms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from search.advice import advice
from search.copies import fold_copies
from search.exports import EXPORTS
from search.facets import link
from search.histogram import histogram
from search.query import parse
from search.request import CHOICES, ROLES, SORTS, SearchRequest
from search.results import Facet, SearchPage
from search.tree import Node, Phrase, Word
from search.wording import explained

WHOLE = urlencode({"fields": "body,figures"})
AROUND = 2  # pages linked on either side of the current one


def context(request: SearchRequest, page: SearchPage, path: str) -> dict[str, Any]:
    """Everything the search template needs."""
    typed = ("q", "from", "to", "page")
    chosen = {value for facet in CHOICES for value in request.chosen(facet)}
    tree = parse(request.q).tree
    return {
        "result": page,
        "explained": explained(request, tree, page.facets),
        "histogram": histogram(request, page.months, path),
        "advice": advice(request, page),
        "rows": fold_copies(page.hits, chosen),
        "q": request.q,
        "sort": request.sort,
        "date_from": request.date_from,
        "date_to": request.date_to,
        "role": request.role,
        "hidden": [pair for pair in request.pairs() if pair[0] not in typed],
        "sorts": sorts(request, path),
        "roles": roles(request, path),
        "onward": onward(request, tree),
        "feed_url": link(reverse("search-export", args=["atom"]), _plain(request)),
        "pager": pager(request, page, path),
        "exports": exports(request),
        "clear_url": link(path, SearchRequest(q=request.q, sort=request.sort)),
        "query": _plain(request).query_string(),
    }


def _plain(request: SearchRequest) -> SearchRequest:
    """The search itself, whatever page of it is shown."""
    return replace(request, page=1, size=20)


def choices_context(request: SearchRequest, facet: Facet, prefix: str) -> dict[str, Any]:
    """Everything the page of a facet's choices needs."""
    plain = _plain(request)
    return {
        "facet": facet,
        "prefix": prefix,
        "query": plain.query_string(),
        "hidden": plain.pairs(),
        "back": link(reverse("search"), plain),
    }


def sorts(request: SearchRequest, path: str) -> list[dict[str, Any]]:
    """The orders to choose from; by relevance only where there is something to rank by."""
    here = request.order
    return [
        {
            "value": value,
            "label": label,
            "url": link(path, replace(request, sort=value, page=1)),
            "selected": value == here,
        }
        for value, label in SORTS.items()
        if request.is_ranked or value != "relevance"
    ]


def roles(request: SearchRequest, path: str) -> list[dict[str, Any]]:
    """Whatever articles speak of, or only what they are about."""
    only = {role: _("只看%(role)s") % {"role": label} for role, label in ROLES.items()}
    return [
        {
            "value": value,
            "label": label,
            "url": link(path, replace(request, role=value, page=1)),
            "selected": value == request.role,
        }
        for value, label in ({"": _("主题与提及")} | only).items()
    ]


def onward(request: SearchRequest, tree: Node) -> list[dict[str, str]]:
    """The same question put to other rooms: over time, from city to city, in figures."""
    if not request.q:
        return []
    kept = [pair for pair in request.pairs() if pair[0] not in ("q", "sort", "page", "size")]
    found = [(_("趋势"), reverse("trends"), [("series", request.q), *kept])]
    if isinstance(tree, Word | Phrase) and not tree.field:
        found += [
            (_("扩散"), reverse("diffusion"), [("q", request.q), *_common(kept)]),
            (pgettext("指标", "数据"), reverse("figures"), [("q", tree.text)]),
        ]
    return [
        {"label": label, "url": f"{address}?{urlencode(pairs)}"} for label, address, pairs in found
    ]


def _common(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What narrows a search and the spread of a term alike: cities are what the latter tells."""
    return [pair for pair in pairs if pair[0] in ("newspaper", "from", "to")]


def exports(request: SearchRequest) -> list[dict[str, Any]]:
    """The files to take along; `whole` is that of a table with the texts and figures in it."""
    plain = _plain(request)
    rows = []
    for suffix, export in EXPORTS.items():
        url = link(reverse("search-export", args=[suffix]), plain)
        whole = f"{url}{'&' if '?' in url else '?'}{WHOLE}" if export.table else ""
        rows.append({"label": export.label, "url": url, "whole": whole})
    return rows


def pager(request: SearchRequest, page: SearchPage, path: str) -> dict[str, Any]:
    """`links` has number, url and current; a gap is a row without number and url."""

    def to(number: int) -> str | None:
        return link(path, replace(request, page=number)) if 1 <= number <= page.pages else None

    here = min(page.page, page.pages + 1)
    return {
        "previous": to(here - 1),
        "next": to(page.page + 1),
        "links": [
            {"number": number, "url": to(number) if number else None, "current": number == here}
            for number in numbers(here, page.pages)
        ],
    }


def numbers(here: int, pages: int) -> list[int | None]:
    """The first, the last and those around `here`, with None where some are left out."""
    near = {1, pages, *range(here - AROUND, here + AROUND + 1)}
    shown = sorted(number for number in near if 1 <= number <= pages)
    found: list[int | None] = []
    for number in shown:
        if found and found[-1] != number - 1:
            found.append(None)
        found.append(number)
    return found
