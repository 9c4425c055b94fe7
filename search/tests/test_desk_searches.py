"""Saved searches: saved as they are meant, told what is new, nobody else's business."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from archive.editing.publishing import set_status
from archive.models import Article
from search.backend import policy_backend
from search.desk import searches
from search.desk.arrivals import latest, register
from search.models import Publication, SavedSearch
from search.tests import factories
from search.tests.readers import reader, search, signed_in

pytestmark = pytest.mark.django_db
Status = Article.Status


@pytest.fixture
def archive(reindexed: Callable[[], int]) -> Callable[[], int]:
    factories.article("储能项目开工。", cities={"370900": "subject"})
    reindexed()
    return reindexed


def fresh(saved: SavedSearch) -> list[int]:
    saved.refresh_from_db()
    return searches.rows([saved])[0].news.articles


def test_search_is_saved_in_canonical_form_and_leads_back(archive: Callable) -> None:
    client = signed_in(reader())
    address = "/desk/searches/new/?page=3&city=泰安&q=储能&utm=x&size=50"
    assert "储能 · 泰安市" in client.get(address).content.decode()
    response = client.post(address, {"name": " 我的\r\n检索 ", "frequency": "none", "next": ""})
    saved = SavedSearch.objects.get()
    assert saved.query == "q=%E5%82%A8%E8%83%BD&city=370900"
    assert saved.name == "我的 检索"
    assert response.url == f"/search/?{saved.query}"


@pytest.mark.parametrize("back", ["https://evil.example/x", "//evil.example", "javascript:1"])
def test_one_is_led_back_to_this_site_only(archive: Callable, back: str) -> None:
    client = signed_in(reader())
    given = {"name": "x", "frequency": "none", "next": back}
    assert client.post("/desk/searches/new/?q=x", given).url == "/search/?q=x"


def test_the_same_search_is_saved_once(archive: Callable) -> None:
    who = reader()
    saved = search(who, "q=%E5%82%A8%E8%83%BD")
    response = signed_in(who).post("/desk/searches/new/?q=储能", {"name": "x", "frequency": "none"})
    assert response.url == saved.get_absolute_url()
    assert SavedSearch.objects.count() == 1


def test_new_is_what_came_since_whatever_its_date(archive: Callable) -> None:
    saved = search(reader())
    assert fresh(saved) == []
    old = factories.article("储能旧闻。", "1999-01-01")
    factories.article("别的事。")
    assert fresh(saved) == []  # the index does not know them yet
    archive()
    assert fresh(saved) == [old.pk]
    searches.look(saved)
    assert fresh(saved) == []


def test_published_late_is_new_and_published_again_is_not(archive: Callable) -> None:
    draft = factories.article("储能待审。", status=Status.DRAFT)
    factories.article("储能。")
    archive()
    saved = search(reader())
    set_status([draft], Status.PUBLISHED, author=None)
    archive()
    assert fresh(saved) == [draft.pk]
    searches.look(saved)
    set_status([draft], Status.DRAFT, author=None)
    archive()
    set_status([draft], Status.PUBLISHED, author=None)
    archive()
    register()
    assert fresh(saved) == []


def test_what_the_index_has_not_got_yet_has_no_number(archive: Callable) -> None:
    before = register()
    late = factories.article("储能。")
    assert register() == before
    archive()
    assert register() > before
    assert Publication.objects.get(pk=latest()).article == late.pk
    assert Publication.objects.count() == 2


def test_list_and_page_tell_what_is_new(archive: Callable) -> None:
    who = reader()
    saved = search(who)
    new = factories.article("储能新篇。", title="新到的")
    archive()
    client = signed_in(who)
    for address in ("/desk/", "/desk/searches/"):
        assert "1 篇新文章" in client.get(address).content.decode()
    page = client.get(saved.get_absolute_url()).content.decode()
    assert "新到的" in page and new.get_absolute_url() in page
    assert client.get(f"{saved.get_absolute_url()}seen/").status_code == 405
    assert client.post(f"{saved.get_absolute_url()}seen/").status_code == 302
    assert "没有新文章" in client.get("/desk/").content.decode()


def test_search_that_no_longer_parses_is_named_and_kept(archive: Callable) -> None:
    who = reader()
    saved = search(who, "industry=gone&q=x")
    page = signed_in(who).get(saved.get_absolute_url()).content.decode()
    assert "industry=gone" in page and "没有这个行业" in page
    assert "没有这个行业" in signed_in(who).get("/desk/").content.decode()


def test_desk_stands_without_an_index(archive: Callable) -> None:
    who = reader()
    saved = search(who)
    factories.article("储能。")
    archive()
    policy_backend().engine.store.pointer.unlink()
    for address in ("/desk/", saved.get_absolute_url()):
        response = signed_in(who).get(address)
        assert response.status_code == 200
        assert "索引暂不可用" in response.content.decode()


def test_search_is_changed_and_deleted(archive: Callable) -> None:
    who = reader()
    saved, client = search(who), signed_in(who)
    client.post(saved.get_absolute_url(), {"name": "新名", "frequency": "weekly"})
    saved.refresh_from_db()
    assert (saved.name, saved.frequency) == ("新名", "none")  # there is no mail here
    assert "新名" in client.get(f"{saved.get_absolute_url()}delete/").content.decode()
    assert SavedSearch.objects.exists()
    client.post(f"{saved.get_absolute_url()}delete/")
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("path", ["", "seen/", "delete/"])
def test_search_of_another_is_not_there(archive: Callable, path: str) -> None:
    saved = search(reader())
    client = signed_in(reader("wang"))
    address = f"{saved.get_absolute_url()}{path}"
    assert client.post(address, {"name": "x", "frequency": "none"}).status_code == 404
    assert client.get(address).status_code in (404, 405)
    for page in ("/desk/", "/desk/searches/"):
        assert "储能" not in client.get(page).content.decode().partition("<main")[2]
    assert SavedSearch.objects.get().name == "储能"


def test_whoever_is_not_signed_in_is_sent_to_sign_in(client: Client) -> None:
    response = client.get("/desk/searches/new/?q=x")
    assert response.status_code == 302
    assert response.url == "/account/login/?next=/desk/searches/new/%3Fq%3Dx"


def test_there_is_an_end_to_searches(archive: Callable, monkeypatch) -> None:
    monkeypatch.setattr(searches, "MOST_SEARCHES", 1)
    who = reader()
    search(who)
    page = signed_in(who).post("/desk/searches/new/?q=x", {"name": "x", "frequency": "none"})
    assert "最多保存 1 个检索" in page.content.decode()
    page = signed_in(reader("wang")).post(
        f"/desk/searches/new/?q=x&{'&'.join(f'official={n}' for n in range(10**17, 10**17 + 99))}",
        {"name": "x", "frequency": "none"},
    )
    assert page.status_code in (200, 302)


def test_writing_takes_a_token(archive: Callable) -> None:
    who = reader()
    saved = search(who)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(who)
    for path in ("", "seen/", "delete/"):
        assert strict.post(f"{saved.get_absolute_url()}{path}").status_code == 403
    assert SavedSearch.objects.exists()


def test_desk_asks_the_database_little(archive: Callable, django_assert_max_num_queries) -> None:
    who = reader()
    for number in range(8):
        search(who, f"q=储能{number}&city=370900&industry=energy-storage", name=f"n{number}")
    factories.industry()
    factories.article("储能。", cities={"370900": "subject"})
    archive()
    client = signed_in(who)
    client.get("/desk/")
    with django_assert_max_num_queries(15):
        client.get("/desk/")
