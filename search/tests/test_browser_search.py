"""The page of results in a real browser, under a policy that lets no inline script or style run:

results replaced in place and brought back, time chosen on the chart, keys; and all of it without script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect

from archive.models import PlaceMention
from search.indexer import reindex
from search.suggesting.current import forget
from search.tests import factories
from search.tests.browsing import SIZES, WALKS, browser_type_launch_args, fits, watched

__all__ = ["browser_type_launch_args"]  # a fixture

pytestmark = WALKS
STRICT = "default-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'"


@pytest.fixture
def site(live_server) -> str:
    """Forty articles of two years in two cities, a county among them; its address."""
    for number in range(40):
        day = f"{2023 + number % 2}-{number % 12 + 1:02d}-15"
        city = "370900" if number % 4 else "370800"
        told = {city: "subject"}
        made = factories.article(f"储能项目{number}开工。", day, told, title=f"储能{number}")
    PlaceMention.objects.create(article=made, place=factories.county(), role="subject")
    reindex()
    forget()
    return live_server.url


def guarded(context: BrowserContext) -> BrowserContext:
    """Every page with the strict policy; what it forbids is an error in the console."""

    def answer(route: Route) -> None:
        if route.request.resource_type != "document":
            return route.fallback()
        got = route.fetch(max_redirects=0)
        headers = {**got.headers, "content-security-policy": STRICT}
        return route.fulfill(response=got, headers=headers)

    context.route("**/*", answer)
    return context


@pytest.fixture
def view(browser: Browser, site: str) -> Iterator[Page]:
    width, height = SIZES["desktop"]
    size = {"width": width, "height": height}
    context = browser.new_context(viewport=size, locale="zh-CN", reduced_motion="reduce")
    yield from watched(guarded(context), site)


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Page]:
    width, height = SIZES["phone"]
    size = {"width": width, "height": height}
    yield from watched(guarded(browser.new_context(viewport=size, locale="zh-CN")), site)


@pytest.fixture
def plain(browser: Browser, site: str) -> Iterator[Page]:
    """Without script."""
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    yield from watched(guarded(context), site)


def opened(page: Page, site: str, query: str = "?q=储能") -> Page:
    """The page of a search, marked so that a reload would be noticed."""
    page.goto(f"{site}/search/{query}")
    expect(page.locator(".histogram.can-drag")).to_have_count(1)
    page.evaluate("window.kept = true")
    return page


def is_kept(page: Page) -> bool:
    return bool(page.evaluate("window.kept === true"))


def test_a_choice_replaces_the_results_and_back_brings_them_again(view: Page, site: str) -> None:
    opened(view, site)
    expect(view.locator("#total")).to_have_text("40 篇")
    view.locator("#city-370800").click()
    expect(view.locator("#total")).to_have_text("10 篇")
    assert is_kept(view) and view.url.endswith("&city=370800")
    expect(view.locator("#city-370800")).to_be_focused()
    expect(view.locator("#said")).to_contain_text("10 篇")
    expect(view.locator(".explained")).to_have_text("含“储能”，城市为济宁市")
    language = view.locator(".nav-own a[hreflang]")
    assert "city=370800" in unquote(language.get_attribute("href") or "")
    view.go_back()
    expect(view.locator("#total")).to_have_text("40 篇")
    assert is_kept(view) and "city=" not in view.url
    view.go_forward()
    expect(view.locator("#total")).to_have_text("10 篇")
    view.get_by_role("link", name="取消 城市：济宁市").click()
    expect(view.locator("#total")).to_have_text("40 篇")
    # The chip is gone; the focus goes where reading goes on.
    expect(view.locator("#results")).to_be_focused()
    assert is_kept(view)


def test_another_page_begins_at_its_top(view: Page, site: str) -> None:
    opened(view, site)
    view.get_by_role("link", name="下一页").click()
    expect(view.locator("[data-hit]")).to_have_count(20)
    expect(view).to_have_url(re.compile("page=2"))
    expect(view.locator("#results")).to_be_focused()
    expect(view.locator("[data-hit]").first).to_be_in_viewport()
    assert is_kept(view)
    view.locator("[data-hit] h2 a").first.click()
    expect(view).to_have_url(re.compile(r"/articles/\d+/\?q=.*page=2"))


def test_what_is_typed_anew_is_shown_in_place(view: Page, site: str) -> None:
    opened(view, site)
    view.locator("#q").fill("储能7")
    view.locator("#q").press("Enter")
    expect(view.locator("h1")).to_contain_text("“储能7”的检索结果")
    expect(view).to_have_title(re.compile("储能7"))
    expect(view.locator("#q")).to_have_value("储能7")
    assert is_kept(view) and unquote(view.url) == f"{site}/search/?q=储能7"
    view.go_back()
    expect(view.locator("#total")).to_have_text("40 篇")


def dragged(page: Page, first: str, last: str) -> None:
    """The pointer goes from the middle of one column to the middle of another."""
    boxes = [
        page.locator(f'.chart-wide .col[data-from="{month}"] .room').bounding_box()
        for month in (first, last)
    ]
    assert boxes[0] and boxes[1]
    (start, end) = ((box["x"] + box["width"] / 2, box["y"] + 40) for box in boxes)
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=4)
    page.mouse.up()


@pytest.mark.parametrize("turned", [False, True])
def test_dragging_over_months_goes_to_them(view: Page, site: str, turned: bool) -> None:
    opened(view, site)
    ends = ["2023-11", "2024-02"]
    dragged(view, *(reversed(ends) if turned else ends))
    expect(view).to_have_url(re.compile("from=2023-11&to=2024-02"))
    expect(view.locator(".chart-wide .is-selected")).to_have_count(4)
    expect(view.get_by_role("link", name="取消 日期：2023年11月至2024年2月")).to_be_visible()
    expect(view.locator("#from")).to_have_value("2023-11")
    assert is_kept(view)
    # And once more, on the chart that was put in the other's place.
    dragged(view, "2024-05", "2024-06")
    expect(view).to_have_url(re.compile("from=2024-05&to=2024-06"))
    view.get_by_role("link", name="全部时间").click()
    expect(view.locator("#total")).to_have_text("40 篇")


def test_a_click_on_a_column_goes_to_its_month(view: Page, site: str) -> None:
    opened(view, site)
    view.locator('.chart-wide .col[data-from="2024-03"]').click()
    expect(view).to_have_url(re.compile("from=2024-03&to=2024-03"))
    assert is_kept(view)


def test_months_are_chosen_by_keys(view: Page, site: str) -> None:
    opened(view, site)
    chart = view.locator(".histogram")
    chart.focus()
    for key in ("End", "ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft"):
        chart.press(key)
    expect(chart.get_by_role("status")).to_contain_text("2024年")
    expect(view.locator(".chart-wide .is-taken")).to_have_count(3)
    chart.press("Enter")
    expect(view).to_have_url(re.compile("from=2024-09&to=2024-11"))


def expect_cookie(view: Page, name: str, value: str) -> None:
    """The answer to what was asked beside the page has come."""
    for _ in range(100):
        if any((one["name"], one["value"]) == (name, value) for one in view.context.cookies()):
            return
        view.wait_for_timeout(50)
    raise AssertionError(view.context.cookies())


def test_how_close_hits_stand_is_kept(view: Page, site: str) -> None:
    opened(view, site)
    expect(view.locator(".lead").first).to_be_visible()
    with view.expect_request(re.compile("/search/density/compact/")):
        view.get_by_role("link", name="紧凑").click()
    expect(view.locator(".lead").first).to_be_hidden()
    assert is_kept(view) and unquote(view.url) == f"{site}/search/?q=储能"
    expect_cookie(view, "density", "compact")
    view.reload()
    expect(view.locator(".lead").first).to_be_hidden()
    expect(view.get_by_role("link", name="紧凑")).to_have_attribute("aria-current", "true")


def test_keys_are_told_and_lead_in_and_out(view: Page, site: str) -> None:
    opened(view, site)
    view.keyboard.press("/")
    expect(view.locator("#q")).to_be_focused()
    view.keyboard.press("Escape")
    expect(view.locator("#q")).not_to_be_focused()
    expect(view.locator("#q")).to_have_value("储能")
    view.keyboard.press("Shift+?")
    expect(view.get_by_role("dialog", name="快捷键")).to_contain_text("下一条")
    view.keyboard.press("Escape")
    expect(view.get_by_role("dialog")).to_have_count(0)
    view.keyboard.press("j")
    view.keyboard.press("o")
    expect(view).to_have_url(re.compile("/articles/"))


def test_an_answer_that_is_no_page_of_results_is_gone_to(browser: Browser, site: str) -> None:
    """What cannot be put in place is no silent stop: the whole address is opened."""

    def refuse(route: Route, request: Request) -> None:
        if "hx-request" in request.headers:
            route.fulfill(status=503, body="")
        else:
            route.fallback()

    context = browser.new_context(locale="zh-CN")
    page = opened(context.new_page(), site)
    page.route(re.compile("city="), refuse)
    page.locator("#city-370800").click()
    expect(page.locator("#total")).to_have_text("10 篇")
    assert not is_kept(page)
    context.close()


def test_two_clicks_in_a_row_both_count(browser: Browser, site: str) -> None:
    """The second link was made before the first was answered, and does not know of it."""
    context = browser.new_context(locale="zh-CN")
    page = opened(context.new_page(), site)
    waiting: list[Route] = []
    page.route(re.compile(r"city=370900$"), lambda route: waiting.append(route))
    page.locator("#city-370900").click()
    expect(page.locator("#progress")).to_have_class(re.compile("htmx-request"))
    page.locator("#year-2023").click()
    expect(page.locator("#total")).to_have_text("10 篇")
    expect(page.get_by_role("link", name=re.compile("取消"))).to_have_count(2)
    assert len(waiting) == 1 and is_kept(page)
    page.unroute_all(behavior="ignoreErrors")
    # One taken back and another time, neither of them answered when the other is asked for.
    page.route(re.compile("city=370900.*to=2024"), lambda route: waiting.append(route))
    page.locator("#year-2024").click()
    page.locator("#city-370900").click()
    expect(page).not_to_have_url(re.compile("city=370900"))
    expect(page.locator("#total")).to_have_text("20 篇")
    assert "from=2024&to=2024" in page.url and "from=2023" not in page.url
    context.close()


def test_two_steps_back_show_what_the_address_says(browser: Browser, site: str) -> None:
    """However late the answer to the first step comes."""
    context = browser.new_context(locale="zh-CN")
    page = opened(context.new_page(), site)
    page.locator("#city-370900").click()
    expect(page.locator("#total")).to_have_text("30 篇")
    page.locator("#year-2024").click()
    expect(page.locator("#total")).to_have_text("20 篇")
    waiting: list[Route] = []
    page.route(re.compile(r"city=370900$"), lambda route: waiting.append(route))
    with page.expect_request(re.compile(r"city=370900$")):
        page.evaluate("history.back()")
    page.evaluate("history.back()")
    expect(page.locator("#total")).to_have_text("40 篇")
    assert len(waiting) == 1
    page.unroute_all(behavior="ignoreErrors")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#total")).to_have_text("40 篇")
    assert is_kept(page) and "city=" not in page.url
    context.close()


def test_a_server_that_cannot_be_reached_is_seen(browser: Browser, site: str) -> None:
    context = browser.new_context(locale="zh-CN")
    page = opened(context.new_page(), site)
    page.route(re.compile("city="), lambda route: route.abort())
    page.locator("#city-370900").click()
    expect(page.locator("#said")).to_have_text("连不上服务器，请稍后再试。")
    expect(page.locator("#said")).to_be_in_viewport(ratio=1)
    page.unroute_all()
    page.locator("#city-370900").click()
    expect(page.locator("#total")).to_have_text("30 篇")
    expect(page.locator("#said")).to_have_class("hidden")
    context.close()


def test_the_panel_stays_open_on_the_phone(phone: Page, site: str) -> None:
    phone.goto(f"{site}/search/?q=储能")
    fits(phone)
    expect(phone.locator(".histogram.can-drag")).to_have_count(1)
    phone.locator("#facet-panel > summary").click()
    phone.locator("#city-370900").click()
    expect(phone.locator("#total")).to_have_text("30 篇")
    expect(phone.locator("#facet-panel")).to_have_attribute("open", "")
    fits(phone)


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_the_export_menu_lies_on_the_phone(browser: Browser, site: str, language: str) -> None:
    width, height = SIZES["phone"]
    context = browser.new_context(viewport={"width": width, "height": height}, locale=language)
    page = context.new_page()
    page.goto(f"{site}/search/?q=储能")
    page.locator(".exports > summary").click()
    box = page.locator(".exports ul").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width
    context.close()


def test_all_of_it_works_without_script(plain: Page, site: str) -> None:
    plain.goto(f"{site}/search/?q=储能")
    expect(plain.locator("#total")).to_have_text("40 篇")
    plain.locator('.chart-wide .col[data-from="2024-03"]').click()
    expect(plain).to_have_url(re.compile("from=2024-03&to=2024-03"))
    plain.locator("#from").fill("2023")
    plain.locator("#to").fill("2023年12月")
    plain.get_by_role("button", name="应用").click()
    expect(plain.locator("#total")).to_have_text("20 篇")
    plain.get_by_role("link", name="2024", exact=True).click()
    expect(plain).to_have_url(re.compile("from=2024&to=2024"))
    plain.locator("#year-all").click()
    plain.get_by_text("列成表格").click()
    plain.get_by_role("row", name="2023年1月").get_by_role("link").click()
    expect(plain).to_have_url(re.compile("from=2023-01"))
    plain.goto(f"{site}/search/?q=储能")
    plain.locator("#below-370900 > summary").click()
    plain.locator("#county-370983").click()
    expect(plain.locator("[data-hit]")).to_have_count(1)
    plain.get_by_role("link", name="只看主题").click()
    expect(plain.locator(".explained")).to_have_text("含“储能”，区县为肥城市，只看主题")
    plain.get_by_role("link", name="紧凑").click()
    expect(plain).to_have_url(re.compile("role=subject$"))
    expect(plain.locator(".lead").first).to_be_hidden()
