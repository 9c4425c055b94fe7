"""What may be kept of a page: public ones until they change, those of whoever is signed in never."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from archive.models import Article
from search.tests import factories

pytestmark = pytest.mark.django_db
ZH = {"accept-language": "zh-hans"}


@pytest.fixture
def article(reindexed: Callable[[], int]) -> Article:
    factories.industry()
    made = factories.article("储能项目在肥城开工。", title="储能开工", cities={"370900": "subject"})
    reindexed()
    return made


@pytest.fixture
def reader(db: None) -> User:
    return User.objects.create_user("reader", password="x")


PAGES = [
    "/", "/search/?q=储能", "/search/choices/city/", "/cities/", "/cities/370900/", "/officials/",
    "/industries/", "/newspapers/", "/trends/?series=储能", "/diffusion/?q=储能", "/figures/", "/api/",
    "/api/v1/search?q=储能", "/api/v1/cities", "/sitemap.xml", "/opensearch.xml", "/texts.js", "/{}",
]  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_what_has_not_changed_is_not_sent_again(
    client: Client, article: Article, address: str
) -> None:
    address = address.replace("/{}", article.get_absolute_url())
    first = client.get(address, headers=ZH)
    assert first.status_code == 200 and first["Cache-Control"] == "no-cache"
    vary = {one.strip() for one in first["Vary"].split(",")}
    assert {"Cookie", "Accept-Language"} <= vary
    again = client.get(address, headers={**ZH, "if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"] and again["Cache-Control"] == "no-cache"
    assert vary | {"Accept-Encoding"} == {one.strip() for one in again["Vary"].split(",")}
    assert not first.cookies and not again.cookies


def test_an_edit_and_a_withdrawal_show_at_once(client: Client, article: Article) -> None:
    address = article.get_absolute_url()
    first = client.get(address)
    known = {"if-none-match": first["ETag"], "if-modified-since": first["Last-Modified"]}
    assert client.get(address, headers=known).status_code == 304
    article.title = "储能投产"
    article.save()
    second = client.get(address, headers=known)
    assert second.status_code == 200 and "储能投产" in second.content.decode()
    known = {"if-none-match": second["ETag"]}
    Article.objects.filter(pk=article.pk).update(status=Article.Status.DRAFT)
    gone = client.get(address, headers=known)
    assert (gone.status_code, gone["Cache-Control"]) == (404, "no-cache")


def test_a_date_alone_proves_nothing(client: Client, article: Article) -> None:
    """What the page shows of others has changed, and the article's own date has not."""
    address = article.get_absolute_url()
    first = client.get(address)
    article.page.issue.newspaper.name = "大众晚报"
    article.page.issue.newspaper.save()
    later = client.get(address, headers={"if-modified-since": first["Last-Modified"]})
    assert later.status_code == 200 and "大众晚报" in later.content.decode()
    assert later["Last-Modified"] == first["Last-Modified"]


class Proxy:
    """A cache that everybody shares: it keeps what it may, by address and the headers of Vary."""

    def __init__(self) -> None:
        self.kept: dict[str, list[tuple[dict[str, str], HttpResponse]]] = {}

    def get(self, client: Client, address: str, **headers: str) -> HttpResponse:
        cookies = "; ".join(f"{name}={one.value}" for name, one in sorted(client.cookies.items()))
        asked = headers | {"Cookie": cookies}
        for said, response in self.kept.get(address, []):
            if all(asked.get(name, "") == value for name, value in said.items()):
                headers["If-None-Match"] = response["ETag"]
                again = client.get(address, headers=headers)
                return response if again.status_code == 304 else self._keep(address, asked, again)
        return self._keep(address, asked, client.get(address, headers=headers))

    def _keep(self, address: str, asked: dict[str, str], response: HttpResponse) -> HttpResponse:
        rule = response["Cache-Control"]
        if "private" not in rule and "no-store" not in rule and "ETag" in response:
            names = [one.strip() for one in response["Vary"].split(",")]
            said = {name: asked.get(name, "") for name in names}
            self.kept.setdefault(address, []).append((said, response))
        return response


