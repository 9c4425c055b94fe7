"""The database chooses its indexes by what they hold."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection

from archive.management.tuning import tune
from archive.models import Article
from search.tests import factories


@pytest.mark.sqlite  # the other counts its rows itself
@pytest.mark.django_db
def test_articles_of_a_page_are_not_looked_for_among_all() -> None:
    for number in range(40):
        article = factories.article(f"第{number}篇")
    tune()
    page = Article.objects.published().filter(page__issue=article.page.issue_id)
    plan = page.order_by("page__number").explain()
    assert "status" not in plan


@pytest.mark.sqlite
@pytest.mark.django_db
def test_a_busy_database_does_without(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(connection, "cursor", busy)
    tune()
