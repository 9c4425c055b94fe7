"""The page's facets: counties hang under a chosen city, months under years, lists are short."""

from __future__ import annotations

from search import panel
from search.request import FACETS, SearchRequest
from search.results import Facet
from search.tests import factories

EMPTY: dict[str, dict[str, int]] = {spec.name: {} for spec in FACETS}


def built(request: SearchRequest, **counts: dict[str, int]) -> dict[str, Facet]:
    return {one.name: one for one in panel.build(request, EMPTY | counts, "/search/")}


def test_counties_hang_under_their_city_once_it_is_chosen(db: None) -> None:
    factories.county()
    factories.county("370811", "任城区", "370800")
    counts = {"city": {"370900": 5, "370800": 3}, "county": {"370983": 2, "370811": 1}}
    flat = built(SearchRequest(), **counts)
    assert [row.children for row in flat["city"].values] == [(), ()]
    assert [row.label for row in flat["county"].values] == ["肥城市", "任城区"]
    nested = built(SearchRequest(city=("370900",)), **counts)
    assert [[one.label for one in row.children] for row in nested["city"].values] == [
        ["肥城市"],
        [],
    ]
    assert nested["county"].values == []


def test_every_chosen_city_shows_counties_of_its_own(db: None) -> None:
    often, rare = factories.city(), factories.city("370800")
    for number in range(panel.COUNTIES * 2):
        factories.county(f"3709{number + 30}", f"甲{number}县", often.code)
    factories.county("370811", "任城区", rare.code)
    county = {f"3709{number + 30}": 9 for number in range(panel.COUNTIES * 2)} | {"370811": 1}
    request = SearchRequest(city=("370900", "370800"), county=("370969",))
    found = built(request, city={"370900": 9, "370800": 1}, county=county)["city"].values
    assert [len(row.children) for row in found] == [panel.COUNTIES + 1, 1]
    assert found[0].children[-1].selected


def test_a_county_elsewhere_stays_in_sight_while_it_is_chosen(db: None) -> None:
    factories.county("370811", "任城区", "370800")
    request = SearchRequest(city=("370900",), county=("370811",))
    found = built(request, city={"370900": 1}, county={"370811": 1})
    assert [row.label for row in found["county"].values] == ["任城区"]


def test_many_years_show_the_months_of_the_newest_or_the_chosen_one(db: None) -> None:
    months = {f"{year}-0{number}": number for year in (2021, 2022, 2023) for number in (1, 3)}
    every = built(SearchRequest(), month=months)["month"].values
    assert [(row.value, row.count, len(row.children)) for row in every] == [
        ("2023", 4, 12),
        ("2022", 4, 0),
        ("2021", 4, 0),
    ]
    assert every[0].children[2].url == "/search/?from=2023-03&to=2023-03"
    chosen = built(SearchRequest(date_from="2021", date_to="2021"), month=months)["month"].values
    assert [(row.selected, len(row.children), row.url) for row in chosen][2] == (
        True,
        12,
        "/search/",
    )


def test_lists_are_short_and_say_how_long_they_are(db: None) -> None:
    counts = {str(number): number for number in range(1, 41)}
    found = built(SearchRequest(newspaper=("3",)), newspaper=counts)["newspaper"]
    assert (len(found.values), found.total) == (panel.MOST + 1, 40)
    assert [row.value for row in found.values if row.selected] == ["3"]
