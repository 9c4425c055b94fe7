"""The page of an article in a real browser: marks on demand, figures and back, citations, print."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from archive.models import Article, Figure, Official, OfficialMention, PersonMention
from search.indexer import reindex
from search.tests import factories
from search.tests.browsing import SIZES, WALKS, browser_type_launch_args, fits, watched

__all__ = ["browser_type_launch_args"]
pytestmark = WALKS

BODY = "本报讯 泰安储能项目由李兰亭部署，总投资116亿元。\n" + "别的话说了很久。" * 150
BODY += "\n肥城储能电站由魏建军负责，年产5万台。"


def spot(words: str) -> list:
    return ["body", BODY.index(words), BODY.index(words) + len(words)]


@pytest.fixture
def article(live_server) -> Article:
    made = factories.article(
        BODY,
        title="泰安储能大会",
        subtitle="总投资116亿元",
        cities={"370900": "subject"},
        industries={"energy-storage": "subject"},
        reporters=["王晓"],
    )
    made.place_mentions.update(evidence=[["title", 0, 2], spot("泰安")])
    made.industry_mentions.update(evidence=[spot("储能项目"), spot("储能电站")])
    who = Official.objects.create(name="李兰亭")
    OfficialMention.objects.create(
        article=made, official=who, role="speaker", evidence=[spot("李兰亭")]
    )
    PersonMention.objects.create(article=made, name="魏建军", evidence=[spot("魏建军")])
    for text, value in (("116亿元", 116), ("5万台", 5)):
        Figure.objects.create(
            article=made, text=text, indicator="规模", value=value, kind="actual",
            evidence=[spot(text)],
        )  # fmt: skip
    factories.article("另一版的储能。", title="另一篇")
    reindex()
    return made


@pytest.fixture(params=SIZES, ids=list(SIZES))
def view(request, browser: Browser, live_server, article: Article) -> Iterator[Page]:
    width, height = SIZES[request.param]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="zh-CN",
        permissions=["clipboard-read", "clipboard-write"],
    )
    yield from watched(context, live_server.url)


@pytest.fixture
def bare(browser: Browser, live_server, article: Article) -> Iterator[Page]:
    """Without script."""
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    yield from watched(context, live_server.url)


def at(live_server, article: Article, query: str = "") -> str:
    return f"{live_server.url}{article.get_absolute_url()}{query}"


def test_marks_come_and_go_without_a_new_page(view: Page, live_server, article: Article) -> None:
    view.goto(at(live_server, article))
    expect(view.locator(".copy").first).to_be_visible()  # the script has taken over by then
    view.evaluate("window.untouched = true")
    expect(view.locator(".m")).to_have_count(0)
    bar = view.get_by_role("navigation", name="在文中标出")
    bar.get_by_role("link", name="地区").click()
    expect(view.locator("a.m-place.m")).to_have_count(2)
    expect(view).to_have_url(re.compile(r"\?marks=place$"))
    expect(bar.get_by_role("link", name="地区")).to_be_focused()
    expect(view.locator("#marks-said")).to_have_text("已标出：地区")
    bar.get_by_role("link", name="全部标出").click()
    expect(view.locator("a.m")).to_have_count(8)
    expect(view).to_have_url(re.compile(r"\?marks=mentions$"))
    fits(view)
    assert Axe().run(view).response["violations"] == []
    bar.get_by_role("link", name="都不标").click()
    expect(view.locator("a.m")).to_have_count(0)
    assert view.evaluate("window.untouched") is True
    bar.get_by_role("link", name="官员").click()
    view.locator("a.m-official.m").click()
    expect(view).to_have_url(re.compile("/officials/"))


def test_from_a_row_to_the_text_and_back(view: Page, live_server, article: Article) -> None:
    last = article.figures.last()
    assert last is not None
    view.goto(at(live_server, article))
    expect(view.locator(".copy").first).to_be_visible()
    view.get_by_role("link", name="到正文：5万台").click()
    target = view.locator(f"#figure-{last.pk}")
    expect(target).to_be_in_viewport()
    expect(target).to_be_focused()
    expect(target).to_have_text("5万台")
    target.click()
    expect(view.locator(f"#row-{last.pk}")).to_be_in_viewport()
    expect(view.locator(f"#row-{last.pk}")).to_be_focused()
    view.go_back()
    expect(target).to_be_in_viewport()
    expect(target).to_be_focused()
    view.go_back()
    expect(view.locator("a.m")).to_have_count(0)
    expect(view).to_have_url(at(live_server, article))


def test_hits_are_walked_in_a_text_marked_anew(view: Page, live_server, article: Article) -> None:
    view.goto(at(live_server, article, "?q=储能"))
    expect(view.locator(".hit-next")).to_be_visible()
    total = int(view.locator(".hit-bar").get_attribute("data-total") or 0)
    view.get_by_role("link", name="全部标出").click()
    expect(view.locator("a.m mark").first).to_be_visible()
    assert view.locator("mark[id]").count() == total == 3
    view.keyboard.press("n")
    expect(view.locator("mark.is-current")).to_have_id("hit-1")
    expect(view.locator("mark.is-current")).to_be_in_viewport()


def pasted(view: Page) -> str:
    """What is on the clipboard, which no script of the site may read."""
    box = view.locator("#q")
    box.fill("")
    box.press("ControlOrMeta+v")
    return box.input_value()


def test_a_citation_is_copied(view: Page, live_server, article: Article) -> None:
    view.goto(at(live_server, article))
    box = view.locator("#as-gbt")
    box.get_by_role("button", name="复制").click()
    expect(view.locator("#cite-said")).to_contain_text("已复制 GB/T 7714—2015")
    copied = pasted(view)
    assert copied == box.locator(".citation").inner_text()
    assert copied.startswith("王晓. 泰安储能大会: 总投资116亿元[N]. 大众日报, 2024-03-15")
    view.get_by_text("英文格式").click()
    view.locator("#as-apa").get_by_role("button", name="复制").click()
    expect(view.locator("#cite-said")).to_contain_text("APA")
    assert pasted(view).startswith("Wang, X. (2024, March 15).")
    fits(view)


def test_without_script_links_do_the_same(bare: Page, live_server, article: Article) -> None:
    first = article.figures.first()
    assert first is not None
    bare.goto(at(live_server, article, "?q=储能"))
    expect(bare.get_by_role("button", name="复制")).to_have_count(0)
    bare.get_by_role("link", name="全部标出").click()
    expect(bare).to_have_url(re.compile("marks=mentions#text$"))
    expect(bare.locator("a.m")).to_have_count(8)
    bare.get_by_role("link", name="到正文：116亿元").click()
    expect(bare.locator(f"#figure-{first.pk}:target")).to_be_in_viewport()
    bare.locator(f"#figure-{first.pk}").click()
    expect(bare.locator(f"#row-{first.pk}:target")).to_be_in_viewport()
    expect(bare.get_by_role("link", name="RIS")).to_have_attribute(
        "href", f"/articles/{article.pk}.ris"
    )
    bare.get_by_text("英文格式").click()
    expect(bare.locator("#cite-mla")).to_be_visible()


@pytest.mark.parametrize("query", ["", "?marks=mentions&q=储能"])
def test_print_is_the_text_its_source_and_its_citation(
    view: Page, live_server, article: Article, query: str
) -> None:
    view.goto(at(live_server, article, query))
    view.emulate_media(media="print")
    for shown in (".story .body", ".source", "#cite-gbt", ".in-print"):
        expect(view.locator(shown).first).to_be_visible()
    for hidden in (".side", ".marks", ".copy", ".turn", ".hit-bar", ".to-text", "#as-apa"):
        expect(view.locator(hidden).first).to_be_hidden()
    colours = view.locator(".story .body").evaluate(
        "e => [getComputedStyle(e).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_a_reader_out(
    browser: Browser, live_server, article: Article, scheme: str
) -> None:
    context = browser.new_context(color_scheme=scheme, locale="zh-CN")
    page = context.new_page()
    for query in ("", "?marks=mentions&q=储能"):
        page.goto(at(live_server, article, query))
        assert Axe().run(page).response["violations"] == []
    context.close()
