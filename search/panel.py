"""The facets as the page shows them: few choices each, counties as branches of their city.

Months are no list here: search/histogram.py draws them.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from itertools import chain

from search.facets import Counts, listed, value_of
from search.labels import counties, labels
from search.request import FACETS, FacetSpec, SearchRequest
from search.results import Facet

MOST = 10  # choices of a facet that are shown at once
COUNTIES = 20  # counties shown below a chosen city
LEADING = 5  # cities not chosen that show counties, folded away
FOLDED = 8  # counties below each of these


@dataclass(frozen=True, slots=True)
class Panel:
    """What is counted for a request, and how the page lists it."""

    request: SearchRequest
    counts: Counts
    path: str

    def build(self) -> list[Facet]:
        """Every facet; of counties those alone that are chosen and hang under no city listed."""
        values = {spec.name: self._listed(spec) for spec in FACETS if spec.name != "month"}
        above = counties(values["city"]) if self.counts["county"] else {}
        values["county"] = self._branches(values["city"], above)
        names = labels(values)
        rows = {
            name: [
                value_of(name, value, names[name], self.counts[name], self.request, self.path)
                for value in found
            ]
            for name, found in values.items()
        }
        rows["city"] = [
            replace(
                city,
                children=tuple(row for row in rows["county"] if above.get(row.value) == city.value),
            )
            for city in rows["city"]
        ]
        rows["county"] = [row for row in rows["county"] if row.value not in above]
        rows["month"] = []
        shown = {*values["county"]}
        return [
            Facet(spec.name, str(spec.label), rows[spec.name], self._total(spec, shown))
            for spec in FACETS
        ]

    def _listed(self, spec: FacetSpec) -> list[str]:
        chosen = self.request.chosen(spec.name)
        return listed(replace(spec, limit=MOST), self.counts[spec.name], chosen)

    def _branches(self, cities: list[str], above: dict[str, str]) -> list[str]:
        """The most frequent counties of the chosen and the leading cities, then those chosen."""
        counts = self.counts["county"]
        each: dict[str, dict[str, int]] = {}
        for county in counts.keys() & above.keys():
            each.setdefault(above[county], {})[county] = counts[county]
        others = [city for city in cities if city not in self.request.city][:LEADING]
        most = dict.fromkeys(others, FOLDED) | dict.fromkeys(self.request.city, COUNTIES)
        spec = next(one for one in FACETS if one.name == "county")
        shown = [
            listed(replace(spec, limit=most[one]), each[one], ()) for one in most if one in each
        ]
        return list(dict.fromkeys([*chain(*shown), *self.request.county]))

    def _total(self, spec: FacetSpec, shown: Set[str]) -> int:
        """How many choices there are; counties that all hang in sight need no list of their own."""
        if spec.name == "county" and self.counts["county"].keys() <= shown:
            return 0
        return len(self.counts[spec.name].keys() | set(self.request.chosen(spec.name)))


def build(request: SearchRequest, counts: Counts, path: str) -> list[Facet]:
    return Panel(request, counts, path).build()
