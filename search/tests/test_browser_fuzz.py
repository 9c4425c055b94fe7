"""Markup in every text that somebody may bring, shown by every page in a real browser: no script runs.

The policy that forbids inline scripts is taken off, so that escaping alone has to hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, Route

from archive.ingest.intake import Hints, take_in
from archive.models import Article, Import, Newspaper, Official, Place
from search.indexer import reindex
from search.tests import factories
from search.tests.browsing import WALKS, browser_type_launch_args
from search.tests.figure_rows import figure
from search.tests.hostile_strings import percent

__all__ = ["browser_type_launch_args"]  # a fixture

pytestmark = WALKS
TRAP = "window.ran=(window.ran||0)+1"
PAYLOADS = [
    f"<script>{TRAP}</script>",
    f"<img src=x onerror={TRAP}>",
    f"\"'><svg onload={TRAP}>",
    f"</title></textarea></script><script>{TRAP}</script>",
    f'"autofocus onfocus={TRAP} x="',
    f"<mark onpointerover={TRAP}>储能</mark><iframe srcdoc='<script>parent.{TRAP}</script>'>",
]
BAD = "储能" + "".join(PAYLOADS)
FITTING = BAD[: Article._meta.get_field("title").max_length]
INJECTED = """() => [
    ...[...document.querySelectorAll('*')].filter(one => [...one.attributes].some(
        row => /^on(error|load|focus|pointerover)$/.test(row.name) || /^\\s*javascript:/i.test(row.value))),
    ...document.querySelectorAll('iframe[srcdoc]')].map(one => one.outerHTML.slice(0, 200))"""


@pytest.fixture
def stored(db: None, settings: object, tmp_path: object) -> Article:
    """An article all of whose texts attack, and a file that came with an attack for a name."""
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    official = Official.objects.create(
        name=PAYLOADS[0][:40], place=factories.city(), distinction=PAYLOADS[1][:40], note=BAD
    )
    made = factories.article(
        f"{BAD}。\n{BAD}",
        cities={"370900": "subject"},
        industries={"energy-storage": "subject"},
        officials={official: "speaker"},
        title=FITTING, kicker=FITTING, subtitle=FITTING, column=PAYLOADS[0], reporters=[BAD], url="javascript:" + TRAP,
    )  # fmt: skip
    figure(116, unit="<svg onload=1>", indicator=f"产值{BAD}"[:120], title=FITTING)
    Place.objects.filter(code="370900").update(name=PAYLOADS[0][:40])
    Newspaper.objects.update(name=PAYLOADS[1][:30], aliases=[BAD])
    made.industry_mentions.get().industry.__class__.objects.update(name=PAYLOADS[2][:40])
    text = f"{BAD}\n\n　　本报讯（记者 张三）3月14日，市委书记李兰祥到泰安市调研{BAD}。\n"
    for name, data in ((f"{PAYLOADS[1]}.txt", text), (f"{PAYLOADS[0]}.csv", f"{BAD},{BAD}\n1,2\n"), (f"{PAYLOADS[2]}.zip", BAD)):  # fmt: skip
        take_in(data.encode(), name, Hints(newspaper=Newspaper.objects.first()))
    reindex()
    return made


@pytest.fixture
def context(browser: Browser, live_server: object) -> Iterator[BrowserContext]:
    """Signed in as whoever may see everything; answers come without their policy."""
    editor = get_user_model().objects.create_superuser("editor", password="x")
    client = Client()
    client.force_login(editor)
    made = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    cookie = {
        "name": "sessionid",
        "value": client.cookies["sessionid"].value,
        "url": live_server.url,
    }  # type: ignore[attr-defined]
    made.add_cookies([cookie])

    def bare(route: Route) -> None:
        if route.request.resource_type != "document":
            return route.fallback()
        got = route.fetch(max_redirects=0)
        headers = {k: v for k, v in got.headers.items() if k != "content-security-policy"}
        return route.fulfill(response=got, headers=headers)

    made.route("**/*", bare)
    yield made
    made.close()


def addresses(article: Article) -> Iterator[str]:
    """Every page that shows a text of theirs, and every page that repeats what is typed."""
    press = article.page
    there = [
        article,
        press,
        press.issue,
        press.issue.newspaper,
        article.official_mentions.get().official,
    ]
    yield from (one.get_absolute_url() for one in there)
    yield from (
        "/",
        "/cities/",
        "/cities/370900/",
        "/officials/",
        "/industries/",
        "/industries/energy-storage/",
    )
    yield from (
        "/newspapers/",
        "/figures/",
        "/search/?q=储能",
        "/diffusion/?q=储能",
        "/trends/?series=储能",
    )
    yield from ("/search/choices/official/?q=储能", "/figures/?q=产值")
    for text in PAYLOADS:
        told = percent(text)
        yield from (
            f"/search/?q={told}&city={told}&from={told}",
            f"/officials/?q={told}&city={told}",
        )
        yield f"/trends/?series={told}&by={told}"
        yield from (
            f"/diffusion/?q={told}&city={told}",
            f"/figures/?q={told}&unit={told}",
            f"/figures/compare/?indicator={told}",
        )
        yield from (
            f"/cities/{told}/",
            f"/search/choices/city/?prefix={told}",
            f"/newspapers/{told}/",
            f"/{told}",
            f"/desk/searches/new/?q={told}",
        )
    models = [
        "article",
        "import",
        "official",
        "newspaper",
        "page",
        "issue",
        "place",
        "industry",
        "batch",
    ]
    for model in models:
        yield f"/admin/archive/{model}/"
    yield f"/admin/archive/article/?q={percent(PAYLOADS[1])}"
    yield reverse("admin:archive_article_change", args=[article.pk])
    yield f"/admin/archive/newspaper/{press.issue.newspaper.pk}/calendar/"
    for source in Import.objects.exclude(filename__regex="^[0-9]+.txt$"):
        yield reverse("admin:archive_import_change", args=[source.pk])
    for page in press.__class__.objects.all():
        yield reverse("admin:archive_page_review", args=[page.pk])


def test_no_script_runs_on_any_page(context: BrowserContext, live_server: object, stored: Article) -> None:  # fmt: skip
    page = context.new_page()
    said: list[str] = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.set_content(BAD)
    page.wait_for_function("() => window.ran > 0")  # so it would, were it not escaped
    seen: dict[int, int] = {}
    for address in addresses(stored):
        answer = page.goto(live_server.url + address, wait_until="load")  # type: ignore[attr-defined]
        assert answer is not None
        assert answer.status < 500, address
        seen[answer.status] = seen.get(answer.status, 0) + 1
        assert page.evaluate("window.ran") is None, address
        assert page.evaluate(INJECTED) == [], address
    assert said == []
    assert seen[200] > 30, seen


FILES = ["/search.csv", "/search.json", "/search.ris", "/search.bib", "/search.atom", "/search.xlsx", "/figures.csv", "/figures.xlsx",
         "/trends.csv?series=储能", "/diffusion.json?q=储能", "/api/v1/search?q=储能", "/suggestions.json?q=储", "/opensearch.xml"]  # fmt: skip


def test_files_are_no_pages(context: BrowserContext, live_server: object, stored: Article) -> None:
    """Nothing that is downloaded is taken for HTML, whatever stands in it."""
    page = context.new_page()
    for address in [*FILES, f"/search.csv?q={percent(BAD)}&city={percent(BAD)}", f"/api/v1/search?city={percent(BAD)}"]:  # fmt: skip
        answer = page.request.get(live_server.url + address)  # type: ignore[attr-defined]
        assert answer.status in (200, 400), address
        assert answer.headers["x-content-type-options"] == "nosniff", address
        assert not re.match(
            "text/html|image/svg|application/xhtml", answer.headers["content-type"]
        ), address


def test_what_is_shown_as_data_runs_nothing(context: BrowserContext, live_server: object, stored: Article) -> None:  # fmt: skip
    page: Page = context.new_page()
    for address in ("/api/v1/search?q=储能", f"/api/v1/search?city={percent(BAD)}", f"/search.csv?city={percent(BAD)}", "/search.atom"):  # fmt: skip
        page.goto(live_server.url + address)  # type: ignore[attr-defined]
        assert page.evaluate("window.ran") is None, address
