"""A query that costs too much is broken off with a line that helps; those of researchers are not."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from unittest import mock

import pytest
from django.test import Client

from search.engine import budget
from search.executor import SearchExecutor
from search.request import SearchRequest
from search.results import Facet
from search.tests import factories

pytestmark = pytest.mark.django_db
DEAR = " NEAR/1000 ".join("的" * 20)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def site(client: Client, reindexed: Callable[[], int]) -> Client:
    factories.article("全市的储能项目的开工。", cities={"370900": "subject"})
    reindexed()
    return client


@pytest.mark.parametrize(
    "address",
    ["/search/?q=", "/search/choices/city/?q=", "/search.csv?q=", "/search.atom?q=", "/trends/?series=",
     "/diffusion/?q=", "/api/v1/search?q=", "/api/v1/facets/city?q=", "/api/v1/trends?series=", "/api/v1/diffusion?q="],
)  # fmt: skip
def test_it_is_refused_wherever_it_is_asked(
    site: Client, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    assert site.get(address + DEAR).status_code == 200
    monkeypatch.setattr(budget, "MOST", -1.0)
    answer = site.get(address + DEAR)
    assert answer.status_code == 400
    assert "计算量过大" in answer.content.decode()


def test_the_examples_of_the_reference_cost_next_to_nothing(
    site: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "MOST", budget.MOST / 3)
    text = (ROOT / "docs/reference/query-syntax.md").read_text(encoding="utf-8")
    queries = re.findall(r"`([^`]+)`", text)
    assert len(queries) > 60
    for query in queries:
        assert site.get("/search/", {"q": query}, follow=True).status_code == 200, query


@pytest.mark.parametrize(
    ("query", "line"), [("麒麟送子 储能 NEAR/1 开工", "没有文章含有"), ("储能开工", "原样")]
)
def test_what_is_told_of_single_texts_is_of_the_same_budget(
    site: Client, monkeypatch: pytest.MonkeyPatch, query: str, line: str
) -> None:
    """The answer stands where the budget is spent by it; the lines beside it are left out."""
    told = site.get("/api/v1/search", {"q": query}).json()
    assert any(line in notice for notice in told["notices"])
    begun: list[budget.Budget] = []
    begin, now = budget.Budget.__init__, [0.0]

    def counted(self: budget.Budget) -> None:
        begun.append(self)
        begin(self)

    def built(*arguments: object) -> list[Facet]:
        now[0] += 2 * budget.MOST  # all that is spent before the single texts are asked for
        return []

    monkeypatch.setattr(budget.Budget, "__init__", counted)
    monkeypatch.setattr(budget, "thread_time", lambda: now[0])
    page = SearchExecutor(SearchRequest(q=query), shape=built).page()
    assert (page.total, page.notices) == (told["total"], [])
    assert len(begun) == 1


def test_a_page_of_dear_texts_costs_no_more_than_one_query(site: Client) -> None:
    texts = " ".join(
        f"({one} NEAR/1000 {other})" for one, other in pairwise("的全市储能项目开工" * 2)
    )
    with mock.patch.object(budget.Budget, "__init__", autospec=True, side_effect=_begun) as begun:
        page = SearchExecutor(SearchRequest(q=f"qzxqzx {texts}")).page()
    assert page.total == 0 and page.notices
    assert begun.call_count == 1


def test_help_that_would_be_dear_is_left_out(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The query itself costs nothing; 储能 and 开工 without the year, or spelt otherwise, might."""
    for query in ("2019 储能 NEAR/9 开工", "除能 开工"):
        assert site.get("/search/", {"q": query}).status_code == 200
    dear: list[str] = []

    def total(executor: SearchExecutor) -> int:
        dear.append(executor.request.q)
        raise budget.TooCostly

    monkeypatch.setattr(SearchExecutor, "total", total)
    for query in ("2019 储能 NEAR/9 开工", "除能 开工"):
        assert site.get("/search/", {"q": query}).status_code == 200
    assert dear == ["储能 NEAR/9 开工", "储能 开工"]


def _begun(self: budget.Budget) -> None:
    self._begun = budget.thread_time()
