"""The facets of a result: which choices are shown, in which order, under which names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from heapq import nsmallest

from django.utils.translation import gettext as _

from search.engine import FacetRequest, Filter
from search.labels import days_label, labels
from search.request import FACETS, ROLES, FacetSpec, SearchRequest
from search.results import Chip, Facet, FacetValue
from search.tree import Among, Between

Counts = dict[str, dict[str, int]]


def index_field(facet: FacetSpec, request: SearchRequest) -> str:
    """Where the facet's values stand in the index; role=subject narrows some of them."""
    return f"{facet.name}_subject" if facet.by_role and request.role == "subject" else facet.name


def filters(request: SearchRequest) -> tuple[Filter, ...]:
    """The conditions a request puts on each facet; OR within, AND between."""
    found = []
    for facet in FACETS:
        values = request.chosen(facet.name)
        if facet.name != "month" and values:
            found.append(Filter(facet.name, Among(index_field(facet, request), values)))
    first, last = request.first_day, request.last_day
    if first or last:
        days = Between(first.toordinal() if first else None, last.toordinal() if last else None)
        found.append(Filter("month", days))
    return tuple(found)


def requests(request: SearchRequest, names: Sequence[str] = ()) -> tuple[FacetRequest, ...]:
    """What to count: the facets named, or all of them."""
    return tuple(
        FacetRequest(facet.name, index_field(facet, request))
        for facet in FACETS
        if not names or facet.name in names
    )


def listed(facet: FacetSpec, counts: dict[str, int], chosen: tuple[str, ...]) -> list[str]:
    """The values to show: months newest first, others by count; chosen ones always, even at 0."""
    if facet.name == "month":
        return sorted({*counts, *chosen}, reverse=True)
    known = {*counts, *chosen}

    def place(value: str) -> tuple[int, str]:
        return -counts.get(value, 0), value

    # Thousands of officials, of whom few are listed: no need to sort the others.
    shown = nsmallest(facet.limit or len(known), known, key=place)
    return shown + sorted(set(chosen) - {*shown}, key=place)


def build(request: SearchRequest, counts: Counts, path: str) -> list[Facet]:
    """Every facet with its toggle links under `path`."""
    values = {
        facet.name: listed(facet, counts[facet.name], request.chosen(facet.name))
        for facet in FACETS
    }
    names = labels(values)
    return [
        Facet(
            facet.name,
            str(facet.label),
            [
                value_of(facet.name, value, names[facet.name], counts[facet.name], request, path)
                for value in values[facet.name]
            ],
            len(counts[facet.name]),
        )
        for facet in FACETS
    ]


def value_of(
    facet: str,
    value: str,
    names: dict[str, str],
    counts: dict[str, int],
    request: SearchRequest,
    path: str,
) -> FacetValue:
    """One choice, as the page and the API show it."""
    return FacetValue(
        value=value,
        label=names.get(value, value),
        count=counts.get(value, 0),
        selected=value in request.chosen(facet),
        url=link(path, request.toggled(facet, value)),
    )


def chips(request: SearchRequest, found: list[Facet], path: str) -> list[Chip]:
    """What is chosen, for the line above the hits; a range of days is one chip."""
    kinds = {facet.name: facet.label for facet in FACETS}
    rows = [_chip(kinds[name], value.label, value.url) for name, value in selected(found)]
    if request.date_from or request.date_to:
        plain = replace(request, date_from="", date_to="", page=1)
        days = days_label(request.date_from, request.date_to)
        rows.append(_chip(_("日期"), days, link(path, plain)))
    if request.role:
        only = _("只看%(role)s") % {"role": ROLES[request.role]}
        rows.append(_chip(_("范围"), only, link(path, request.without_role())))
    return rows


def selected(found: Iterable[Facet]) -> Iterator[tuple[str, FacetValue]]:
    """What is chosen, with the facet it belongs to: what hangs below a city is a county."""
    for facet in found:
        for row in facet.values if facet.name != "month" else ():
            rows = [(facet.name, row), *(("county", child) for child in row.children)]
            yield from ((name, one) for name, one in rows if one.selected)


def _chip(kind: str, value: str, url: str) -> Chip:
    return Chip(_("%(kind)s：%(value)s") % {"kind": kind, "value": value}, url)


def link(path: str, request: SearchRequest) -> str:
    query = request.query_string()
    return f"{path}?{query}" if query else path
