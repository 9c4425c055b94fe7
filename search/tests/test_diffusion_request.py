"""The address of the page: what is understood, what is named, what is left out."""

from __future__ import annotations

import pytest

from search.diffusion.request import DiffusionRequest, pairs_of, read
from search.diffusion.scope import Area
from search.tests import factories

pytestmark = pytest.mark.django_db
SHANDONG = Area("370000", "山东省", "山东", "province", has_cities=True)
BEIJING = Area("110000", "北京市", "北京", "province")
KNOWN = [BEIJING, SHANDONG]


def asked(*pairs: tuple[str, str]) -> tuple[DiffusionRequest, list[str]]:
    found = read(pairs, KNOWN)
    return found.request, found.problems


def test_nothing_asked_is_the_whole_country_by_subject_and_month() -> None:
    assert asked() == (DiffusionRequest(), [])
    assert DiffusionRequest().pairs() == []


@pytest.mark.parametrize("name", ["370000", "山东省", "山东"])
def test_a_province_goes_by_code_or_name(name: str) -> None:
    found = read([("q", "储能"), ("province", name)], KNOWN)
    assert found.request.province == "370000"
    assert found.renamed is (name != "370000")


def test_the_address_of_a_request_is_the_request_again() -> None:
    factories.newspaper()
    request = DiffusionRequest(
        q="低空经济 OR 低空产业", province="370000", newspaper=("dazhong-ribao",),
        date_from="2020", date_to="2024-06", role="all", by="year", level="county",
    )  # fmt: skip
    assert asked(*request.pairs()) == (request, [])


def test_a_newspaper_goes_by_its_name() -> None:
    factories.newspaper()
    found = read([("newspaper", "大众日报")], KNOWN)
    assert found.request.newspaper == ("dazhong-ribao",) and found.renamed


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("province", "火星"), ("role", "x"), ("by", "week"), ("level", "moon"), ("from", "昨天"),
        ("newspaper", "没有的报"), ("q", "长" * 600),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_named_and_left_out(name: str, value: str) -> None:
    request, problems = asked(("by", "year"), (name, value))
    assert len(problems) == 1 and problems[0].startswith(f"{name}") or value[:4] in problems[0]
    assert request.province == "" and request.newspaper == () and request.date_from == ""


def test_counties_are_compared_within_a_province_only() -> None:
    request, problems = asked(("level", "county"))
    assert request.level == "city" and len(problems) == 1
    assert asked(("level", "county"), ("province", "370000"))[1] == []


def test_a_municipality_has_districts_only() -> None:
    request, problems = asked(("province", "北京"))
    assert request.level == "county" and not problems


def test_the_field_follows_level_and_role() -> None:
    assert DiffusionRequest().field == "city_subject"
    assert DiffusionRequest(role="all", level="county").field == "county"


def test_parameters_come_as_pairs(rf) -> None:
    given = rf.get("/diffusion/?q=a&newspaper=x&newspaper=y").GET
    assert list(pairs_of(given)) == [("q", "a"), ("newspaper", "x"), ("newspaper", "y")]
