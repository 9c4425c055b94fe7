"""Help for the reader, in a real browser: suggestions while typing, and from hit to hit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from archive.models import Article, Official
from search.indexer import reindex
from search.suggesting.current import forget
from search.tests import factories
from search.tests.browsing import SIZES, WALKS, browser_type_launch_args, fits, watched

__all__ = ["browser_type_launch_args"]  # a fixture

pytestmark = WALKS


BODY = "济宁发展新能源产业。\n" + "别的话说了很久。" * 120 + "\n产业园开工，产业链延长。"


@pytest.fixture
def site(live_server) -> str:
    """A small archive; its address."""
    official = Official.objects.create(name="李兰祥", pinyin="lilanxiang llx")
    for number in range(3):
        factories.article(
            BODY,
            title=f"产业大会{number}",
            cities={"370800": "subject"},
            industries={"energy-storage": "subject"},
            officials={official: "speaker"},
        )
    factories.article("储能在济宁。", cities={"370800": "subject"})
    reindex()
    forget()
    return live_server.url


@pytest.fixture
def view(browser: Browser, site: str) -> Iterator[Page]:
    width, height = SIZES["desktop"]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    yield from watched(context, site)


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Page]:
    width, height = SIZES["phone"]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    yield from watched(context, site)


def test_a_suggestion_is_chosen_by_keys(view: Page, site: str) -> None:
    view.goto(site)
    box = view.get_by_role("combobox")
    box.press_sequentially("jining")
    options = view.get_by_role("option")
    expect(options.filter(has_text="济宁市")).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    fits(view)
    box.press("ArrowDown")
    chosen = view.locator("[role=option][aria-selected=true]")
    expect(chosen).to_have_count(1)
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    box.press("ArrowUp")
    expect(chosen).to_have_count(0)
    box.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_value("jining")
    box.press("ArrowDown")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    expect(view).to_have_url(re.compile(r"/search/\?(city|county)=\d+"))


def test_enter_without_a_choice_searches_what_is_typed(view: Page, site: str) -> None:
    view.goto(site)
    view.get_by_role("combobox").press_sequentially("济宁")
    expect(view.get_by_role("option").first).to_be_visible()
    view.get_by_role("combobox").press("Enter")
    expect(view).to_have_url(re.compile(r"/search/\?q=%E6%B5%8E%E5%AE%81$"))


def test_a_suggestion_is_chosen_by_the_mouse_on_the_search_page(view: Page, site: str) -> None:
    view.goto(f"{site}/search/?q=储能&newspaper=dazhong-ribao&sort=newest")
    box = view.locator("#q")
    box.fill("储能 济宁")
    view.get_by_role("option").filter(has_text="济宁市").click()
    expect(view).to_have_url(re.compile("city=370800"))
    assert "q=储能&" in unquote(view.url)
    # What was chosen before stays chosen.
    assert "newspaper=dazhong-ribao" in view.url and "sort=newest" in view.url
    expect(view.locator("[data-hit]")).to_have_count(1)


def test_nothing_is_asked_while_an_input_method_composes(view: Page, site: str) -> None:
    asked: list[str] = []
    view.on("request", lambda request: asked.append(request.url))
    view.goto(site)
    view.get_by_role("combobox").focus()
    asked.clear()
    session = view.context.new_cdp_session(view)
    session.send(
        "Input.imeSetComposition", {"text": "jining", "selectionStart": 6, "selectionEnd": 6}
    )
    view.wait_for_timeout(400)
    assert asked == []
    session.send("Input.insertText", {"text": "济宁"})
    expect(view.get_by_role("option").filter(has_text="济宁市")).to_be_visible()


def test_an_old_answer_never_replaces_a_newer_one(view: Page, site: str) -> None:
    held: list[Route] = []
    view.goto(site)
    view.route(re.compile(r"suggest\?q=ji$"), lambda route: held.append(route))
    box = view.get_by_role("combobox")
    box.press_sequentially("ji")
    view.wait_for_timeout(300)
    box.press_sequentially("ning")
    expect(view.get_by_role("option").filter(has_text="济宁市")).to_be_visible()
    assert len(held) == 1
    old = '{"query": "ji", "suggestions": [{"kind": "term", "value": "旧", "label": "旧", "url": "/"}]}'
    held[0].fulfill(status=200, content_type="application/json", body=old)
    expect(view.get_by_role("option").filter(has_text="旧")).to_have_count(0)


def test_labels_are_text(view: Page, site: str) -> None:
    label = "<img src=x onerror=alert(1)>"
    body = f'{{"query": "x", "suggestions": [{{"kind": "term", "value": "x", "label": "{label}", "url": "/"}}]}}'
    view.goto(site)
    view.route(
        re.compile("suggest"),
        lambda route: route.fulfill(status=200, content_type="application/json", body=body),
    )
    view.get_by_role("combobox").press_sequentially("x")
    expect(view.get_by_role("option")).to_contain_text("<img")


def to_an_article(page: Page, site: str) -> int:
    """Opens the first hit of a search; how many hits its text has."""
    page.goto(f"{site}/search/?q=产业")
    page.locator("[data-hit] h2 a").first.click()
    return int(page.locator(".hit-bar").get_attribute("data-total"))


def test_from_hit_to_hit(view: Page, site: str) -> None:
    total = to_an_article(view, site)
    current = view.locator("mark.is-current")
    assert total > 1 and view.locator("mark[id]").count() == total
    expect(view.locator(".hit-next")).to_be_visible()  # the script has taken over by then
    view.keyboard.press("n")
    expect(current).to_have_id("hit-1")
    view.keyboard.press("p")
    expect(current).to_have_id(f"hit-{total}")
    expect(current).to_be_in_viewport()
    expect(current).to_be_focused()
    expect(view.locator(".hit-at")).to_contain_text(f"第 {total} / {total} 处")
    expect(view.locator(".hit-at .hidden")).to_contain_text("产业")
    view.get_by_role("button", name="下一处").click()
    expect(current).to_have_id("hit-1")
    view.get_by_role("button", name="上一处").click()
    expect(view).to_have_url(re.compile(f"#hit-{total}$"))
    view.reload()
    expect(current).to_have_id(f"hit-{total}")
    view.get_by_role("link", name="返回检索结果").click()
    expect(view).to_have_url(re.compile(r"/search/\?q="))


def test_keys_are_typed_in_the_box_and_not_taken(view: Page, site: str) -> None:
    to_an_article(view, site)
    box = view.get_by_role("combobox")
    expect(box).to_have_value("产业")
    box.fill("")
    box.press_sequentially("np")
    expect(box).to_have_value("np")
    expect(view.locator("mark.is-current")).to_have_count(0)


def test_on_the_phone_everything_fits(phone: Page, site: str) -> None:
    to_an_article(phone, site)
    fits(phone)
    phone.get_by_role("button", name="下一处").click()
    expect(phone.locator("mark.is-current")).to_be_in_viewport()
    phone.get_by_role("combobox").fill("")
    phone.get_by_role("combobox").press_sequentially("j")
    expect(phone.get_by_role("option").first).to_be_visible()
    fits(phone)


def test_without_script_the_numbers_lead_to_the_hits(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    article = Article.objects.published().filter(body__contains="产业").first()
    assert article is not None
    page.goto(f"{site}{article.get_absolute_url()}?q=产业")
    page.locator(".hit-numbers a").last.click()
    expect(page).to_have_url(re.compile(r"#hit-\d+$"))
    expect(page.locator("mark:target")).to_be_in_viewport()
    expect(page.get_by_role("button", name="下一处")).to_have_count(0)
    context.close()


def test_print_hides_the_bar(view: Page, site: str) -> None:
    to_an_article(view, site)
    view.emulate_media(media="print")
    expect(view.locator(".hit-bar")).to_be_hidden()


def test_a_slip_leads_to_what_was_meant(view: Page, site: str) -> None:
    view.goto(f"{site}/search/?q=jining")
    offered = view.locator(".meant a").first
    expect(offered).to_be_visible()
    fits(view)
    offered.click()
    expect(view.locator("[data-hit]").first).to_be_visible()


def test_by_keys_to_the_results_and_back_to_the_hit_that_was_read(view: Page, site: str) -> None:
    view.goto(f"{site}/search/?q=产业")
    view.keyboard.press("Tab")
    view.keyboard.press("Tab")
    expect(view.locator(":focus")).to_have_text("跳到结果")
    view.keyboard.press("Enter")
    expect(view.locator("#results")).to_be_focused()
    titles = view.locator("[data-hit] h2 a").all_inner_texts()
    view.keyboard.press("j")
    view.keyboard.press("Enter")
    view.get_by_role("link", name="返回检索结果").click()
    expect(view).to_have_url(re.compile("#article-[0-9]+$"))
    expect(view.locator(".keys:not([hidden])")).to_have_count(1)  # the script runs by then
    view.keyboard.press("j")
    expect(view.locator(":focus")).to_have_text(titles[1])


def test_what_is_left_empty_is_not_in_the_address(view: Page, site: str) -> None:
    view.goto(f"{site}/search/?q=产业")
    view.locator("#from").fill("2020年")
    view.get_by_role("button", name="应用").click()
    expect(view.locator("#from")).to_have_value("2020")
    assert unquote(view.url) == f"{site}/search/?q=产业&from=2020年"


def test_a_printed_page_tells_its_address(view: Page, site: str) -> None:
    view.goto(f"{site}/search/?q=产业")
    address = view.locator(".in-print").filter(has_text="网址")
    expect(address).to_be_hidden()
    view.emulate_media(media="print")
    expect(address).to_contain_text("/search/?q=")
    expect(view.get_by_text("检索式怎么写")).to_be_hidden()
