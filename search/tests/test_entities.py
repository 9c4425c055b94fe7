"""Lists and portraits of the API tell what the articles speak of, and every error has one shape."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from django.test import Client

from archive.models import Article, Official, OfficialAlias, Post
from search.api import api
from search.entities import places
from search.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def official(reindexed: Callable[[], int]) -> Official:
    taian = factories.city()
    person = Official.objects.create(name="李兰亭", pinyin="lilanting llt", place=taian)
    old, new = (Post.objects.create(title=title, place=taian) for title in ("副市长", "市长"))
    for day, post in (("2023-05-01", old), ("2024-03-15", new), ("2024-06-01", new)):
        article = factories.article(
            "泰安储能。", day, {"370900": "subject"}, {"energy-storage": "subject"},
            {person: "speaker"},
        )  # fmt: skip
        article.official_mentions.update(post=post)
    factories.county()
    reindexed()
    return person


def got(client: Client, path: str) -> dict:
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 200, response.content
    return response.json()


def test_cities_and_one_of_them(client: Client, official: Official) -> None:
    (row,) = got(client, "cities")["results"]
    assert (row["code"], row["count"], row["parent"]) == ("370900", 3, "370000")
    city = got(client, "cities/370900")
    assert city["months"] == [
        {"value": "2023-05", "label": "2023年5月", "count": 1},
        {"value": "2024-03", "label": "2024年3月", "count": 1},
        {"value": "2024-06", "label": "2024年6月", "count": 1},
    ]
    assert [one["label"] for one in city["officials"]] == ["李兰亭"]
    assert city["industries"][0] == {"value": "energy-storage", "label": "储能", "count": 3}
    assert city["url"] == "http://testserver/cities/370900/"
    assert got(client, "cities/370983")["count"] == 0


def test_officials_with_their_posts(client: Client, official: Official) -> None:
    for query in ("", "?q=兰", "?q=llt", "?city=泰安", "?city=370000&size=1"):
        found = got(client, f"officials{query}")
        assert [(one["name"], one["post"]) for one in found["results"]] == [("李兰亭", "市长")]
    assert got(client, "officials?q=王")["total"] == 0
    assert got(client, "officials?page=2")["results"] == []
    person = got(client, f"officials/{official.pk}")
    assert person["posts"] == [
        {"title": "市长", "first": "2024-03-15", "last": "2024-06-01", "count": 2},
        {"title": "副市长", "first": "2023-05-01", "last": "2023-05-01", "count": 1},
    ]
    OfficialAlias.objects.create(official=official, former_id=99_999, name="李兰庭")
    assert got(client, "officials/99999")["id"] == official.pk


def test_drafts_are_nobodys_business(
    client: Client, official: Official, reindexed: Callable[[], int]
) -> None:
    for article in Article.objects.all():
        article.status = Article.Status.DRAFT
        article.save()
    reindexed()
    assert got(client, "officials")["total"] == got(client, "cities")["total"] == 0
    assert got(client, "issues")["total"] == 0
    assert client.get(f"/api/v1/officials/{official.pk}").status_code == 404
    assert client.get("/api/v1/issues/dazhong-ribao/2024-06-01").status_code == 404


def test_who_was_withdrawn_is_told_of_by_no_name_though_the_index_lags(
    client: Client, official: Official
) -> None:
    OfficialAlias.objects.create(official=official, former_id=99_999, name="李兰庭")
    Article.objects.update(status=Article.Status.DRAFT)
    for number in (official.pk, 99_999):
        assert client.get(f"/api/v1/officials/{number}").status_code == 404
    assert got(client, "officials")["results"] == []


def test_industries_newspapers_and_issues(client: Client, official: Official) -> None:
    assert got(client, "industries")["results"][0]["count"] == 3
    assert got(client, "industries/energy-storage")["cities"][0]["label"] == "泰安市"
    (paper,) = got(client, "newspapers")["results"]
    assert (paper["first"], paper["last"], paper["issues"]) == ("2023-05-01", "2024-06-01", 3)
    assert got(client, "newspapers/dazhong-ribao")["aliases"] == ["大众"]
    issues = got(client, "issues?newspaper=大众日报&from=2024")
    assert [one["date"] for one in issues["results"]] == ["2024-06-01", "2024-03-15"]
    assert (issues["total"], issues["results"][0]["count"]) == (2, 1)
    issue = got(client, "issues/dazhong-ribao/2024-06-01")
    assert issue["articles"][0]["officials"][0]["name"] == "李兰亭"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("", 404), ("nothing", 404), ("articles/x", 404), ("cities/nowhere", 404),
        ("officials/99999999999999999999", 404), ("industries/none", 404),
        ("newspapers/none", 404), ("issues/none/2024-01-01", 404),
        ("issues/dazhong-ribao/2024-13-01", 400), ("issues?from=x", 400), ("officials?size=0", 400),
        ("facets/colour", 400), ("search?sort=best", 400),
    ],
)  # fmt: skip
def test_every_error_has_one_shape(
    client: Client, official: Official, path: str, status: int
) -> None:
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == status
    assert response["Content-Type"].startswith("application/json")
    errors = response.json()["errors"]
    assert errors and all(isinstance(one, str) and one for one in errors)


def test_a_fault_of_ours_is_json_too_and_logged(
    client: Client,
    official: Official,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(places, "cities", broken)
    with caplog.at_level(logging.ERROR):
        response = client.get("/api/v1/cities")
    assert response.status_code == 500 and "boom" not in response.content.decode()
    assert response.json()["errors"] and "boom" in caplog.text


def test_only_reading_and_from_anywhere(client: Client, official: Official) -> None:
    for path in ("/api/v1/cities", "/api/v1/nothing"):
        assert client.get(path)["Access-Control-Allow-Origin"] == "*"
    refused = client.post("/api/v1/search", {"q": "x"})
    assert refused.status_code == 405 and "GET" in refused["Allow"] and refused.json()["errors"]
    head = client.head("/api/v1/search?q=储能")
    assert (head.status_code, head.content) == (200, b"") and int(head["Content-Length"]) > 100
    assert client.head("/api/v1/nothing").status_code == 404
    asked = client.options("/api/v1/search")
    assert asked.status_code == 204 and "GET" in asked["Access-Control-Allow-Methods"]


def test_the_description_tells_every_parameter_and_error(client: Client) -> None:
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    for path, methods in document["paths"].items():
        told = methods["get"]
        assert told["summary"] and told["description"], path
        for parameter in told["parameters"]:
            about = parameter.get("description") or parameter["schema"].get("description")
            assert about, (path, parameter["name"])
        for status, answer in told["responses"].items():
            shape = answer["content"]["application/json"]["schema"]["$ref"]
            assert (status == "200") != shape.endswith("/ErrorsOut"), (path, status)


def test_shapes_of_two_rooms_never_share_a_name() -> None:
    """The description knows a shape by its name alone: one would be told as the other."""
    known: dict[str, set[str]] = {}
    waiting = [
        operation.response_models[status]
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
        for status in operation.response_models
    ]
    seen: set[type] = set()
    while waiting:
        model = waiting.pop()
        if not hasattr(model, "model_fields") or model in seen:
            waiting += getattr(model, "__args__", ())
            continue
        seen.add(model)
        known.setdefault(model.__name__, set()).add(model.__module__)
        waiting += [field.annotation for field in model.model_fields.values()]
    known.pop("NinjaResponseSchema", None)
    assert {name: rooms for name, rooms in known.items() if len(rooms) > 1} == {}
    assert "SpokenPlaceOut" in known
