"""Collections: kept, ordered, annotated, taken along, shared and taken back; private otherwise."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from archive.models import Article, MovedArticle
from search.desk import collecting, collection_pages
from search.models import Collection, CollectionArticle
from search.tests import factories
from search.tests.readers import collection, order, reader, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def three() -> list[int]:
    return [factories.article(f"正文{name}。", title=f"标题{name}").pk for name in "甲乙丙"]


def body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return b"".join(response).decode()


def merge(old: int, into: int) -> None:
    """As an editor does it."""
    Article.objects.get(pk=old).delete()
    MovedArticle.objects.create(former_id=old, article_id=into)


def test_article_is_kept_in_a_new_collection_and_one_is_led_back(three: list[int]) -> None:
    client = signed_in(reader())
    address = f"/desk/keep/?article={three[0]}&next=/search/%3Fq%3Dx%23article-1"
    page = client.get(address).content.decode()
    assert "标题甲" in page and 'value="/search/?q=x#article-1"' in page
    given = {"name": "比较", "note": "第一行\n第二行", "next": "/search/?q=x#article-1"}
    assert client.post(address, given).url == "/search/?q=x#article-1"
    entry = CollectionArticle.objects.get()
    assert (entry.collection.name, entry.article) == ("比较", three[0])
    assert "已放入“比较”" in client.get("/desk/").content.decode()
    assert "第一行<br>第二行" in client.get(entry.collection.get_absolute_url()).content.decode()


def test_one_is_led_back_to_the_page_before_where_nothing_is_said(three: list[int]) -> None:
    client = signed_in(reader())
    asked = client.get(
        f"/desk/keep/?article={three[0]}", headers={"referer": "http://testserver/search/?q=x"}
    )
    assert 'name="next" value="/search/?q=x"' in asked.content.decode()
    foreign = client.get(
        f"/desk/keep/?article={three[0]}", headers={"referer": "https://evil.example/"}
    )
    assert f'name="next" value="/articles/{three[0]}/"' in foreign.content.decode()


def test_keeping_needs_a_collection_or_a_name(three: list[int]) -> None:
    page = signed_in(reader()).post(f"/desk/keep/?article={three[0]}", {"name": "  "})
    assert "请选一个文章集" in page.content.decode()
    assert not Collection.objects.exists()


def test_an_article_is_in_a_collection_once(three: list[int]) -> None:
    who = reader()
    made = collection(who, three[0])
    client = signed_in(who)
    given = {"collection": made.pk, "note": "新笔记"}
    client.post(f"/desk/keep/?article={three[0]}", given)
    assert "已经有这篇文章" in client.get("/desk/").content.decode()
    assert made.entries.get().note == "新笔记"
    with pytest.raises(IntegrityError), transaction.atomic():
        made.entries.create(article=three[0], order=9)


def test_only_what_is_published_is_kept(three: list[int]) -> None:
    draft = factories.article("草稿", status=Article.Status.DRAFT)
    client = signed_in(reader())
    for number in (draft.pk, 999999, "x", "", "9" * 30):
        assert client.get(f"/desk/keep/?article={number}").status_code == 404
        assert client.post(f"/desk/keep/?article={number}", {"name": "x"}).status_code == 404
    merge(three[0], three[1])
    client.post(f"/desk/keep/?article={three[0]}", {"name": "x"})
    assert CollectionArticle.objects.get().article == three[1]


def test_buttons_move_an_article(three: list[int]) -> None:
    who = reader()
    made = collection(who, *three)
    client = signed_in(who)
    one, two, last = made.entries.all()

    def press(entry: CollectionArticle, where: str) -> list[int]:
        response = client.post(f"/desk/entries/{entry.pk}/move/", {"where": where})
        assert response.url == f"{made.get_absolute_url()}#entry-{entry.pk}"
        return order(made)

    assert press(two, "up") == [three[1], three[0], three[2]]
    assert press(two, "up") == [three[1], three[0], three[2]]
    assert press(two, "down") == three
    assert press(last, "down") == three
    assert press(last, "top") == [three[2], three[0], three[1]]
    assert client.post(f"/desk/entries/{one.pk}/move/", {"where": "away"}).status_code == 404


def test_dragging_orders_a_page_within_its_places() -> None:
    who = reader()
    made = collection(who, *range(1, 7))
    rows = list(made.entries.all())
    other = collection(reader("wang"), 50).entries.get()
    dragged = [rows[3].pk, other.pk, rows[1].pk, rows[2].pk, rows[1].pk]
    address = f"{made.get_absolute_url()}order/"
    client = signed_in(who)
    assert client.post(address, {"order": ",".join(map(str, dragged))}).status_code == 302
    assert order(made) == [1, 4, 2, 3, 5, 6]
    for wrong in ("", "1,x", "1,,2", "9" * 40, ",".join(["1"] * 101)):
        assert client.post(address, {"order": wrong}).status_code == 404
    assert order(made) == [1, 4, 2, 3, 5, 6]


def test_what_was_taken_back_keeps_its_place_and_shows_nothing(three: list[int]) -> None:
    who = reader()
    made = collection(who, *three)
    entry = made.entries.get(article=three[1])
    collecting.annotate(entry, "我的笔记")
    Article.objects.filter(pk=three[1]).update(status=Article.Status.DRAFT)
    collecting.share(made)
    made.refresh_from_db()
    for address in (made.get_absolute_url(), f"/shared/{made.token}/"):
        page = signed_in(who).get(address).content.decode()
        assert "标题乙" not in page and "已撤下" in page and "我的笔记" in page
    assert "标题乙" not in body(signed_in(who), f"/desk/collections/{made.pk}.csv")
    Article.objects.filter(pk=three[1]).update(status=Article.Status.PUBLISHED)
    assert "标题乙" in signed_in(who).get(made.get_absolute_url()).content.decode()
    assert order(made) == three


def test_what_was_merged_is_shown_as_what_it_was_merged_into(three: list[int]) -> None:
    who = reader()
    made = collection(who, *three)
    merge(three[0], three[2])
    page = signed_in(who).get(made.get_absolute_url()).content.decode()
    assert page.count("标题丙") >= 2 and "已并入此篇" in page and "已撤下" not in page
    rows = list(
        csv.DictReader(
            io.StringIO(body(signed_in(who), f"/desk/collections/{made.pk}.csv").lstrip("\ufeff"))
        )
    )
    numbers = [row["编号"] for row in rows if (row["编号"] or "").isdigit()]
    assert numbers == [str(three[2]), str(three[1])]


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "ris", "bib", "json", "jsonl"])
def test_every_form_of_export_in_the_readers_order(three: list[int], suffix: str) -> None:
    who = reader()
    made = collection(who, *three)
    collecting.arrange(made, list(made.entries.order_by("-order").values_list("pk", flat=True)))
    address = f"/desk/collections/{made.pk}.{suffix}"
    response = signed_in(who).get(address)
    assert response.status_code == 200
    content = b"".join(response)
    if suffix != "xlsx":
        text = content.decode()
        assert text.index("标题丙") < text.index("标题乙") < text.index("标题甲")
    if suffix == "json":
        assert [row["id"] for row in json.loads(content)["results"]] == three[::-1]
    assert signed_in(reader("wang")).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_notes_are_taken_along(three: list[int]) -> None:
    who = reader()
    made = collection(who, *three)
    client = signed_in(who)
    for suffix in ("csv", "ris", "bib"):
        assert "笔记" not in body(client, f"/desk/collections/{made.pk}.{suffix}")
    first, second, _last = made.entries.all()
    collecting.annotate(first, "=1+1")
    collecting.annotate(second, "乙的{笔记}\n两行")
    rows = csv.DictReader(io.StringIO(body(client, f"/desk/collections/{made.pk}.csv")))
    assert [row["笔记"] for row in rows] == ["'=1+1", "乙的{笔记}\n两行", ""]
    assert "N1  - 乙的{笔记} 两行" in body(client, f"/desk/collections/{made.pk}.ris")
    assert "乙的" in body(client, f"/desk/collections/{made.pk}.bib")
    merge(three[0], three[1])
    rows = csv.DictReader(io.StringIO(body(client, f"/desk/collections/{made.pk}.csv")))
    assert [row["笔记"] for row in rows] == ["'=1+1\n乙的{笔记}\n两行", ""]


def test_form_that_no_collection_takes(three: list[int]) -> None:
    who = reader()
    made = collection(who, *three)
    for suffix in ("atom", "exe"):
        assert signed_in(who).get(f"/desk/collections/{made.pk}.{suffix}").status_code == 404


def test_shared_link_is_read_by_anybody_until_it_is_taken_back(three: list[int]) -> None:
    who = reader("zhangsan")
    made = collection(who, *three)
    client = signed_in(who)
    client.post(f"{made.get_absolute_url()}share/", {"share": "1"})
    made.refresh_from_db()
    first = f"/shared/{made.token}/"
    assert len(made.token) >= 32 and first in client.get(made.get_absolute_url()).content.decode()
    response = Client().get(first)
    page = response.content.decode()
    assert "标题甲" in page and who.username not in page.partition("<main")[2]
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert 'name="robots" content="noindex"' in page
    assert "/desk/entries/" not in page and "csrfmiddlewaretoken" not in page
    assert "标题甲" in body(Client(), f"/shared/{made.token}.ris")
    assert Client().post(first).status_code == 405

    client.post(f"{made.get_absolute_url()}share/", {"share": "1"})
    made.refresh_from_db()
    second = f"/shared/{made.token}/"
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    client.post(f"{made.get_absolute_url()}share/", {"unshare": "1"})
    for gone in (second, second[:-1] + ".csv"):
        assert Client().get(gone).status_code == 404
    assert Client().get("/shared/None/").status_code == 404


def test_nothing_is_shared_of_who_was_shut_out(three: list[int]) -> None:
    who = reader()
    token = collecting.share(collection(who, *three))
    who.is_active = False
    who.save()
    assert Client().get(f"/shared/{token}/").status_code == 404


def test_collection_of_another_is_not_there(three: list[int]) -> None:
    made = collection(reader(), *three, name="私人的")
    entry = made.entries.first()
    client = signed_in(reader("wang"))
    own = made.get_absolute_url()
    for address in (
        *(f"{own}{action}" for action in ("", "edit/", "delete/", "share/", "order/")),
        *(f"/desk/entries/{entry.pk}/{action}/" for action in ("move", "note", "remove")),
    ):
        given = {"name": "x", "note": "x", "where": "down", "order": str(entry.pk), "share": "1"}
        assert client.post(address, given).status_code == 404, address
        assert client.get(address).status_code in (404, 405), address
    client.post(f"/desk/keep/?article={three[0]}", {"collection": made.pk})
    for page in ("/desk/", "/desk/collections/", f"/desk/keep/?article={three[0]}"):
        assert "私人的" not in client.get(page).content.decode()
    made.refresh_from_db()
    assert (made.name, made.token, order(made)) == ("私人的", None, three)


def test_collection_is_made_described_and_deleted() -> None:
    who = reader()
    client = signed_in(who)
    client.post("/desk/collections/new/", {"name": "甲", "description": "为什么"})
    made = Collection.objects.get()
    again = client.post("/desk/collections/new/", {"name": "甲"}).content.decode()
    assert "您已有名为“甲”的文章集" in again
    client.post("/desk/collections/new/", {"name": "乙"})
    edit = f"{made.get_absolute_url()}edit/"
    assert "您已有名为“乙”" in client.post(edit, {"name": "乙"}).content.decode()
    client.post(edit, {"name": "丙\n<b>", "description": "<script>alert(1)</script>"})
    page = client.get(made.get_absolute_url()).content.decode()
    assert "丙 &lt;b&gt;" in page and "<script>alert" not in page
    assert client.get(f"{made.get_absolute_url()}delete/").status_code == 200
    client.post(f"{made.get_absolute_url()}delete/")
    assert [row.name for row in Collection.objects.all()] == ["乙"]


def test_note_is_written_and_article_taken_out(three: list[int]) -> None:
    who = reader()
    made = collection(who, *three)
    client = signed_in(who)
    entry = made.entries.first()
    response = client.post(f"/desk/entries/{entry.pk}/note/", {"note": "<i>记</i>"})
    assert response.url == f"{made.get_absolute_url()}#entry-{entry.pk}"
    assert "&lt;i&gt;记&lt;/i&gt;" in client.get(made.get_absolute_url()).content.decode()
    client.post(f"/desk/entries/{entry.pk}/remove/")
    assert order(made) == three[1:]


def test_there_is_an_end_to_collections_and_to_articles(
    three: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "MOST_COLLECTIONS", 1)
    monkeypatch.setattr(collecting, "MOST_ARTICLES", 1)
    who = reader()
    made = collection(who, three[0])
    client = signed_in(who)
    page = client.post("/desk/collections/new/", {"name": "乙"}).content.decode()
    assert "最多建 1 个文章集" in page
    address = f"/desk/keep/?article={three[1]}"
    assert "最多建 1 个" in client.post(address, {"name": "乙"}).content.decode()
    page = client.post(address, {"collection": made.pk, "note": "留着"}).content.decode()
    assert "最多收 1 篇文章" in page and "留着" in page
    assert order(made) == [three[0]]


def test_pages_of_a_long_collection(monkeypatch: pytest.MonkeyPatch, three: list[int]) -> None:
    monkeypatch.setattr(collection_pages, "ENTRIES", 2)
    who = reader()
    made = collection(who, *three)
    client = signed_in(who)
    page = client.get(f"{made.get_absolute_url()}?page=2").content.decode()
    assert "标题丙" in page and "标题甲" not in page and 'start="3"' in page
    for wrong in ("0", "x", "99"):
        assert client.get(f"{made.get_absolute_url()}?page={wrong}").status_code == 200


def test_writing_takes_a_token(three: list[int]) -> None:
    who = reader()
    made = collection(who, *three)
    entry = made.entries.first()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(who)
    for address in (
        *(f"{made.get_absolute_url()}{one}" for one in ("edit/", "delete/", "share/", "order/")),
        *(f"/desk/entries/{entry.pk}/{one}/" for one in ("move", "note", "remove")),
        f"/desk/keep/?article={three[0]}",
    ):
        assert strict.post(address, {"share": "1"}).status_code == 403, address
    made.refresh_from_db()
    assert made.token is None and order(made) == three


@pytest.mark.parametrize("number", [10**18, 10**30])
def test_numbers_that_no_row_has(number: int) -> None:
    client = signed_in(reader())
    for address in (
        f"/desk/collections/{number}/",
        f"/desk/searches/{number}/",
        f"/desk/entries/{number}/note/",
        f"/desk/collections/{number}.csv",
    ):
        assert client.get(address).status_code == 404


def test_a_page_of_a_collection_asks_the_database_little(
    three: list[int], django_assert_max_num_queries: Callable
) -> None:
    who = reader()
    made = collection(who, *three)
    client = signed_in(who)
    for address in (
        made.get_absolute_url(),
        "/desk/collections/",
        f"/desk/keep/?article={three[0]}",
    ):
        with django_assert_max_num_queries(15):
            client.get(address)
