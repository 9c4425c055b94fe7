"""Every public address at once: no draft, no script of its own, no cookie, nothing but reading."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from archive.models import Article, Official, PersonMention
from search.suggesting.current import forget
from search.tests import factories
from search.tests.figure_rows import figure

pytestmark = pytest.mark.django_db

# What only the draft holds: in its words, its paper, its people and its figure. Places and
# industries are known without it, for forms and lists name them all; their numbers are told below.
SECRETS = ["鼋鼍", "夔州晚报", "佟阙", "876543", "邬隐", "kuizhou"]
FILES = ["csv", "xlsx", "json", "jsonl", "ris", "bib", "atom"]


@pytest.fixture
def archive(reindexed: Callable[[], int]) -> tuple[Article, Article]:
    """One article that is published, and one that is not."""
    official = Official.objects.create(
        name="李兰亭", pinyin="lilanting llt", place=factories.city()
    )
    shown = figure(
        116, title="储能开工", body="储能实现2024全市工业增加值116亿元。", url="https://paper.example/1",
        industries={"energy-storage": "subject"}, officials={official: "speaker"},
    ).article  # fmt: skip
    hidden = _draft()
    reindexed()
    forget()
    return shown, hidden


def _draft() -> Article:
    who = Official.objects.create(name="佟阙", pinyin="tongque tq", place=factories.city())
    made = figure(
        876543, title="鼋鼍储能开工", body="储能鼋鼍2024鼋鼍产值876543亿元。", day="2019-01-02",
        industries={"tourism": "subject"}, officials={who: "speaker"},
        paper=factories.newspaper("kuizhou-wanbao", "夔州晚报"), status=Article.Status.DRAFT,
    ).article  # fmt: skip
    PersonMention.objects.create(article=made, name="邬隐", post="董事长")
    return made


def addresses(shown: Article, hidden: Article) -> list[str]:
    """Every kind of public page, file and answer; those that are asked, in several ways."""
    who = shown.official_mentions.get().official_id
    press, issue = shown.page.issue.newspaper, shown.page.issue
    found = [
        "/", "/search/", "/search/?q=储能", "/search/?city=370900&from=2019", "/search/?q=没有的词",
        "/search/choices/city/", "/search/choices/official/?prefix=t", "/search/choices/industry/",
        "/search/choices/newspaper/", "/search/choices/county/?q=储能", "/opensearch.xml", "/robots.txt",
        "/suggestions.json?q=储", "/suggestions.json?q=tq", "/suggestions.json?q=q", "/sitemap.xml",
        "/api/", "/help/", "/healthz", "/metrics", "/texts.js", "/cities/", "/cities/370900/", "/cities/370000/",
        "/officials/", "/officials/?city=370900", f"/officials/{who}/", "/industries/",
        "/industries/energy-storage/", press.get_absolute_url(), issue.get_absolute_url(),
        shown.page.get_absolute_url(), shown.get_absolute_url(), f"{shown.get_absolute_url()}?q=储能",
        f"/articles/{shown.pk}.ris", f"/articles/{shown.pk}.bib",
        "/trends/", "/trends/?series=储能&series=产值&by=year", "/trends/?series=储能&per=thousand",
        "/diffusion/", "/diffusion/?q=储能", "/diffusion/?q=储能&role=all&level=county&province=370000&from=2019",
        "/figures/", "/figures/?q=产值", "/figures/?sort=largest", "/figures/?year=2024",
        "/figures/?min=8000&unit=亿元", "/figures/?search=储能", "/figures/compare/",
        "/figures/compare/?indicator=工业增加值", "/figures/compare/?indicator=产值&level=county",
        "/api/v1/search", "/api/v1/search?q=储能", "/api/v1/suggest?q=tq", "/api/v1/suggest?q=储",
        "/api/v1/facets/official", "/api/v1/facets/industry", "/api/v1/facets/county",
        "/api/v1/cities", "/api/v1/cities/370900", "/api/v1/officials", "/api/v1/officials?q=t",
        f"/api/v1/officials/{who}", "/api/v1/industries/energy-storage", "/api/v1/issues",
        f"/api/v1/newspapers/{press.slug}", f"/api/v1/issues/{press.slug}/{issue.date}",
        "/api/v1/trends?series=储能", "/api/v1/diffusion?q=储能&level=county&province=370000&role=all", "/api/v1/diffusion?q=储能",
        "/api/v1/figures", "/api/v1/figures?sort=largest", f"/api/v1/articles/{shown.pk}",
        "/api/v1/openapi.json", "/nothing-here/",
        # The draft's own, and those of what only it names.
        hidden.get_absolute_url(), f"/articles/{hidden.pk}.ris", f"/articles/{hidden.pk}.bib",
        f"/api/v1/articles/{hidden.pk}",
    ]  # fmt: skip
    parts = ["pages", "articles", "places", "officials", "newspapers"]
    found += [f"/sitemap-{name}-1.xml" for name in parts]
    found += [f"/search.{form}?q=储能&fields=body,figures" for form in FILES]
    found += [f"/trends.{form}?series=储能" for form in ("csv", "xlsx", "json")]
    found += [f"/diffusion.{form}?q=储能&table={table}&role=all{level}"
              for form in ("csv", "xlsx", "json") for table in ("panel", "firsts")
              for level in ("", "&level=county&province=370000")]  # fmt: skip
    return found + [f"/figures.{form}" for form in ("csv", "xlsx")]


def content(client: Client, address: str, **headers: str) -> str:
    """What an address gives, as text; all texts of a workbook one after the other."""
    response = client.get(address, headers=headers)
    assert response.status_code in (200, 404), (address, response.status_code)
    body = b"".join(response) if response.streaming else response.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return "".join(book.read(name).decode() for name in book.namelist())
    text = body.decode()
    if address == "/metrics":  # names and labels; the numbers are the machine's
        text = "\n".join(line.rpartition(" ")[0] for line in text.splitlines())
    return text.encode().decode("unicode_escape") if "json" in response["Content-Type"] and "\\u" in text else text  # fmt: skip


def test_no_address_tells_of_a_draft(client: Client, archive: tuple[Article, Article]) -> None:
    _shown, hidden = archive
    told = {}
    for address in addresses(*archive):
        text = content(client, address)
        leaks = [one for one in SECRETS if one in text]
        own = hidden.get_absolute_url()
        if own in text and not address.startswith(own):
            leaks.append(own)
        if leaks:
            told[address] = leaks
    assert not told, "\n".join(f"{address}: {leaks}" for address, leaks in told.items())


def test_no_number_counts_a_draft(client: Client, archive: tuple[Article, Article]) -> None:
    told = client.get("/api/v1/search").json()
    assert told["total"] == 1 and all(
        one["value"] != "tourism" for one in told["facets"]["industry"]
    )
    counts = {one["slug"]: one["count"] for one in client.get("/api/v1/industries").json()["results"]}  # fmt: skip
    assert counts == {"energy-storage": 1, "tourism": 0}
    papers = {one["slug"]: one for one in client.get("/api/v1/newspapers").json()["results"]}
    hidden = papers["kuizhou-wanbao"]
    assert (hidden["count"], hidden["issues"], hidden["first"]) == (0, 0, None)
    assert client.get("/api/v1/figures").json()["total"] == 1
    assert client.get("/api/v1/issues").json()["total"] == 1
    assert client.get("/healthz").json()["articles"] == 1


def test_the_secrets_would_be_seen(
    client: Client, archive: tuple[Article, Article], reindexed: Callable[[], int]
) -> None:
    """Once it is published the same addresses are full of it: the test above can fail."""
    _shown, hidden = archive
    hidden.status = Article.Status.PUBLISHED
    hidden.save()
    reindexed()
    forget()
    texts = {address: content(client, address) for address in addresses(*archive)}
    for secret in SECRETS:
        assert any(secret in text for text in texts.values()), secret
    for start in (
        "/search",
        "/figures/",
        "/figures.",
        "/diffusion",
        "/trends",
        "/api/v1/",
        "/sitemap",
    ):
        rows = [text for address, text in texts.items() if address.startswith(start)]
        assert any(secret in text for text in rows for secret in [*SECRETS, "2019"]), start


class Inline(HTMLParser):
    """What a strict Content-Security-Policy forbids, and what asks another host."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        kind = given.get("type", "")
        if tag == "style" or (tag == "script" and "src" not in given and "json" not in kind):
            self.found.append(f"<{tag}>")
        self.found += [f"{tag} {name}" for name in given if name == "style" or name[:2] == "on"]
        loads = ["src", "srcset", "data", "poster", *(["href"] if tag in ("link", "use") else [])]
        named = given.get("rel") in ("canonical", "alternate")
        for name in loads:
            if re.match(r"(?:[a-z]+:)?//", given.get(name, "")) and not named:
                self.found.append(f"{tag} {name}={given[name]}")
        for name in ("href", "src", "action", "formaction"):
            if re.match(r"\s*(?:javascript|data|vbscript):", given.get(name, ""), re.IGNORECASE):
                self.found.append(f"{tag} {name}={given[name]}")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_page_has_a_script_or_a_style_of_its_own(
    client: Client, archive: tuple[Article, Article], language: str
) -> None:
    told, pages = {}, 0
    for address in [*addresses(*archive), "/account/login/"]:
        text = content(client, address, **{"accept-language": language})
        if "<html" not in text:
            continue
        pages += 1
        parser = Inline()
        parser.feed(text)
        if parser.found:
            told[address] = parser.found
    assert told == {} and pages > 30


