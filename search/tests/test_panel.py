"""The page's facets: counties are branches of their city, lists are short."""

from __future__ import annotations

from search import panel
from search.request import FACETS, SearchRequest
from search.results import Facet
from search.tests import factories

EMPTY: dict[str, dict[str, int]] = {spec.name: {} for spec in FACETS}


def built(request: SearchRequest, **counts: dict[str, int]) -> dict[str, Facet]:
    return {one.name: one for one in panel.build(request, EMPTY | counts, "/search/")}


def below(facet: Facet) -> list[list[str]]:
    return [[one.label for one in row.children] for row in facet.values]


def test_counties_are_branches_of_their_city_before_it_is_chosen(db: None) -> None:
    factories.county()
    factories.county("370811", "任城区", "370800")
    counts = {"city": {"370900": 5, "370800": 3}, "county": {"370983": 2, "370811": 1}}
    found = built(SearchRequest(), **counts)
    assert below(found["city"]) == [["肥城市"], ["任城区"]]
    # All of them are in sight; where some are not, the page leads to the list of all.
    assert (found["county"].values, found["county"].total) == ([], 0)
    more = {"city": {"370900": 5}, "county": {"370983": 2, "370811": 1}}
    assert built(SearchRequest(), **more)["county"].total == 2
    assert found["city"].values[0].children[0].url == "/search/?county=370983"


def test_a_city_far_down_shows_its_counties_once_it_is_chosen(db: None) -> None:
    far = factories.city("370800")
    factories.county("370811", "任城区", far.code)
    others = {f"11{number:02d}00": 90 - number for number in range(panel.LEADING)}
    counts = {"city": {**others, far.code: 1}, "county": {"370811": 1}}
    assert below(built(SearchRequest(), **counts)["city"])[-1] == []
    assert below(built(SearchRequest(city=(far.code,)), **counts)["city"])[-1] == ["任城区"]


def test_every_chosen_city_shows_counties_of_its_own(db: None) -> None:
    often, rare = factories.city(), factories.city("370800")
    for number in range(panel.COUNTIES * 2):
        factories.county(f"3709{number + 30}", f"甲{number}县", often.code)
    factories.county("370811", "任城区", rare.code)
    county = {f"3709{number + 30}": 9 for number in range(panel.COUNTIES * 2)} | {"370811": 1}
    counts = {"city": {"370900": 9, "370800": 1}, "county": county}
    assert len(below(built(SearchRequest(), **counts)["city"])[0]) == panel.FOLDED
    request = SearchRequest(city=("370900", "370800"), county=("370969",))
    found = built(request, **counts)["city"].values
    assert [len(row.children) for row in found] == [panel.COUNTIES + 1, 1]
    assert found[0].children[-1].selected


def test_a_county_elsewhere_stays_in_sight_while_it_is_chosen(db: None) -> None:
    factories.county("370811", "任城区", "370800")
    request = SearchRequest(city=("370900",), county=("370811",))
    found = built(request, city={"370900": 1}, county={"370811": 1})
    assert [row.label for row in found["county"].values] == ["任城区"]


def test_lists_are_short_and_say_how_long_they_are(db: None) -> None:
    counts = {str(number): number for number in range(1, 41)}
    found = built(SearchRequest(newspaper=("3",)), newspaper=counts)["newspaper"]
    assert (len(found.values), found.total) == (panel.MOST + 1, 40)
    assert [row.value for row in found.values if row.selected] == ["3"]
