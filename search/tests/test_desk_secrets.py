"""What must not come out: a secret link in a file, a draft, another's things, a formula, a header."""

from __future__ import annotations

import pytest
from django.test import Client

from archive.models import Article
from search.desk import collecting, searches
from search.desk.digests.unsubscribing import token
from search.models import Collection, Frequency, SavedSearch
from search.tests import factories
from search.tests.readers import collection, reader, search, signed_in

pytestmark = pytest.mark.django_db
EVIL = '=cmd|"/c calc"!A1</title><script>alert(1)</script>'
FILES = ["csv", "xlsx", "ris", "bib", "json", "jsonl"]


@pytest.mark.parametrize("suffix", FILES)
def test_readers_own_file_has_no_secret_link(suffix: str) -> None:
    who = reader()
    made = collection(who, factories.article("正文。").pk)
    secret = collecting.share(made)
    content = b"".join(signed_in(who).get(f"/desk/collections/{made.pk}.{suffix}"))
    assert secret.encode() not in content


@pytest.mark.parametrize("suffix", FILES)
def test_files_of_evil_names_and_notes(suffix: str) -> None:
    who = reader()
    made = collection(who, factories.article("正文。").pk, name=EVIL[:100])
    collecting.annotate(made.entries.get(), f"{EVIL}\r\nTY  - BOOK\r\nER  - \r\n}}}}\n@book{{x,")
    response = signed_in(who).get(f"/desk/collections/{made.pk}.{suffix}")
    name = response.get("Content-Disposition", "")
    assert EVIL[:4] not in name and (suffix == "json" or f'"collection-{made.pk}-' in name)
    content = b"".join(response).decode("utf-8", "replace")
    if suffix == "csv":
        assert not any(cell.startswith(("=", '"=')) for cell in content.split(","))
    if suffix == "ris":
        assert content.count("\nTY  - ") + content.startswith("TY  - ") <= 1
        assert content.count("ER  - \r\n") + content.count("ER  - \n") <= 1
    if suffix == "bib":
        assert "\n@book" not in content


def test_evil_names_are_text_on_every_page() -> None:
    who = reader()
    article = factories.article("正文。")
    made = collection(who, article.pk, name=EVIL[:100])
    collecting.annotate(made.entries.get(), EVIL)
    collecting.describe(made, name=EVIL[:100], description=EVIL)
    saved = search(who, name=EVIL[:100])
    link = f"/shared/{collecting.share(made)}/"
    entry = made.entries.get()
    client = signed_in(who)
    for address in (
        "/desk/", "/desk/searches/", "/desk/collections/", link, made.get_absolute_url(),
        f"{made.get_absolute_url()}edit/", f"{made.get_absolute_url()}delete/",
        f"/desk/entries/{entry.pk}/note/", f"/desk/keep/?article={article.pk}",
        saved.get_absolute_url(), f"{saved.get_absolute_url()}delete/",
    ):  # fmt: skip
        assert "<script>alert" not in client.get(address).content.decode(), address


def test_draft_is_in_no_file_of_a_shared_collection() -> None:
    draft = factories.article("机密。", title="机密草稿", status=Article.Status.DRAFT)
    made = collection(reader(), draft.pk)
    secret = collecting.share(made)
    for suffix in FILES:
        content = b"".join(Client().get(f"/shared/{secret}.{suffix}"))
        assert "机密".encode() not in content, suffix
    assert Client().get(f"/shared/{secret}.json").getvalue().startswith(b'{"total": 0')
    assert "机密" not in Client().get(f"/shared/{secret}/").content.decode()


def test_looking_writes_nothing() -> None:
    who = reader()
    article = factories.article("正文。")
    made, saved = collection(who, article.pk), search(who, frequency=Frequency.DAILY)
    entry = made.entries.get()
    before = [list(rows.objects.values()) for rows in (Collection, SavedSearch)]
    client = signed_in(who)
    for address in (
        *(f"{made.get_absolute_url()}{one}" for one in ("", "edit/", "delete/", "share/", "order/")),
        *(f"{saved.get_absolute_url()}{one}" for one in ("", "seen/", "delete/")),
        *(f"/desk/entries/{entry.pk}/{one}/" for one in ("move", "note", "remove")),
        f"/desk/keep/?article={article.pk}&name=x", "/desk/searches/new/?q=x&name=x",
        f"/account/unsubscribe/{token(who.pk)}/",
    ):  # fmt: skip
        for ask in (client.get, client.head, client.options):
            assert ask(address).status_code in (200, 405), address
    assert before == [list(rows.objects.values()) for rows in (Collection, SavedSearch)]


def test_signature_of_one_reader_does_not_silence_another() -> None:
    one, other = reader(), reader("wang")
    search(one, frequency=Frequency.DAILY)
    search(other, frequency=Frequency.DAILY)
    signature = token(one.pk).partition(".")[2]
    for forged in (f"{other.pk}.{signature}", f"{other.pk}.{token(one.pk)}", f" {token(one.pk)}"):
        assert Client().post(f"/account/unsubscribe/{forged}/").status_code == 404
    assert SavedSearch.objects.filter(frequency=Frequency.DAILY).count() == 2


def test_more_than_there_is_room_for() -> None:
    """A note of a megabyte and a search of ten thousand characters are refused on the page."""
    who = reader()
    article = factories.article("正文。")
    client = signed_in(who)
    given = {"name": "x", "note": "字" * 350_000}
    assert client.post(f"/desk/keep/?article={article.pk}", given).status_code == 200
    assert not Collection.objects.exists()
    for query in ("字" * 10_000, "x OR " * 2000):
        response = client.post("/desk/searches/new/?q=" + query, {"name": "x", "frequency": "none"})
        assert response.status_code in (200, 302)
    assert all(len(one.query) <= searches.LONGEST_QUERY for one in SavedSearch.objects.all())


def test_five_thousand_articles_are_a_page_and_a_file(django_assert_max_num_queries) -> None:
    who = reader()
    made = collection(who)
    there = factories.article("正文。", title="有的").pk
    rows = [made.entries.model(collection=made, article=there + n, order=n) for n in range(5000)]
    made.entries.model.objects.bulk_create(rows)
    client = signed_in(who)
    with django_assert_max_num_queries(15):
        assert client.get(made.get_absolute_url()).status_code == 200
    content = b"".join(client.get(f"/desk/collections/{made.pk}.csv")).decode()
    assert "有的" in content
    last = made.entries.get(order=4999)
    client.post(f"/desk/entries/{last.pk}/move/", {"where": "top"})
    assert made.entries.first() == last