def test_reading_leaves_no_cookie_and_writes_no_session(
    client: Client, archive: tuple[Article, Article]
) -> None:
    for address in addresses(*archive):
        assert not client.get(address).cookies, address


def test_nothing_is_done_by_other_methods(client: Client, archive: tuple[Article, Article]) -> None:
    for address in addresses(*archive):
        if address != "/nothing-here/":
            for method in ("post", "put", "delete", "patch"):
                assert getattr(client, method)(address).status_code == 405, (method, address)


def test_the_list_above_knows_every_public_address(archive: tuple[Article, Article]) -> None:
    """A new page has to be added to it before it is anybody's."""
    tried = {resolve(address.split("?")[0]).view_name for address in addresses(*archive) if address != "/nothing-here/"}  # fmt: skip
    own = ("desk", "account", "shared", "admin", "login", "logout", "password", "unsubscribe")
    # Reference lists name every paper and industry that is known, printed or not.
    lists = {"newspaper-list", "api-1:newspapers", "api-1:industries"}
    # No worker runs in a test, so that nothing is ready; see test_ready.
    apart = lists | {"readyz"}
    apart |= {"favicon", "language", "search-density", "api-1:api-root", "api-1:unknown"}
    known = {name for name in _names(get_resolver()) if not name.startswith(own)}
    assert known - tried - apart == set()


