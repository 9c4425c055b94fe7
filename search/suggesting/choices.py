"""Looking for a choice inside a facet: by the beginning of its names, or of how they sound."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from archive.models import Newspaper
from archive.text.fold import fold
from search.facets import listed, value_of
from search.labels import labels, month_label
from search.request import FacetSpec, SearchRequest
from search.results import Facet
from search.suggesting.current import shelf
from search.suggesting.patterns import INITIALS, literal, spoken
from search.suggesting.shelf import TERM

WITHIN = 200  # choices that a search inside a facet lists


def within(
    spec: FacetSpec, counts: dict[str, int], request: SearchRequest, path: str, prefix: str
) -> Facet:
    """One facet, only the choices with a name or pinyin that begins with `prefix`, the first `WITHIN`."""
    found = begun(spec.name, counts, prefix) if prefix else counts
    known = {one: counts[one] for one in found}
    chosen = request.chosen(spec.name) if not prefix else ()
    values = listed(replace(spec, limit=WITHIN), known, chosen)
    names = labels({spec.name: values})[spec.name]
    rows = [value_of(spec.name, value, names, counts, request, path) for value in values]
    return Facet(spec.name, str(spec.label), rows, len(known))


def begun(facet: str, values: Collection[str], start: str) -> list[str]:
    """Those among the values that have a name, today's or another, beginning so; `東` finds 东平县.

    Raises IndexUnavailable.
    """
    plain = fold(start)
    if facet == "month":
        return [one for one in values if one.startswith(plain) or _label(one).startswith(plain)]
    found = _newspapers(plain) if facet == "newspaper" else _on_the_shelf(facet, plain)
    return [one for one in values if one in found]


def _label(month: str) -> str:
    return fold(month_label(month))


def _newspapers(plain: str) -> set[str]:
    rows = Newspaper.objects.values_list("slug", "name", "aliases")
    return {
        slug
        for slug, *names, others in rows
        if any(fold(name).startswith(plain) for name in (slug, *names, *others))
    }


def _on_the_shelf(facet: str, plain: str) -> set[str]:
    """What suggestions know, so that both boxes of a page find the same."""
    known = shelf()
    rows = known.any_begun([*literal(plain), *spoken(plain), *spoken(plain, INITIALS)])
    names = [known.listed[name] for name in known.names[rows].tolist() if name != TERM]
    return {name.value for name in names if name.kind == facet}
