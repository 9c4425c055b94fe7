"""Two tabs, two processes, a form sent twice: what one did is not undone by the other."""

from __future__ import annotations

import pytest

from search.desk import collecting, keeping, searches
from search.models import Collection, CollectionArticle, Frequency, SavedSearch
from search.tests import factories
from search.tests.readers import collection, order, reader, search, signed_in

pytestmark = pytest.mark.django_db


def test_renaming_does_not_share_again_what_was_taken_back() -> None:
    made = collection(reader())
    collecting.share(made)
    stale = Collection.objects.get()
    collecting.unshare(made)
    collecting.describe(stale, name="新名", description="")
    made.refresh_from_db()
    assert (made.name, made.token) == ("新名", None)


def test_renaming_does_not_bring_back_what_was_deleted() -> None:
    made = collection(reader())
    stale = Collection.objects.get()
    made.delete()
    collecting.describe(stale, name="新名", description="")
    assert not Collection.objects.exists()


def test_changing_a_search_does_not_forget_what_was_mailed_meanwhile() -> None:
    saved = search(reader(), frequency=Frequency.IMMEDIATE)
    stale = SavedSearch.objects.get()
    SavedSearch.objects.update(told=7)
    searches.change(stale, name="新名", frequency=Frequency.DAILY)
    saved.refresh_from_db()
    assert (saved.name, saved.frequency, saved.told) == ("新名", "daily", 7)


def test_what_is_gone_is_left_gone() -> None:
    """Deleted in another tab after this one had read it."""
    who = reader()
    saved, made = search(who), collection(who, 1)
    entry = made.entries.get()
    SavedSearch.objects.all().delete()
    CollectionArticle.objects.all().delete()
    searches.change(saved, name="x", frequency=Frequency.NONE)
    searches.look(saved)
    collecting.annotate(entry, "x")
    collecting.move(entry, collecting.UP)
    collecting.take_out(entry)
    made.delete()
    assert not SavedSearch.objects.exists() and not CollectionArticle.objects.exists()


def test_search_that_is_saved_in_two_tabs_at_once_is_saved_once() -> None:
    who = reader()
    first = search(who, "q=x", name="甲")
    assert search(who, "q=x", name="乙").pk == first.pk
    assert SavedSearch.objects.get().name == "甲"


def test_collection_that_another_tab_makes_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told, and the form stays with what was written."""
    who, article = reader(), factories.article("正文。")

    def slow(request, name: str) -> Collection:
        collection(who, name=name)  # the other tab
        return collecting.create(owner=who, name=name)

    monkeypatch.setattr(keeping, "_named", slow)
    page = signed_in(who).post(f"/desk/keep/?article={article.pk}", {"name": "比较", "note": "记"})
    assert "您已有名为“比较”" in page.content.decode() and ">\n记<" in page.content.decode()


def test_a_name_is_wanted_though_the_list_has_one_chosen() -> None:
    who, article = reader(), factories.article("正文。")
    old = collection(who, name="旧的")
    given = {"collection": old.pk, "name": "新的"}
    signed_in(who).post(f"/desk/keep/?article={article.pk}", given)
    assert order(old) == []
    assert order(Collection.objects.get(name="新的")) == [article.pk]


def test_two_tabs_that_order_the_same_page_lose_no_article() -> None:
    who = reader()
    made = collection(who, *range(1, 6))
    keys = list(made.entries.values_list("pk", flat=True))
    client = signed_in(who)
    address = f"{made.get_absolute_url()}order/"
    client.post(address, {"order": ",".join(map(str, keys[::-1]))})
    client.post(f"/desk/entries/{keys[2]}/remove/")
    client.post(address, {"order": ",".join(map(str, [keys[4], *keys[:4]]))})
    assert order(made) == [5, 1, 2, 4]
    assert len(set(made.entries.values_list("order", flat=True))) == 4