def _names(node: URLResolver, space: str = "") -> set[str]:
    found: set[str] = set()
    for one in node.url_patterns:
        if isinstance(one, URLPattern):
            found |= {space + one.name} if one.name else set()
        else:
            inner = f"{space}{one.namespace}:" if one.namespace else space
            found |= _names(one, inner)
    return found


STRANGE = {
    "nul": "%00", "surrogate": "%ED%A0%80", "no utf-8": "%FF%FE", "overlong": "%C0%AF",
    "other digits": "%D9%A1%D9%A2", "other month": "2024-%D9%A1%D9%A2", "huge": "9" * 400,
    "infinite": "1e309", "nan": "nan", "page": "1" + "0" * 18, "header": "%0d%0aX-Evil: 1",
    "host": "//evil.example", "backslash": "/%5Cevil.example", "script": "%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    "view": "search", "word": "nothing",
}  # fmt: skip
NAMES = {
    "/search/": "q city from page sort", "/search/choices/city/": "q prefix page",
    "/search/density/compact/": "next", "/language/en/": "next", "/suggestions.json": "q",
    "/search.csv": "q city from fields", "/search.atom": "q page", "/trends/": "series city from by per",
    "/trends.csv": "series from", "/trends.xlsx": "series", "/diffusion/": "q province from role by level newspaper",
    "/diffusion.csv": "q table province", "/figures/": "q indicator unit year min page sort kind search",
    "/figures/compare/": "q indicator unit year span level", "/figures.csv": "q indicator min",
    "/api/v1/search": "q page size city", "/api/v1/figures": "q page size min", "/api/v1/trends": "series by",
    "/api/v1/diffusion": "q level from", "/api/v1/officials": "q city page size",
    "/api/v1/issues": "newspaper from page", "/cities/": "page", "/officials/": "city page",
    "/newspapers/dazhong-ribao/": "page year month", "/cities/370900/": "page month", "/articles/1/": "q hit",
}  # fmt: skip


@pytest.mark.parametrize("strange", STRANGE.values(), ids=STRANGE)
def test_strange_parameters_are_no_server_error(
    client: Client, archive: tuple[Article, Article], strange: str
) -> None:
    for path, names in NAMES.items():
        for name in names.split():
            response = client.get(f"{path}?{name}={strange}")
            assert response.status_code in (200, 302, 400, 404), (path, name)
            assert "X-Evil" not in response
            assert re.match(r"/(?![/\\])", response.get("Location", "/")), (path, name)
            if "html" in response["Content-Type"]:
                assert "<script>alert" not in response.content.decode(), (path, name)


@pytest.mark.parametrize(
    "address",
    [
        "/trends/?" + "&".join(f"series=词{n}" for n in range(1000)),
        "/trends.csv?" + "&".join(f"series=储能{n}" for n in range(1000)),
        "/figures/?q=" + "+".join(f"词{n}" for n in range(1000)),
        "/figures/compare/?" + "&".join(f"indicator=工业{n}" for n in range(2000)),
        "/diffusion/?q=" + "+OR+".join(f"储{chr(0x4E00 + n)}*" for n in range(60)),
        "/diffusion/?" + "&".join(f"newspaper=n{n}" for n in range(2000)),
        "/api/v1/trends?" + "&".join(f"series=词{n}" for n in range(1000)),
    ],
    ids=lambda address: address[:14],
)
def test_many_parameters_are_bounded(
    client: Client, archive: tuple[Article, Article], address: str
) -> None:
    response = client.get(address)
    assert response.status_code in (200, 302, 400)
    # The address stands on the page a few times: the switch of the language, the print.
    assert len(response.content) < 300_000
