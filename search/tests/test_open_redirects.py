"""No address of ours leads to another site, however that is written."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

from search.tests import factories
from search.tests.readers import PASSWORD, reader, signed_in

pytestmark = pytest.mark.django_db
HERE = "http://testserver"
ELSEWHERE = [
    "https://evil.example/", "//evil.example/", "///evil.example/", "////evil.example",
    "/\\evil.example/", "\\\\evil.example/", "\\/evil.example", "/\t/evil.example/",
    "\t//evil.example/", "/\n/evil.example", "\r\n//evil.example/", "http:evil.example",
    "http:/evil.example", "https:///evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)", "data:text/html,<script>alert(1)</script>", "ftp://evil.example/",
    "//evil.example\\@testserver/", "http://testserver@evil.example/", "http://testserver:80@evil.example/",
    "http://testserver.evil.example/", "http://evil.example#@testserver/", "http://evil.example?@testserver/",
    "／／evil.example/", "/／evil.example/", "//evil。example/", "\u2028//evil.example/", " //evil.example",
    "/%0d%0aLocation:%20https://evil.example/", "/\r\nLocation: https://evil.example/\r\n\r\nx",
    "//[evil.example]/", "http://testserver//evil.example/", "//testserver//evil.example/",
    "/./\\evil.example", "/x/../..//evil.example/", "\x00//evil.example", "//%65vil.example/", "https:evil.example/",
]  # fmt: skip


def stays(answer, asked: str) -> None:
    """Where the answer leads a browser, which takes \\ for / and drops tabs and ends of line."""
    assert answer.status_code < 500
    to = answer.headers.get("Location", "/")
    assert to.isascii() and to.isprintable()
    place = urlsplit(urljoin(HERE + asked, to.replace("\\", "/").strip()))
    assert (place.scheme, place.netloc) == ("http", "testserver"), to


@pytest.fixture(autouse=True)
def quick(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.mark.parametrize("to", ELSEWHERE)
def test_signing_in_leads_nowhere_else(to: str) -> None:
    reader("boss", is_staff=True, is_superuser=True)
    for door in ("/account/login/", "/admin/login/"):
        given = {"username": "boss", "password": PASSWORD, "next": to}
        client = Client()
        stays(client.post(door, given), door)
        assert client.session.get("_auth_user_id")
        stays(client.get(door, {"next": to}), door)  # who is signed in already goes on


@pytest.mark.parametrize("to", ELSEWHERE)
def test_choices_lead_nowhere_else(client: Client, to: str) -> None:
    for address in ("/language/en/", "/language/zh-hans/", "/search/density/compact/"):
        answer = client.get(address, {"next": to})
        assert answer.status_code == 302
        stays(answer, address)


@pytest.mark.parametrize("to", ELSEWHERE)
def test_the_desk_leads_nowhere_else(to: str) -> None:
    who = signed_in(reader())
    article = factories.article(title="标题").pk
    for address, given in (
        (f"/desk/keep/?article={article}", {"name": "比较", "article": article}),
        ("/desk/searches/new/?q=储能", {"name": "储能", "frequency": "none"}),
    ):
        stays(who.post(address, given | {"next": to}), address)
    said = (
        to.encode("ascii", "ignore").decode().replace("\r", "").replace("\n", "").replace("\0", "")
    )
    stays(who.post("/desk/searches/new/?q=x", {"name": "x", "frequency": "none"}, headers={"referer": said}), "/")  # fmt: skip
    page = who.get("/desk/keep/", {"article": article, "next": to}).content.decode()
    assert 'href="//evil' not in page and 'href="javascript' not in page.lower()


@pytest.mark.parametrize("path", ["//evil.example", "//evil.example/..", "/\\evil.example", "//evil.example/%2e%2e"])  # fmt: skip
def test_addresses_without_their_slash_lead_nowhere_else(client: Client, path: str) -> None:
    stays(client.get(path), "/")
