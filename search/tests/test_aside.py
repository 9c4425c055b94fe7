"""One article that cannot be indexed stops neither the indexer nor the articles beside it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from archive.models import Article
from search import aside
from search.backend import policy_backend
from search.engine import Document, Engine, Rebuild
from search.indexer import drain, needs_reindex, reindex
from search.models import Outbox
from search.search_indexes import ArticleIndex
from search.tests import factories

pytestmark = pytest.mark.django_db
BAD = "坏文"
Drain = Callable[[], int]


def in_building(patch: pytest.MonkeyPatch) -> None:
    def prepare(self: ArticleIndex, article: Article) -> str:
        if article.title == BAD:
            raise AttributeError("没有版面")
        return "2024-03"

    patch.setattr(ArticleIndex, "prepare_month", prepare)


def in_writing(patch: pytest.MonkeyPatch) -> None:
    def refusing(write: Callable[..., Any]) -> Callable[..., Any]:
        def written(place: object, documents: Sequence[Document], *more: object) -> Any:
            if any(one.texts["title"] == BAD for one in documents):
                raise ValueError("装不下")
            return write(place, documents, *more)

        return written

    patch.setattr(Engine, "write", refusing(Engine.write))
    patch.setattr(Rebuild, "write", refusing(Rebuild.write))
    patch.setattr(Rebuild, "stage", refusing(Rebuild.stage))


@pytest.fixture(params=[in_building, in_writing])
def faulty(request: pytest.FixtureRequest) -> Iterator[pytest.MonkeyPatch]:
    """As long as this holds, articles of the title BAD cannot be indexed."""
    with pytest.MonkeyPatch.context() as patch:
        request.param(patch)
        yield patch


def indexed() -> set[int]:
    return policy_backend().engine.numbers()


def check() -> str:
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("check_archive", stdout=out)
    return out.getvalue()


def test_the_others_go_on(
    reindexed: Drain, faulty: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    good = [factories.article().pk for _ in range(3)]
    bad = factories.article(title=BAD)
    good += [factories.article().pk for _ in range(4)]
    assert drain() == 7
    assert indexed() == set(good)
    later = factories.article()
    assert drain() == 1 and drain() == 0
    assert later.pk in indexed()
    told = [one.getMessage() for one in caplog.records if "放在一旁" in one.getMessage()]
    assert told == [f"文章 {bad.pk} 无法编入索引，先放在一旁。"]
    assert f"文章 {bad.pk}：无法编入索引（" in check() and "没有\n" not in check()
    assert needs_reindex() == ""


def test_it_is_tried_again_rarely_and_told_once(
    reindexed: Drain, faulty: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad = factories.article(title=BAD)
    drain()
    Outbox.objects.update(created=Outbox.objects.get().created - aside.AGAIN - timedelta(1))
    drain()
    assert Outbox.objects.count() == 1
    assert len(caplog.records) == 1
    faulty.undo()
    drain()
    assert indexed() == set()  # not yet
    Outbox.objects.update(created=Outbox.objects.get().created - aside.AGAIN - timedelta(1))
    drain()
    assert indexed() == {bad.pk} and not Outbox.objects.exists()


def test_a_clock_that_was_set_back_stops_no_further_try(
    reindexed: Drain, faulty: pytest.MonkeyPatch
) -> None:
    bad = factories.article(title=BAD)
    drain()
    faulty.undo()
    Outbox.objects.update(created=Outbox.objects.get().created + timedelta(days=1))
    drain()
    assert indexed() == {bad.pk}


def test_mending_it_is_seen_at_once(reindexed: Drain, faulty: pytest.MonkeyPatch) -> None:
    bad = factories.article(title=BAD)
    drain()
    bad.title = "好文"
    bad.save()
    drain()
    assert indexed() == {bad.pk} and not Outbox.objects.exists()


def test_a_rebuild_puts_it_aside_too(reindexed: Drain, faulty: pytest.MonkeyPatch) -> None:
    good = [factories.article().pk, factories.article().pk]
    bad = [factories.article(title=BAD).pk, factories.article(title=BAD).pk]
    for _ in range(2):
        assert reindex() == 2
        assert indexed() == set(good)
        assert sorted(aside.reasons()) == bad
    assert needs_reindex() == ""


def test_an_index_of_nothing_is_not_published(reindexed: Drain, faulty: pytest.MonkeyPatch) -> None:
    first, second = factories.article(), factories.article()
    drain()
    Article.objects.update(title=BAD)
    with pytest.raises((AttributeError, ValueError)):
        reindex()
    assert indexed() == {first.pk, second.pk}


def test_what_is_wrong_with_the_database_is_no_fault_of_articles(
    reindexed: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        factories.article()

    def locked(self: ArticleIndex, article: Article) -> str:
        raise OperationalError("database is locked")

    monkeypatch.setattr(ArticleIndex, "prepare_month", locked)
    with pytest.raises(OperationalError):
        drain()
    assert not Outbox.objects.exclude(error="").exists()


@pytest.mark.sqlite  # no other keeps text that is none
def test_text_that_the_database_cannot_read(reindexed: Drain) -> None:
    good, bad = factories.article(), factories.article()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE archive_article SET body = CAST(x'ff' AS TEXT) WHERE id = %s", [bad.pk]
        )
    drain()
    assert indexed() == {good.pk} and list(aside.reasons()) == [bad.pk]