@pytest.mark.parametrize("address", ["/", "/search/?q=储能", "/api/v1/search?q=储能", "/desk/"])
def test_a_shared_cache_gives_nobody_what_is_anothers(
    article: Article, reader: User, address: str
) -> None:
    proxy, stranger, known = Proxy(), Client(), Client()
    known.force_login(reader)
    mine = proxy.get(known, address, **{"Accept-Language": "zh-hans"})
    theirs = proxy.get(stranger, address, **{"Accept-Language": "zh-hans"})
    english = proxy.get(stranger, address, **{"Accept-Language": "en"})
    again = proxy.get(stranger, address, **{"Accept-Language": "zh-hans"})
    assert mine["Cache-Control"] == "private, no-store" or "no-store" in mine["Cache-Control"]
    assert "我的" not in theirs.content.decode() or "登录" in theirs.content.decode()
    assert theirs.content == again.content
    if "html" in theirs["Content-Type"] and theirs.status_code == 200:
        assert "我的</a>" in mine.content.decode() and "我的</a>" not in theirs.content.decode()
        assert theirs.content != english.content
    assert all("reader" not in one.content.decode() for one in (theirs, english, again))


def test_pages_of_whoever_is_signed_in_are_kept_by_nobody(
    client: Client, article: Article, reader: User
) -> None:
    client.force_login(reader)
    for address in ("/", "/search/", article.get_absolute_url(), "/api/v1/search", "/search.csv"):
        response = client.get(address)
        assert response["Cache-Control"] == "private, no-store", address
        assert "ETag" not in response
    assert "no-store" in client.get("/desk/")["Cache-Control"]


def test_what_sets_a_cookie_is_kept_by_nobody(client: Client) -> None:
    for address in (
        "/account/login/",
        "/admin/login/",
        "/language/en/",
        "/search/density/compact/",
    ):
        response = client.get(address)
        assert response.cookies and "no-store" in response["Cache-Control"], address
        assert "private" in response["Cache-Control"], address


def test_exports_flow_and_are_asked_for_anew(client: Client, article: Article) -> None:
    for suffix in ("csv", "jsonl", "xlsx"):
        response = client.get(f"/search.{suffix}", headers={"accept-encoding": "gzip"})
        assert response.streaming and "ETag" not in response, suffix
        assert response["Cache-Control"] == "no-cache"
    feed = client.get("/search.atom")
    assert client.get("/search.atom", headers={"if-none-match": feed["ETag"]}).status_code == 304


def test_a_compressed_page_is_told_by_the_same_tag(client: Client, article: Article) -> None:
    """Each time compressed differently, by GZipMiddleware's padding: the tag is of the page."""
    asked = {"accept-encoding": "gzip", **ZH}
    first, plain = client.get("/", headers=asked), client.get("/", headers=ZH)
    assert first["Content-Encoding"] == "gzip" and "Accept-Encoding" in first["Vary"]
    assert gzip.decompress(first.content) == plain.content
    assert first["ETag"] == plain["ETag"]
    again = client.get("/", headers={**asked, "if-none-match": first["ETag"]})
    assert again.status_code == 304 and not again.has_header("Content-Encoding")


def test_other_sites_may_read_the_answer_that_nothing_changed(
    client: Client, article: Article
) -> None:
    first = client.get("/api/v1/search")
    again = client.get("/api/v1/search", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304 and again["Access-Control-Allow-Origin"] == "*"
    head = client.head("/api/v1/search")
    assert head.status_code == 200 and head.get("ETag", first["ETag"]) == first["ETag"]


def test_htmx_gets_the_same_page(client: Client, article: Article) -> None:
    """So that no cache need tell its requests from others: HX-Request is not in Vary."""
    plain = client.get("/search/?q=储能", headers=ZH)
    asked = client.get(
        "/search/?q=储能", headers={**ZH, "hx-request": "true", "hx-boosted": "true"}
    )
    assert asked.content == plain.content


def test_faults_and_refusals_are_not_kept(client: Client) -> None:
    """There is no index yet."""
    for address in ("/search/?q=储能", "/healthz", "/readyz"):
        response = client.get(address)
        assert (response.status_code, response["Cache-Control"]) == (503, "no-store")
    moved = client.get("/cities/泰安市/")
    assert moved["Cache-Control"] == "no-cache"
