"""Questions to begin with, made of what the archive holds most of."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from search.backend import policy_backend
from search.engine import EngineQuery, FacetRequest
from search.labels import labels
from search.trends.asked import TrendsRequest
from search.trends.comparing import FIELDS

TOP = 3


@dataclass(frozen=True, slots=True)
class Example:
    label: str
    request: TrendsRequest


def examples() -> list[Example]:
    """At most three; none of an empty archive. Raises IndexUnavailable."""
    wanted = tuple(FacetRequest(name, name) for name in ("industry", "city"))
    counts = policy_backend().engine.search(EngineQuery(facets=wanted, stop=0)).facets
    top = {
        name: sorted(row, key=lambda one: (-row[one], one))[:TOP] for name, row in counts.items()
    }
    called = labels(top)
    industries = [called["industry"].get(one, one) for one in top["industry"]]
    cities = [called["city"].get(one, one) for one in top["city"]]
    found = []
    if industries:
        found.append(_example(_("行业：%(names)s"), "industry", industries, by="month"))
    if cities:
        found.append(_example(_("城市：%(names)s，按季度"), "city", cities, by="quarter"))
    if industries and cities:
        series = tuple(
            f"{FIELDS['city']}:{one} {FIELDS['industry']}:{industries[0]}" for one in cities
        )
        told = {"industry": industries[0], "names": _("、").join(cities)}
        label = _("%(industry)s在%(names)s，每千篇中有多少") % told
        found.append(Example(label, TrendsRequest(series, by="quarter", per="thousand")))
    return found


def _example(label: str, field: str, names: list[str], by: str) -> Example:
    series = tuple(f"{FIELDS[field]}:{name}" for name in names)
    return Example(label % {"names": _("、").join(names)}, TrendsRequest(series, by=by))
