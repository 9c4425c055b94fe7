"""What is not published, or no longer, reaches nobody who reads: not signed in, not while the index lags."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from archive.editing.accounts import give_role
from archive.editing.publishing import set_status
from archive.editing.structure import merge_articles
from archive.ingest.pipeline import VERSION
from archive.ingest.reprints import group_reprints
from archive.models import Article, MovedArticle
from archive.tests import factories as make
from search.models import Frequency
from search.suggesting.current import forget
from search.tests import factories, readers
from search.tests.test_public_site import SECRETS, addresses, content
from search.tests.test_public_site import archive as two_articles  # noqa: F401

pytestmark = pytest.mark.django_db
Two = tuple[Article, Article]
OPERATORS = {"/readyz", "/metrics"}  # numbers of the machine
Status = Article.Status
PUBLISHED, DRAFT = Status.PUBLISHED, Status.DRAFT


def somebody(role: str) -> Client:
    user = readers.reader(role, is_superuser=role == "superuser", is_staff=role == "superuser")
    if role != "superuser":
        give_role(user, role)
    return readers.signed_in(user)


def told(client: Client, two: Two, words: list[str]) -> dict[str, list[str]]:
    """Which address tells which of the words; a search that repeats its own words aside."""
    found = {}
    for address in set(addresses(*two)) - OPERATORS:
        text = content(client, address)
        if leaks := [word for word in words if word in text and word not in address]:
            found[address] = leaks
    return found


@pytest.mark.parametrize("role", ["reader", "editor", "superuser"])
def test_no_reading_address_shows_a_draft_to_whoever_is_signed_in(two_articles: Two, role: str) -> None:  # fmt: skip  # noqa: F811
    """Drafts are read in the admin: what somebody sees is what everybody sees."""
    assert told(somebody(role), two_articles, SECRETS) == {}


def test_what_is_withdrawn_is_gone_though_the_indexer_is_stopped(
    client: Client, two_articles: Two, reindexed: Callable[[], int]  # noqa: F811
) -> None:  # fmt: skip
    """Its words, its figures and its own address: what waits for the index are numbers and names."""
    _shown, hidden = two_articles
    set_status([hidden], PUBLISHED, author=None)
    reindexed()
    forget()
    assert len(told(client, two_articles, SECRETS)) > 20  # and every cache is full of it
    set_status([hidden], DRAFT, author=None)
    left = told(client, two_articles, ["鼋鼍", "876543", "邬隐"])
    assert left == {}
    for address in (hidden.get_absolute_url(), f"/articles/{hidden.pk}.ris", f"/api/v1/articles/{hidden.pk}"):  # fmt: skip
        assert client.get(address).status_code == 404
    reindexed()
    forget()
    assert told(client, two_articles, SECRETS) == {}


def test_what_a_browser_has_kept_is_not_confirmed_after_the_withdrawal(client: Client) -> None:
    article = factories.article("机密。", title="机密")
    address = article.get_absolute_url()
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304
    set_status([article], DRAFT, author=None)
    assert client.get(address, headers={"if-none-match": tag}).status_code == 404


SENTENCES = "储能项目集中开工仪式在高新区举行。全市共有十二个项目参加。总投资一百一十六亿元。"


def test_neither_similar_articles_nor_reprints_name_one_that_was_withdrawn(
    client: Client, reindexed: Callable[[], int]
) -> None:
    texts = {"甲报": "甲报题目", "乙报": "乙报题目", "丙报": "丙报题目"}
    rows = [
        factories.article(
            SENTENCES, title=title, paper=factories.newspaper(f"paper-{number}", name)
        )
        for number, (name, title) in enumerate(texts.items())
    ]
    apart = factories.article(SENTENCES[:17] + "另一地也是如此。", title="丁题目", day="2023-01-01")
    group_reprints(rows)
    reindexed()
    first, second, third = rows
    asked = [first.get_absolute_url(), f"/api/v1/articles/{first.pk}"]
    asked += [apart.get_absolute_url(), f"/api/v1/articles/{apart.pk}"]
    before = [content(client, address) for address in asked]
    assert all(any(word in text for word in ("乙报题目", "丙报题目")) for text in before[:3])
    set_status([second, third], DRAFT, author=None)
    for address in asked:
        text = content(client, address)
        assert not [word for word in ("乙报", "丙报", "乙报题目", "丙报题目") if word in text], (
            address
        )


def test_a_page_with_both_shows_what_is_published_and_not_its_own_text(client: Client) -> None:
    page = make.page(
        text="公开题目\n公开正文。\n机密题目\n机密正文。\n机密杂项", parsed_with=VERSION
    )
    shown = make.article(
        page, title="公开题目", body="公开正文。", lines=[[1, 2]], status=PUBLISHED
    )
    hidden = make.article(page, title="机密题目", body="机密正文。", lines=[[3, 4]])
    issue = page.issue
    for address in (
        page.get_absolute_url(), issue.get_absolute_url(), issue.newspaper.get_absolute_url(),
        shown.get_absolute_url(), f"/api/v1/issues/{issue.newspaper.slug}/{issue.date}",
        f"/api/v1/articles/{shown.pk}",
    ):  # fmt: skip
        text = content(client, address)
        assert "公开" in text or issue.date.isoformat() in text
        assert "机密" not in text and f"/articles/{hidden.pk}/" not in text, address


def test_the_calendar_of_a_newspaper_knows_no_day_of_drafts(client: Client) -> None:
    published = factories.article(day="2024-03-15")
    hidden = factories.article(day="2024-05-20", status=DRAFT)
    slug = published.page.issue.newspaper.slug
    for query in ("", "?year=2024", "?month=2024-05"):
        html = client.get(f"/newspapers/{slug}/{query}").content.decode()
        assert "2024-05-20" not in html and hidden.page.get_absolute_url() not in html
    assert client.get(f"/newspapers/{slug}/2024-05-20/").status_code == 404


@pytest.mark.parametrize("status", [DRAFT, PUBLISHED])
def test_the_address_of_a_merged_article_leads_to_what_is_published_only(
    client: Client, status: str
) -> None:
    page = make.page(text="题目\n正文。\n题目二\n正文二。", parsed_with=VERSION)
    values = {"status": status, "title_lines": []}
    first = make.article(page, title="题目", body="正文。", lines=[[1, 2]], **values | {"title_lines": [[1, 1]]})  # fmt: skip
    other = make.article(page, title="题目二", body="正文二。", lines=[[3, 4]], **values | {"title_lines": [[3, 3]]})  # fmt: skip
    former = other.pk
    merge_articles(first, [other], author=None)
    assert MovedArticle.objects.get().former_id == former
    response = client.get(f"/articles/{former}/")
    assert response.status_code == (301 if status == PUBLISHED else 404)


@pytest.mark.parametrize("role", [None, "reader"])
def test_a_shared_collection_keeps_the_place_of_what_was_withdrawn_and_not_a_word_of_it(
    role: str | None, reindexed: Callable[[], int]
) -> None:
    article = factories.article("机密正文。", title="机密题目")
    owner = readers.reader()
    kept = readers.collection(owner, article.pk)
    type(kept).objects.filter(pk=kept.pk).update(token="t" * 43)
    reindexed()
    whose = readers.signed_in(owner) if role else Client()
    asked = [f"/shared/{'t' * 43}{end}" for end in ("/", ".csv", ".json", ".ris", ".bib", ".xlsx")]
    if role:
        asked += [f"/desk/collections/{kept.pk}{end}" for end in ("/", ".csv", ".ris")]
        asked += ["/desk/", "/desk/collections/"]
    assert "机密题目" in content(whose, asked[0])
    set_status([article], DRAFT, author=None)
    for address in asked:
        assert "机密" not in content(whose, address), address


def test_a_saved_search_tells_nothing_of_what_was_withdrawn_before_it_is_told(
    reindexed: Callable[[], int],
) -> None:
    owner = readers.reader()
    saved = readers.search(owner, "q=机密", Frequency.IMMEDIATE, "机密")
    article = factories.article("机密正文。", title="机密题目")
    reindexed()
    set_status([article], DRAFT, author=None)
    html = content(readers.signed_in(owner), f"/desk/searches/{saved.pk}/")
    assert "机密题目" not in html and "机密正文" not in html


@pytest.mark.parametrize("role", [None, "reader", "superuser"])
def test_no_address_gives_an_uploaded_file(role: str | None) -> None:
    source = make.source("secret")
    source.file.save("secret.txt", ContentFile("机密原文".encode()))
    client = somebody(role) if role else Client()
    name = source.file.name
    for folder in ("", "media/", "uploads/", "static/", "static/../uploads/", "admin/", "var/uploads/"):  # fmt: skip
        for address in (
            f"/{folder}{name}",
            f"/{folder}imports/../{name}",
            f"/{folder}%2e%2e/{name}",
        ):
            response = client.get(address)
            assert response.status_code in (301, 302, 403, 404), address
