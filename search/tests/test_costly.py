"""A query that costs too much is broken off with a line that helps; those of researchers are not."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from search.engine import budget
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
