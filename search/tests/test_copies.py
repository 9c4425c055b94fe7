"""Reprints in a result: one row with its copies, every paper's copy counted."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client

from archive.ingest.reprints import group_reprints
from archive.models import MovedArticle
from search.tests import factories

pytestmark = pytest.mark.django_db
TEXT = "".join(
    f"会议要求第{number}项储能任务由{unit}牵头，按时限要求高质量完成。"
    for number, unit in enumerate(["能源局", "发改委", "工信局", "住建局", "科技局"])
)


@pytest.fixture
def copies(reindexed: Callable[[], int]) -> list[int]:
    papers = [factories.newspaper(), factories.newspaper("jining-ribao", "济宁日报")]
    made = [factories.article(TEXT, paper=paper, title="储能") for paper in papers]
    factories.article("储能另一篇。", title="别的储能")
    group_reprints(made)
    reindexed()
    return [article.pk for article in made]


def test_one_row_with_its_copies_and_both_counted(client: Client, copies: list[int]) -> None:
    html = client.get("/search/?q=储能").content.decode()
    assert html.count("data-hit") == 2
    assert "另有 1 处刊载同一稿件" in html
    answer = json.loads(client.get("/api/v1/search?q=储能").content)
    assert answer["total"] == 3
    counts = {row["label"]: row["count"] for row in answer["facets"]["newspaper"]}
    assert counts == {"大众日报": 2, "济宁日报": 1}


def test_an_article_names_its_copies(client: Client, copies: list[int]) -> None:
    html = client.get(f"/articles/{copies[0]}/").content.decode()
    assert f'href="/articles/{copies[1]}/"' in html
    answer = json.loads(client.get(f"/api/v1/articles/{copies[0]}").content)
    assert [(row["id"], row["newspaper"]) for row in answer["copies"]] == [(copies[1], "济宁日报")]


def test_the_address_of_a_merged_article_leads_on(client: Client, copies: list[int]) -> None:
    MovedArticle.objects.create(former_id=987654, article_id=copies[0])
    response = client.get("/articles/987654/")
    assert (response.status_code, response["Location"]) == (301, f"/articles/{copies[0]}/")
    asked = client.get("/articles/987654/?q=%E5%82%A8%E8%83%BD")
    assert asked["Location"] == f"/articles/{copies[0]}/?q=%E5%82%A8%E8%83%BD"
    assert json.loads(client.get("/api/v1/articles/987654").content)["id"] == copies[0]
    assert client.get("/articles/987655/").status_code == 404
