"""A researcher's whole way in a real browser, each step from the page before it: search, narrow,
read, cite, export, trend, diffusion, official, feed, saved search.

Wide and narrow, with and without script; no error in the console, no request to another host.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest
from playwright.sync_api import Browser, Download, Locator, Page, expect

from search.tests.browsing import (
    SIZES,
    WALKS,
    archive,
    browser_type_launch_args,
    fits,
    watched,
)
from search.tests.readers import PASSWORD, reader

__all__ = ["archive", "browser_type_launch_args"]  # fixtures

pytestmark = WALKS
WAYS = [(size, script) for size in SIZES for script in (True, False)]


@pytest.fixture(params=WAYS, ids=[f"{size}-{'js' if js else 'plain'}" for size, js in WAYS])
def view(request, browser: Browser, archive: str) -> Iterator[Page]:
    size, script = request.param
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="zh-CN",
        java_script_enabled=script,
        accept_downloads=True,
    )
    yield from watched(context, archive)


def unfolded(page: Page, inside: str) -> Locator:
    """What stands inside a fold, opened where it is closed: narrow pages fold the filters."""
    place = page.locator(inside)
    if (
        not place.first.evaluate("fold => fold.open")
        and place.locator("summary").first.is_visible()
    ):
        place.locator("summary").first.click()
    return place


def saved(page: Page, link: Locator) -> Download:
    with page.expect_download() as waiting:
        link.click()
    return waiting.value


def test_from_the_first_search_to_a_saved_one(view: Page, archive: str) -> None:
    found = search_and_narrow(view, archive)
    take_along(view, found)
    read_and_cite(view)
    meet_the_official(view)
    follow_over_time(view)
    trace(view)
    subscribe_and_save(view, archive)


def search_and_narrow(page: Page, archive: str) -> int:
    page.goto(archive)
    page.locator("header input[name=q]").fill("项目")
    page.locator("header").get_by_role("button", name="检索").click()
    expect(page.locator("h1")).to_contain_text("“项目”的检索结果")
    before = total(page)
    fits(page)
    panel = unfolded(page, "#facet-panel")
    panel.locator(".facet-city .label").filter(visible=True).first.click()
    expect(page).to_have_url(re.compile(r"city=\d{6}"))
    expect(page.locator(".chips")).to_contain_text("城市：")
    expect(page.locator("main")).to_contain_text("城市为")
    after = total(page)
    assert 0 < after < before
    fits(page)
    return after


def total(page: Page) -> int:
    expect(page.locator("#total")).to_have_text(re.compile(r"^\d+ 篇$"))
    return int(page.locator("#total").inner_text().split()[0])


def take_along(page: Page, found: int) -> None:
    link = unfolded(page, "details.exports").get_by_role("link", name="CSV", exact=True)
    file = saved(page, link)
    assert file.suggested_filename.endswith(".csv")
    text = Path(file.path()).read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == found
    assert all(row["报纸"] and row["日期"] and "项目" in row["检索式"] for row in rows)


def read_and_cite(page: Page) -> None:
    title = page.locator("[data-hit] h2 a").first
    printed = title.inner_text()
    title.click()
    expect(page.locator("h1")).to_contain_text(printed)
    expect(page.locator("main mark").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("[N]")
    fits(page)
    record = saved(page, page.get_by_role("link", name="RIS", exact=True))
    assert Path(record.path()).read_text("utf-8").startswith("TY  - NEWS")


def meet_the_official(page: Page) -> None:
    """From whatever article: the search says who is named most."""
    page.goto(re.sub(r"^(https?://[^/]+).*", r"\1/officials/", page.url))
    page.locator("main a[href^='/officials/']").filter(visible=True).first.click()
    expect(page.locator("main")).to_contain_text("职务")
    fits(page)


def follow_over_time(page: Page) -> None:
    page.locator("header").get_by_role("link", name="趋势").click()
    boxes = page.locator("input[name=series]")
    boxes.nth(0).fill("储能")
    page.get_by_role("button", name="画图").click()
    expect(page).to_have_url(re.compile("series="))
    expect(page.locator("svg.chart").filter(visible=True).first).to_be_visible()
    fits(page)
    table = saved(page, page.get_by_role("link", name="CSV", exact=True).first)
    assert "储能" in Path(table.path()).read_bytes().decode("utf-8-sig")


def trace(page: Page) -> None:
    page.locator("header").get_by_role("link", name="扩散").click()
    page.get_by_label("词语", exact=True).fill("储能")
    page.get_by_role("button", name="追踪").click()
    expect(page.locator("h1")).to_have_text("“储能”的扩散")
    fits(page)
    page.locator("a[href*='/articles/'][href*='#hit-']").first.click()
    expect(page.locator("#hit-1")).to_contain_text("储能")


def subscribe_and_save(page: Page, archive: str) -> None:
    reader()
    page.goto(f"{archive}/search/?q=储能")
    address = page.get_by_role("link", name="订阅", exact=True).get_attribute("href")
    answer = page.request.get(f"{archive}{address}")
    feed = feedparser.parse(answer.body())
    assert not feed.bozo and feed.entries
    page.get_by_role("link", name="保存检索").first.click()
    page.get_by_label("用户名").fill("li")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录").click()
    page.get_by_role("main").get_by_role("button", name="保存检索").click()
    page.goto(f"{archive}/desk/")
    expect(page.locator("main")).to_contain_text("储能")
    fits(page)
