"""The API answers as the contract says, and names what it does not understand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.models import Article, Figure, Official, Place, PlaceAlias, Post
from search.executor import SearchExecutor
from search.suggesting.current import forget
from search.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(reindexed: Callable[[], int]) -> Article:
    taian = factories.city()
    official = Official.objects.create(name="李兰亭", pinyin="lilanting llt", place=taian)
    article = factories.article(
        "泰安储能电站开工。",
        cities={"370900": "subject"},
        industries={"energy-storage": "subject"},
        officials={official: "speaker"},
        kicker="引题",
    )
    article.official_mentions.update(post=Post.objects.create(title="泰安市市长", place=taian))
    Figure.objects.create(article=article, text="116亿元", value=116, unit="亿元", kind="target")
    reindexed()
    return article


def test_search_answer(client: Client, archive: Article) -> None:
    answer = client.get("/api/v1/search?q=储能&city=泰安").json()
    assert answer["total"] == 1
    assert answer["query"]["city"] == ["370900"]
    result = answer["results"][0]
    assert result["url"] == f"http://testserver/articles/{archive.pk}/"
    assert (result["newspaper"], result["date"], result["page"]) == ("大众日报", "2024-03-15", 1)
    assert result["snippet"] == "泰安<mark>储能</mark>电站开工。"
    assert result["cities"] == [{"code": "370900", "name": "泰安市", "role": "subject"}]
    assert result["officials"][0] | {"id": 0} == {
        "id": 0, "name": "李兰亭", "post": "泰安市市长", "role": "speaker",
    }  # fmt: skip
    assert result["industries"] == [{"slug": "energy-storage", "name": "储能", "role": "subject"}]
    assert answer["facets"]["city"] == [
        {"value": "370900", "label": "泰安市", "count": 1, "selected": True,
         "url": "/search/?q=%E5%82%A8%E8%83%BD"}
    ]  # fmt: skip
    assert list(answer["facets"]) == [
        "city", "county", "official", "industry", "newspaper", "month",
    ]  # fmt: skip


def test_article_answer(client: Client, archive: Article) -> None:
    document = client.get(f"/api/v1/articles/{archive.pk}").json()
    assert document["body"] == archive.body
    assert document["figures"][0]["value"] == 116
    assert document["cities"][0]["name"] == "泰安市"


def test_unpublished_article_is_not_there(client: Client, archive: Article) -> None:
    Article.objects.update(status=Article.Status.DRAFT)
    for number in (archive.pk, 99999, 10**30):
        response = client.get(f"/api/v1/articles/{number}")
        assert response.status_code == 404
        assert response.json()["errors"]


@pytest.mark.parametrize("query", ["page=x", "from=2024-13", "city=nowhere", "role=x", "size=0"])
def test_malformed_is_400_with_its_name(client: Client, archive: Article, query: str) -> None:
    response = client.get(f"/api/v1/search?{query}")
    assert response.status_code == 400
    assert query.split("=")[0] in response.json()["errors"][0]


@pytest.mark.parametrize("typed", ["李兰", "llt", "lilan", "LiLan"])
def test_suggest_officials_by_name_and_pinyin(client: Client, archive: Article, typed: str) -> None:
    rows = client.get("/api/v1/suggest", {"q": typed}).json()["suggestions"]
    assert [(row["kind"], row["label"]) for row in rows] == [("official", "李兰亭")]


@pytest.mark.parametrize(
    ("typed", "label"), [("泰", "泰安市"), ("taian", "泰安市"), ("tas", "泰安市"), ("储", "储能")]
)
def test_suggest_places_and_industries(
    client: Client, archive: Article, typed: str, label: str
) -> None:
    rows = client.get("/api/v1/suggest", {"q": typed}).json()["suggestions"]
    assert label in [row["label"] for row in rows]


def test_search_inside_a_facet(client: Client, archive: Article) -> None:
    rows = client.get("/api/v1/facets/official?prefix=李").json()["values"]
    assert [(row["label"], row["count"]) for row in rows] == [("李兰亭", 1)]
    assert client.get("/api/v1/facets/official?prefix=王").json()["values"] == []
    assert client.get("/api/v1/facets/colour").status_code == 400


def test_a_facet_is_searched_by_folded_and_former_names(
    client: Client, archive: Article, reindexed: Callable[[], int]
) -> None:
    place = Place.objects.get(code="370900")
    PlaceAlias.objects.create(place=place, name="東嶽市", historical=True)
    forget()

    def found(facet: str, prefix: str) -> list[str]:
        rows = client.get(f"/api/v1/facets/{facet}", {"prefix": prefix}).json()["values"]
        return [row["label"] for row in rows]

    for typed in ("泰", "ＴＡＩ", "ta", "东岳", "東嶽"):
        assert found("city", typed) == ["泰安市"]
    assert found("industry", "儲") == ["储能"]
    month = f"{archive.page.issue.date:%Y-%m}"
    assert found("month", month) == found("month", month[:4]) != []


def test_the_total_counts_choices_that_are_not_listed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = {f"2{number:03d}-01": 1 for number in range(250)}
    monkeypatch.setattr(SearchExecutor, "counts", lambda self, name: {name: many})
    answer = client.get("/api/v1/facets/month?prefix=2").json()
    assert (answer["total"], len(answer["values"])) == (250, 100)


def test_openapi(client: Client) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert {
        "/api/v1/search", "/api/v1/articles/{number}", "/api/v1/suggest", "/api/v1/facets/{name}",
        "/api/v1/cities", "/api/v1/cities/{code}", "/api/v1/officials", "/api/v1/officials/{number}",
        "/api/v1/industries", "/api/v1/industries/{slug}", "/api/v1/newspapers",
        "/api/v1/newspapers/{slug}", "/api/v1/issues", "/api/v1/issues/{slug}/{day}",
    } <= set(paths)  # fmt: skip


def test_without_an_index_503(client: Client) -> None:
    response = client.get("/api/v1/search")
    assert response.status_code == 503
    told, hint = response.json()["errors"]
    assert "索引正在重建" in told and "reindex" in hint and int(response["Retry-After"]) > 0


VALUES = st.text(alphabet='储能泰安"()-OR 0129x\x00%\n*', max_size=12)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.dictionaries(st.sampled_from(["q", "city", "official", "from", "page", "size"]), VALUES))
def test_no_query_is_a_server_error(client: Client, archive: Article, query: dict) -> None:
    assert client.get("/api/v1/search", query).status_code in (200, 400)
    assert client.get("/search/", query).status_code in (200, 302)
