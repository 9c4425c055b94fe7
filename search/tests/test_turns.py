"""Two who write at once: what the index, the desk and the mail make of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from archive.models import OfficialMention
from archive.tests import factories as make
from archive.tests.databases import RACES, elsewhere, overtaken_by
from archive.turns import in_turn
from search.desk import collecting, limits, searches
from search.desk.arrivals import register
from search.desk.digests.reserving import _findings, _reserve, arrivals
from search.desk.limits import LimitReached
from search.indexer import drain, reindex
from search.models import Collection, Delivery, Frequency, Outbox, Publication, SavedSearch
from search.tests import factories
from search.tests.readers import reader, search

pytestmark = RACES


def waiting() -> list[int]:
    return list(Outbox.objects.filter(applied=False).values_list("article", flat=True))


def test_a_change_that_commits_after_a_later_one_is_carried_in_too() -> None:
    """Its row has the lower number, and is seen last."""
    early, late = factories.article("早"), factories.article("晚")
    reindex()

    def later() -> int:
        late.save()
        return drain()

    with transaction.atomic():
        early.title = "改"
        early.save()
        assert elsewhere(later) == 1
        assert waiting() == [early.pk]
    assert waiting() == [early.pk] and drain() == 1
    assert Outbox.objects.count() == 0


def test_a_change_that_commits_while_an_index_is_built_is_not_lost() -> None:
    """Its row is older than rows that the build has settled, and was not to be seen then."""
    early, late = factories.article("早"), factories.article("晚")
    reindex()

    def built() -> int:
        late.save()
        return reindex()

    with transaction.atomic():
        early.body = "储能"
        early.save()
        assert elsewhere(built) == 2
    assert waiting() == [early.pk] and drain() == 1


def test_an_article_that_names_an_official_while_he_is_renamed_is_read_again() -> None:
    official = make.official("李兰亭", factories.city())
    article = factories.article("李兰亭到场。")
    reindex()

    def renamed() -> None:
        with transaction.atomic():
            official.name = "李兰停"
            official.save()

    with overtaken_by(renamed), in_turn():
        OfficialMention.objects.create(article=article, official=official, role="speaker")
    assert waiting() == [article.pk, article.pk]  # by the mention, and by the name


def test_what_comes_out_is_numbered_once_in_order() -> None:
    for _ in range(3):
        factories.article()
    reindex()
    Publication.objects.all().delete()
    with overtaken_by(register) as done:
        last = register()
    assert done == [last]
    assert Publication.objects.count() == 3 and Publication.objects.latest("pk").pk == last


def test_a_search_that_is_saved_in_two_tabs_at_once_is_saved_once() -> None:
    who = reader()
    with overtaken_by(lambda: search(who, "q=x", name="乙")) as done:
        first = search(who, "q=x", name="甲")
    assert done == [first] and SavedSearch.objects.get().name == "甲"


def test_a_limit_holds_for_two_tabs_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    who = reader()
    monkeypatch.setattr(searches, "MOST_SEARCHES", 1)
    monkeypatch.setattr(collecting, "MOST_COLLECTIONS", 1)
    with pytest.raises(LimitReached), overtaken_by(lambda: search(who, "q=x")):
        search(who, "q=y")
    with (
        pytest.raises(LimitReached),
        overtaken_by(lambda: collecting.create(owner=who, name="乙")),
    ):
        collecting.create(owner=who, name="甲")
    assert (SavedSearch.objects.count(), Collection.objects.count()) == (1, 1)


def test_another_reader_does_not_wait() -> None:
    one, two = reader("li"), reader("wang")
    with transaction.atomic():
        limits.lock(one)
        assert elsewhere(lambda: _locked(two))


def _locked(who: object) -> bool:
    with transaction.atomic():
        limits.lock(who)  # type: ignore[arg-type]
        return connection.in_atomic_block


def test_two_who_tell_of_the_same_article_write_one_mail() -> None:
    saved = search(reader(), "q=储能", frequency=Frequency.IMMEDIATE)
    SavedSearch.objects.update(told_at=timezone.now() - timedelta(days=1))
    saved.refresh_from_db()
    factories.article("储能项目。")
    reindex()
    last, now = register(), timezone.now()
    found = list(_findings([saved], arrivals(saved.told)))
    with overtaken_by(lambda: _reserve(saved.owner_id, found, last, now)) as done:
        assert _reserve(saved.owner_id, found, last, now) == 1
    assert done == [0] and Delivery.objects.count() == 1
