"""From the outbox to the index: nothing lost, nothing double, whatever happens on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command

from archive.models import Article, Place, PlaceMention
from search.backend import policy_backend
from search.engine import Document, Engine, EngineQuery, IndexUnavailable
from search.executor import SearchExecutor
from search.indexer import Differences, differences, drain, needs_reindex, reindex
from search.indexing import comparing, draining
from search.indexing.comparing import mismatch
from search.management.commands import check_archive
from search.models import Mark, Outbox
from search.request import SearchRequest
from search.tests import factories
from search.tree import Among, Word

pytestmark = pytest.mark.django_db
Drain = Callable[[], int]


def found(text: str) -> set[int]:
    return set(policy_backend().engine.search(EngineQuery(Word(text))).ids)


def test_change_reaches_the_index(reindexed: Drain) -> None:
    article = factories.article("储能电站开工。")
    assert reindexed() == 1
    assert found("储能") == {article.pk}
    article.body = "光伏电站开工。"
    article.save()
    reindexed()
    assert (found("储能"), found("光伏")) == (set(), {article.pk})
    assert not Outbox.objects.exists()


def test_unpublished_and_deleted_leave_the_index(reindexed: Drain) -> None:
    one, two = factories.article("储能"), factories.article("储能")
    reindexed()
    one.status = Article.Status.DRAFT
    one.save()
    two.delete()
    reindexed()
    assert found("储能") == set()


def test_row_stays_until_the_index_has_committed(
    reindexed: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = factories.article("储能")

    def killed(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("search.engine.writer.write", killed)
        with pytest.raises(KeyboardInterrupt):
            drain()
    assert Outbox.objects.exists()
    reindexed()
    assert found("储能") == {article.pk}


def test_killed_before_the_row_is_deleted_does_it_again(
    reindexed: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.article("储能")

    def killed(rows: list[int], numbers: list[int]) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(draining, "_settle", killed)
        with pytest.raises(KeyboardInterrupt):
            drain()
    reindexed()
    assert policy_backend().engine.count() == 1


def test_more_changes_than_a_batch(reindexed: Drain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draining, "BATCH", 2)
    numbers = {factories.article("储能").pk for _ in range(5)}
    reindexed()
    assert found("储能") == numbers


def test_change_during_a_rebuild_is_replayed(
    reindexed: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, gone = factories.article("储能"), factories.article("储能")
    reindexed()

    progress: list[str] = []

    def edit_and_drain(step: str, done: int, total: int) -> None:
        """While the new index is being built, the old one goes on being kept up."""
        if done == 0:
            return
        progress.append(step)
        if len(progress) > 1:
            return
        kept.body = "光伏"
        kept.save()
        Article.objects.get(pk=gone.pk).delete()
        drain()
        assert found("光伏") == {kept.pk}
        assert Outbox.objects.filter(applied=True).exists()

    reindex(edit_and_drain)
    assert (found("储能"), found("光伏")) == (set(), {kept.pk})
    assert not Outbox.objects.exists()


def test_rows_kept_for_a_rebuild_that_died_are_swept(reindexed: Drain) -> None:
    Outbox.objects.create(article=1, applied=True)
    reindexed()
    assert not Outbox.objects.exists()


def test_nothing_is_added_to_a_missing_index() -> None:
    factories.article("储能")
    with pytest.raises(IndexUnavailable):
        drain()
    assert needs_reindex()
    assert reindex() == 1
    assert not needs_reindex()


def test_differences_are_named(reindexed: Drain) -> None:
    same, stale, extra = (factories.article("储能") for _ in range(3))
    reindexed()
    Article.objects.filter(pk=stale.pk).update(body="光伏")
    Article.objects.filter(pk=extra.pk).update(status=Article.Status.DRAFT)
    missing = factories.article("风电")
    Outbox.objects.all().delete()
    found = differences()
    assert (found.missing, found.stale, found.extra) == ([missing.pk], [stale.pk], [extra.pk])
    assert same.pk not in found.stale


def test_what_waits_is_no_difference(
    reindexed: Drain, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    changed, late = factories.article("储能"), factories.article("储能")
    reindexed()
    changed.body = "光伏"
    changed.save()
    documents = comparing.documents

    def meanwhile(numbers: list[int]) -> list[Document]:
        """An edit that is made and carried in while articles are compared."""
        monkeypatch.setattr(comparing, "documents", documents)
        Article.objects.filter(pk=late.pk).update(body="风电")
        draining.apply(policy_backend().engine.write, [late.pk])
        return documents(numbers)

    monkeypatch.setattr(comparing, "documents", meanwhile)
    found = differences()
    assert found == Differences(waiting=[changed.pk])
    monkeypatch.setattr(check_archive, "_file_faults", lambda: [])
    call_command("check_archive")
    assert capsys.readouterr().out == f"文章 {changed.pk}：待编入\n一致\n"


def test_a_database_that_was_put_back_is_noticed(reindexed: Drain) -> None:
    article = factories.article("储能")
    reindexed()
    older = [one.mark for one in Mark.objects.all()]
    article.body = "光伏"
    article.save()
    assert mismatch() == "" and reindexed() == 1 and mismatch() == ""
    assert Mark.objects.count() == 1
    Article.objects.update(body="储能")
    Mark.objects.all().delete()
    Mark.objects.bulk_create(Mark(one) for one in older)
    assert "不符" in mismatch()
    factories.article()
    reindexed()
    assert "不符" in mismatch()  # which no later change hides
    reindex()
    assert mismatch() == ""


def test_nothing_is_carried_in_while_they_are_compared(
    reindexed: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    published, store = comparing._published, policy_backend().engine.store
    seen: list[bool] = []

    def asked() -> list[int]:
        seen.append(store.is_locked(draining.LOCK))
        return published()

    monkeypatch.setattr(comparing, "_published", asked)
    assert mismatch() == "" and seen == [True]


@pytest.mark.parametrize("step", ["note", "write"])
def test_killed_at_the_mark_they_still_agree(
    reindexed: Drain, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.article("储能")

    def killed(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Engine, step, killed)
        with pytest.raises(KeyboardInterrupt):
            drain()
    assert mismatch() == ""
    reindexed()
    assert mismatch() == "" and Mark.objects.count() == 1


def test_county_speaks_for_its_city(reindexed: Drain, own_index: Path) -> None:
    article = factories.article("储能")
    PlaceMention.objects.create(article=article, place=factories.county(), role="subject")
    reindexed()
    for field, value in [("city", "370900"), ("city_subject", "370900"), ("county", "370983")]:
        query = EngineQuery(Among(field, (value,)))
        assert policy_backend().engine.search(query).ids == [article.pk]


def test_county_that_no_city_stands_above_speaks_for_its_province(reindexed: Drain) -> None:
    article = factories.article("储能")
    values = {"level": "county", "parent": factories.province()}
    county = Place.objects.create(code="379001", name="直管市", short="直管", **values)
    PlaceMention.objects.create(article=article, place=county, role="subject")
    reindexed()
    result = SearchExecutor(SearchRequest()).page()
    facets = {
        facet.name: [(row.value, row.label) for row in facet.values] for facet in result.facets
    }
    assert facets["city"] == [("370000", "山东省")]
    assert facets["county"] == [("379001", "直管市")]


def test_an_index_of_another_database_is_not_used(reindexed: Drain) -> None:
    kept, other = factories.article("储能"), factories.article("储能")
    assert needs_reindex() == ""  # what waits in the outbox is on its way
    reindexed()
    assert needs_reindex() == ""
    Article.objects.filter(pk=other.pk).update(status=Article.Status.DRAFT)
    assert "不符" in needs_reindex()
    assert reindex() == 1 and found("储能") == {kept.pk}
    assert needs_reindex() == ""
