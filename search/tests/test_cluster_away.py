"""SEARCH_URL names a cluster that does not answer: browsing works, searching says so, nothing is lost.

No cluster is needed: a port where nobody listens refuses, and one that nobody reads from hangs.
"""

from __future__ import annotations

import base64
import logging
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.views.debug import ExceptionReporter
from haystack import connections
from haystack.constants import DEFAULT_ALIAS

from archive.config.search_url import cluster
from archive.models import Article, Official
from search.backend import policy_backend
from search.desk.digests import running
from search.engine import IndexAway
from search.indexing.documents import warm
from search.indexing.upkeep import Upkeep
from search.management.commands import check_archive, prepare, run_indexer
from search.models import Outbox
from search.opensearch.address import Address
from search.opensearch.cluster import Cluster
from search.suggesting.current import forget
from search.tests import factories
from search.tests.readers import reader, search

pytestmark = pytest.mark.django_db
ENGINE = "search.opensearch.backend.OpenSearchEngine"
QUICK = 1.0  # seconds, for a page while nobody can search
SECRETS = ("s3cret-word", base64.b64encode(b"who:s3cret-word").decode())
LONGEST = 6.0  # seconds, for the one that finds out that the cluster hangs
SEARCHING = [
    "/search/?q=储能", "/search/?city=370900", "/search/choices/city/?q=储能", "/search.csv?q=储能",
    "/search.atom?q=储能", "/search.xlsx?q=储能", "/trends/?series=储能", "/trends.csv?series=储能",
    "/figures/?search=储能", "/figures.csv?search=储能", "/figures/compare/?search=储能",
    "/diffusion/?q=储能", "/diffusion.csv?q=储能", "/api/v1/search?q=储能", "/api/v1/trends?series=储能",
    "/api/v1/facets/city", "/api/v1/cities", "/api/v1/newspapers", "/healthz", "/readyz",
]  # fmt: skip


BOTH = pytest.mark.parametrize("port", ["refuses", "hangs"], indirect=True)


@pytest.fixture
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        if getattr(request, "param", "refuses") == "hangs":
            taken.listen(64)
        yield taken.getsockname()[1]


