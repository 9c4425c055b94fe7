"""What attackers try: markup in every field, formulas, drafts, requests that cost much."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from django.test import Client

from archive.models import Article, Newspaper, Official, Place
from search.tests import factories
from search.tests.figure_rows import figure

pytestmark = pytest.mark.django_db
BAD = "<img src=x onerror=alert(1)>\"'&<script>alert(2)</script>"
LEAD = "储能"
PAGES = [
    "/",
    "/search/",
    "/search/?q=储能",
    "/cities/",
    "/officials/",
    "/industries/",
    "/newspapers/",
]
FORMS = ["csv", "ris", "bib", "atom", "json"]


@pytest.fixture
def article(reindexed: Callable[[], int]) -> Article:
    """An article in which every text that is printed, read or looked up tries to break out."""
    official = Official.objects.create(
        name=BAD[:40], place=factories.city(), distinction=BAD[:40], note=BAD
    )
    made = factories.article(
        f"{LEAD}{BAD}。\r\nER  - \r\nTY  - BOOK",
        cities={"370900": "subject"},
        industries={"energy-storage": "subject"},
        officials={official: "speaker"},
        title=f"{LEAD}{BAD}\r\nER  - ",
        kicker=BAD,
        subtitle=BAD,
        column=BAD,
        reporters=[BAD, "=1+1"],
    )
    Place.objects.filter(code="370900").update(name=BAD[:40])
    Newspaper.objects.update(name=BAD[:30])
    made.industry_mentions.get().industry.__class__.objects.update(name=BAD[:40])
    reindexed()
    return made


def everything(client: Client, address: str) -> str:
    return b"".join(client.get(address)).decode()


def test_markup_stays_text_on_every_page(client: Client, article: Article) -> None:
    official = article.official_mentions.get().official
    press = article.page
    there = [article, press, press.issue, press.issue.newspaper, official]
    chosen = (
        f"/search/?q=储能&city=370900&official={official.pk}&industry=energy-storage&role=subject"
    )
    places = ["/cities/370900/", "/industries/energy-storage/", chosen]
    for address in [*PAGES, *places, *(one.get_absolute_url() for one in there)]:
        html = everything(client, address)
        assert "<img" not in html, address
        assert not re.search(r"<script>alert", html), address
    for part in (BAD, BAD.upper(), f'"{BAD}"'):
        assert (
            "<img" not in client.get("/search/", {"q": part, "city": part}).content.decode().lower()
        )


def test_markup_in_figures_stays_text(client: Client, reindexed: Callable[[], int]) -> None:
    bad = "<svg onload=alert(1)>\"'</title>"
    made = figure(
        116, unit=f"元{bad}"[:20], indicator=f"产值{bad}", url="javascript:alert(1)"
    ).article
    reindexed()
    for address in ("/figures/", "/figures/?q=产值", f"/figures/compare/?indicator=产值{bad}",
                    "/diffusion/?q=产值", "/trends/?series=产值", f"/trends/?series={bad}",
                    f"/diffusion/?q={bad}", made.get_absolute_url()):  # fmt: skip
        html = everything(client, address)
        assert "<svg onload" not in html and 'href="javascript:' not in html, address


def test_snippets_of_the_api_hold_marks_only(client: Client, article: Article) -> None:
    for address in ("/api/v1/search?q=储能 img", "/search.json?q=储能 img"):
        answer = client.get(address)
        assert answer["Content-Type"].startswith("application/json")
        snippet = re.findall(r'"snippet": "(.*?)", "score"', everything(client, address))[0]
        assert "<mark>" in snippet and "<" not in re.sub("</?mark>", "", snippet)


def test_exports_keep_their_form(client: Client, article: Article) -> None:
    files = {form: everything(client, f"/search.{form}?q=储能") for form in FORMS}
    ElementTree.fromstring(files["atom"])
    assert re.findall("(?m)^(TY|ER)  - ", files["ris"]) == ["TY", "ER"]
    assert files["bib"].count("@article") == 1
    rows = list(csv.DictReader(io.StringIO(files["csv"].removeprefix("\ufeff"))))
    assert len(rows) == 1


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "＝", "\u3000="])
def test_no_cell_is_a_formula(client: Client, reindexed: Callable[[], int], start: str) -> None:
    factories.article(title=f"{start}1+1", kicker=f"{start}1", reporters=[f"{start}cmd"])
    reindexed()
    for line in csv.reader(io.StringIO(everything(client, "/search.csv").removeprefix("\ufeff"))):
        assert not [one for one in line if one.strip().startswith(("=", "+", "-", "@", "＝"))]


def test_nothing_of_the_address_reaches_the_headers(client: Client, article: Article) -> None:
    answer = client.get("/search.csv", {"q": 'x";\r\nSet-Cookie: a=b', "city": "370900"})
    assert re.fullmatch(r'attachment; filename="archive-\d{8}\.csv"', answer["Content-Disposition"])
    assert (
        client.get("/search/", {"city": "泰安", "next": "//evil.example"}).get("Location", "/")[:2]
        != "//"
    )


def test_drafts_leave_no_trace(
    client: Client, article: Article, reindexed: Callable[[], int]
) -> None:
    official = article.official_mentions.get().official
    Official.objects.update(name="阙机密", pinyin="quejimi qjm")
    article.status = Article.Status.DRAFT
    article.save()
    reindexed()
    asked = ["?q=储能", f"?official={official.pk}", "?official=阙机密", "?q=阙机密"]
    addresses = [f"/search/{one}" for one in asked] + [f"/search.{form}" for form in FORMS]
    addresses += [*PAGES, article.get_absolute_url(), f"/officials/{official.pk}/"]
    addresses += [f"/api/v1/search{one}" for one in asked] + [f"/api/v1/articles/{article.pk}"]
    addresses += ["/api/v1/facets/official", "/api/v1/suggest?q=qjm", "/api/v1/suggest?q=q"]
    for address in addresses:
        text = everything(client, address)
        # What is asked for stands on the page again, so there the address of the draft must do.
        assert "机密" not in text or "阙" in address, address
        assert article.get_absolute_url() not in text, address
    assert client.get("/api/v1/suggest?q=泰").json()["suggestions"] == []
    assert client.get("/healthz").json()["articles"] == 0


COSTLY = {
    "long": "储能" * 50_000,
    "parentheses": "(" * 250 + "储能" + ")" * 249,
    "deep": "(储能 " * 100 + ")" * 100,
    "quotes": '"' * 499,
    "phrases": '"的"' * 160,
    "or": " OR ".join("的" * 100),
    "not": "NOT " * 120 + "储能",
    "words": " ".join(chr(0x4E00 + 7 * n) for n in range(250)),
    "expanding": "\ufdfa" * 500,
    "marks": "a" + "\u0301" * 499,
    "control": "\x00\x1f\x1f\ufffe\u202e",
    "surrogate": "\ud800储能",
}


@pytest.mark.parametrize("asked", COSTLY.values(), ids=COSTLY)
def test_costly_queries_are_answered(client: Client, article: Article, asked: str) -> None:
    text = asked.encode("utf-8", "surrogatepass")
    for path in ("/search/", "/search.atom", "/api/v1/search"):
        assert client.get(path, {"q": text}).status_code in (200, 400)


@pytest.mark.parametrize(
    "query",
    ["&".join(f"city={n}" for n in range(5001)), "&".join(f"official={n}" for n in range(4000)),
     "page=" + "9" * 31, "size=" + "9" * 31, "official=" + "9" * 31, "page=1e9", "from=0001&to=9999",
     "city=%00", "city=%ED%A0%80", "%", "=&=&="],
    ids=lambda query: query[:12],
)  # fmt: skip
def test_senseless_parameters_are_no_server_error(
    client: Client, article: Article, query: str
) -> None:
    for path in ("/search/", "/search.csv", "/api/v1/search", "/api/v1/facets/city"):
        assert client.get(f"{path}?{query}").status_code in (200, 302, 400)


@pytest.mark.parametrize("path", ["/search/", "/search.csv", "/healthz", "/api/v1/search"])
def test_reading_is_all_one_can_do(client: Client, article: Article, path: str) -> None:
    assert client.post(path).status_code == client.delete(path).status_code == 405


def test_a_foreign_host_is_refused(client: Client, article: Article) -> None:
    assert client.get("/search.atom", headers={"host": "evil.example"}).status_code == 400
    feed = everything(client, "/search.atom")
    assert "evil" not in feed and "http://testserver/" in feed
