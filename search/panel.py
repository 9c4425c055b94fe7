"""The facets as the page shows them: few choices each, counties under their city, months in years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from search.facets import Counts, link, listed, value_of
from search.labels import counties, labels, month_label
from search.request import FACETS, FacetSpec, SearchRequest
from search.results import Facet, FacetValue

MOST = 10  # choices of a facet that are shown at once
COUNTIES = 20  # counties shown below a chosen city
OPEN_YEARS = 2  # as many years at most show their months


@dataclass(frozen=True, slots=True)
class Panel:
    """What is counted for a request, and how the page lists it."""

    request: SearchRequest
    counts: Counts
    path: str

    def build(self) -> list[Facet]:
        """Every facet; the county facet is empty where its counties hang under chosen cities."""
        values = {spec.name: self._listed(spec) for spec in FACETS if spec.name != "month"}
        above = counties(self.request.city) if self.request.city else {}
        if self.request.city:
            values["county"] = self._inside(above)
        names = labels(values)
        rows = {
            name: [
                value_of(name, value, names[name], self.counts[name], self.request, self.path)
                for value in found
            ]
            for name, found in values.items()
        }
        nested = [self._with_counties(city, rows["county"], above) for city in rows["city"]]
        inside = {one.value for city in nested for one in city.children}
        rows["city"] = nested
        rows["county"] = [
            row
            for row in rows["county"]
            if row.value not in inside and (not self.request.city or row.selected)
        ]
        rows["month"] = list(self._years())
        return [
            Facet(spec.name, str(spec.label), rows[spec.name], self._total(spec)) for spec in FACETS
        ]

    def _listed(self, spec: FacetSpec) -> list[str]:
        chosen = self.request.chosen(spec.name)
        return listed(replace(spec, limit=MOST), self.counts[spec.name], chosen)

    def _inside(self, above: dict[str, str]) -> list[str]:
        """The most frequent counties of each chosen city, then those chosen themselves."""
        counts = self.counts["county"]
        each: dict[str, dict[str, int]] = {}
        for county in counts.keys() & above.keys():
            each.setdefault(above[county], {})[county] = counts[county]
        spec = next(one for one in FACETS if one.name == "county")
        shown = [listed(replace(spec, limit=COUNTIES), one, ()) for one in each.values()]
        return list(dict.fromkeys([*chain(*shown), *self.request.county]))

    def _total(self, spec: FacetSpec) -> int:
        return len(self.counts[spec.name].keys() | set(self.request.chosen(spec.name)))

    def _with_counties(
        self, city: FacetValue, rows: list[FacetValue], above: dict[str, str]
    ) -> FacetValue:
        if not city.selected:
            return city
        return replace(
            city, children=tuple(row for row in rows if above.get(row.value) == city.value)
        )

    def _years(self) -> Iterator[FacetValue]:
        """The years, newest first; those in question show their twelve months."""
        counts = self.counts["month"]
        years = sorted({month[:4] for month in counts}, reverse=True)
        inside = set(self._open(years))
        for year in years:
            yield FacetValue(
                value=year,
                label=f"{year}年",
                count=sum(counts.get(f"{year}-{month:02d}", 0) for month in range(1, 13)),
                selected=self.request.date_from == self.request.date_to == year,
                url=self._days(year),
                children=tuple(self._months(year)) if year in inside else (),
            )

    def _open(self, years: list[str]) -> list[str]:
        """The chosen years; where none is chosen all of few, or the newest of many."""
        first, last = self.request.date_from[:4] or "0", self.request.date_to[:4] or "9999"
        asked = [year for year in years if first <= year <= last]
        return asked if len(asked) <= OPEN_YEARS else asked[:1]

    def _months(self, year: str) -> Iterator[FacetValue]:
        for number in range(1, 13):
            month = f"{year}-{number:02d}"
            yield FacetValue(
                value=month,
                label=month_label(month),
                count=self.counts["month"].get(month, 0),
                selected=month in self.request.chosen("month"),
                url=self._days(month),
            )

    def _days(self, value: str) -> str:
        """The search within a year or a month; the same again takes the choice back."""
        taken = self.request.date_from == self.request.date_to == value
        days = "" if taken else value
        asked = replace(self.request, date_from=days, date_to=days, page=1)
        return link(self.path, asked)


def build(request: SearchRequest, counts: Counts, path: str) -> list[Facet]:
    return Panel(request, counts, path).build()