def connect(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    changed = {"ENGINE": ENGINE, "CLUSTER": cluster(address), "SHARDS": 1, "REPLICAS": 0}
    for name, value in changed.items():
        monkeypatch.setitem(connections.connections_info[DEFAULT_ALIAS], name, value)
    connections.reload(DEFAULT_ALIAS)
    forget()
    warm()


@pytest.fixture
def away(own_index: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection of a site with SEARCH_URL; its password is in nothing that is told."""
    connect(monkeypatch, f"opensearch://who:s3cret-word@127.0.0.1:{port}/archive")


@pytest.fixture
def article(away: None) -> Article:
    official = Official.objects.create(
        name="李兰亭", pinyin="lilanting llt", place=factories.city()
    )
    return factories.article(
        "泰安储能电站开工。",
        cities={"370900": "subject"},
        industries={"energy-storage": "subject"},
        officials={official: "speaker"},
    )


def browsing(shown: Article) -> list[str]:
    """Every kind of page, file and answer that needs no search."""
    who = shown.official_mentions.get().official_id
    press, issue = shown.page.issue.newspaper, shown.page.issue
    found = [
        "/", "/search/density/compact/", "/opensearch.xml", "/robots.txt", "/sitemap.xml", "/api/", "/help/",
        "/suggestions.json?q=储", "/suggestions.json?q=llt", "/texts.js", "/metrics", "/account/login/",
        "/cities/", "/cities/370900/", "/cities/370000/", "/officials/", "/officials/?city=370900",
        "/officials/?q=l", f"/officials/{who}/", "/industries/", "/industries/energy-storage/",
        "/newspapers/", press.get_absolute_url(), issue.get_absolute_url(), shown.page.get_absolute_url(),
        shown.get_absolute_url(), f"{shown.get_absolute_url()}?q=储能+OR+光*",
        f"/articles/{shown.pk}.ris", f"/articles/{shown.pk}.bib", "/figures/", "/figures/?q=产值",
        "/figures/compare/", "/figures/compare/?indicator=产值", "/figures.csv", "/api/v1/figures",
        f"/api/v1/articles/{shown.pk}", f"/api/v1/issues/{press.slug}/{issue.date}", "/api/v1/openapi.json",
        "/api/v1/suggest?q=储",
    ]  # fmt: skip
    parts = ["pages", "articles", "places", "officials", "newspapers"]
    return found + [f"/sitemap-{name}-1.xml" for name in parts]


def asked(client: Client, address: str, **headers: str) -> tuple[int, str, float]:
    """Status, text and seconds."""
    began = time.monotonic()
    response = client.get(address, headers=headers)
    body = b"".join(response) if response.streaming else response.content
    return response.status_code, body.decode("utf-8", "replace"), time.monotonic() - began


@BOTH
def test_every_page_that_needs_no_search_is_there_at_once(client: Client, article: Article) -> None:
    wrong, slow = {}, {}
    for address in browsing(article):
        status, text, took = asked(client, address)
        if status not in (200, 302) or "s3cret-word" in text:
            wrong[address] = status
        if took > QUICK:
            slow[address] = round(took, 2)
    assert not wrong
    # Now and then one looks whether the cluster that hangs is back.
    assert len(slow) <= len(browsing(article)) / 5 and all(t < LONGEST for t in slow.values()), slow


@BOTH
def test_what_needs_the_search_says_that_it_is_away(client: Client, article: Article) -> None:
    wrong = {}
    for address in SEARCHING:
        status, text, took = asked(client, address)
        if status != 503 or took > LONGEST or "s3cret-word" in text:
            wrong[address] = status, round(took, 2)
    assert not wrong
    assert client.get("/search/?q=储能")["Retry-After"]


def test_the_page_keeps_the_query_and_leads_to_what_can_be_read(
    client: Client, article: Article
) -> None:
    address = "/search/?q=储能&city=370900"
    html = asked(client, address)[1]
    assert "检索集群没有应答" in html and "索引正在重建" not in html
    assert 'value="储能"' in html and 'href="/search/?q=%E5%82%A8%E8%83%BD&amp;city=370900"' in html
    for link in ("/cities/", "/officials/", "/industries/", "/newspapers/"):
        assert f'href="{link}"' in html
    english = asked(client, address, **{"accept-language": "en"})[1]
    assert "the search cluster does not answer" in english and "Try again" in english


def test_strangers_learn_nothing_of_the_cluster(client: Client, article: Article) -> None:
    for address in ("/search/?q=储能", "/healthz", "/readyz", "/api/v1/search?q=储能"):
        text = asked(client, address, **{"x-forwarded-for": "203.0.113.5"})[1]
        assert "127.0.0.1" not in text and "给管理员" not in text, address
    assert "不必重建" in asked(client, "/search/?q=储能")[1]  # this machine reads what helps
    assert "检索集群" in asked(client, "/healthz")[1]
    assert "archive_index_up 0.0" in asked(client, "/metrics")[1]


def test_readers_sign_in_and_the_admin_saves(client: Client, article: Article) -> None:
    """What is saved waits for the index."""
    user = User.objects.create_superuser("chief", password="a long enough word")
    told = {"username": "chief", "password": "a long enough word"}
    assert client.post("/account/login/", told).status_code == 302
    search(user, "q=储能")
    Outbox.objects.all().delete()
    for address in (
        "/desk/",
        "/desk/searches/",
        "/admin/",
        "/admin/archive/article/",
        "/admin/archive/page/",
    ):
        assert asked(client, address)[0] == 200, address
    article.title = "新的标题"
    article.save()
    assert list(Outbox.objects.values_list("article", flat=True)) == [article.pk]


@BOTH
def test_digests_wait(article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    search(reader(), "q=储能")
    told = running.run(datetime(2024, 3, 20, tzinfo=UTC))
    assert "检索集群" in told.index and told.reserved == 0


def test_the_indexer_says_it_once_and_goes_on_when_it_is_back(
    article: Article, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO)
    keeper, trouble = Upkeep(), ""
    for _ in range(3):
        trouble = run_indexer._try(keeper, trouble)
        policy_backend().engine.cluster._away = 0.0  # type: ignore[attr-defined]
    assert trouble and Outbox.objects.exists()
    told = [one.getMessage() for one in caplog.records if one.name.endswith("run_indexer")]
    assert len(told) == 1 and "改动都在排队" in told[0]
    monkeypatch.setattr(keeper, "look", lambda told: None)
    assert run_indexer._try(keeper, trouble) == ""
    assert "检索集群已恢复，继续" in caplog.messages[-1]


def test_the_site_starts_and_says_so(article: Article, capsys: pytest.CaptureFixture[str]) -> None:
    prepare.Command()._index()
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1 and "先供浏览" in told[0] and "s3cret-word" not in told[0]


@pytest.mark.parametrize("choices", [{}, {"if_needed": True}])
def test_reindex_ends_with_one_line(article: Article, choices: dict) -> None:
    with pytest.raises(CommandError) as ended:
        call_command("reindex", **choices)
    assert ended.value.returncode == 1 and "\n" not in str(ended.value)
    assert "检索集群" in str(ended.value) and "manage.py reindex" not in str(ended.value)


def test_check_archive_names_it_and_repairs_nothing(
    article: Article, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_archive, "_file_faults", lambda: iter(()))
    with pytest.raises(CommandError):
        call_command("check_archive", repair=True)
    told = capsys.readouterr().out.splitlines()
    assert len(told) == 1 and "检索集群" in told[0]


def test_no_error_page_shows_the_password(away: None) -> None:
    """Of whatever the client and the libraries below it had in their hands."""
    with pytest.raises(IndexAway) as raised:
        policy_backend().engine.count()
    html = ExceptionReporter(None, raised.type, raised.value, raised.tb).get_traceback_html()
    assert "urlopen" in html  # the whole way down to the socket
    assert not [secret for secret in SECRETS if secret in html]


def test_an_error_of_a_child_process_says_the_same(article: Article) -> None:
    with pytest.raises(IndexAway) as raised:
        policy_backend().engine.count()
    copy = raised.value.__reduce__()
    again = copy[0](*copy[1])
    assert str(again) == str(raised.value) and again.why == raised.value.why


def test_a_process_that_was_refused_does_not_ask_again_at_once(
    client: Client, article: Article
) -> None:
    """One look, then all pages of two seconds without another."""
    asked(client, "/")
    began = time.monotonic()
    for _ in range(5):
        with pytest.raises(IndexAway):
            policy_backend().engine.generation()
    assert time.monotonic() - began < 0.2
    assert settings.HAYSTACK_CONNECTIONS["default"]["SILENTLY_FAIL"] is False


def test_the_cluster_is_told_who_asks_whatever_the_characters() -> None:
    """It reads them as UTF-8 (RFC 7617), the client writes Latin-1."""
    address = Address((("127.0.0.1", 9),), "archive", user="reader", password="密码: p@ss")
    headers = Cluster(address).client.transport.connection_pool.connection.headers
    told = headers["authorization"].removeprefix("Basic ")
    assert base64.b64decode(told).decode() == "reader:密码: p@ss"
