"""Trends walked in a real browser: a line added and taken away, cities compared, a number opened."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from search.tests.browsing import (
    SIZES,
    WALKS,
    archive,
    browser_type_launch_args,
    fits,
    view,
    watched,
)

__all__ = ["archive", "browser_type_launch_args", "view"]  # fixtures

pytestmark = WALKS


@pytest.fixture(params=SIZES, ids=list(SIZES))
def plain(request, browser: Browser, archive: str) -> Iterator[Page]:
    """A page without script."""
    width, height = SIZES[request.param]
    context = browser.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=False, locale="zh-CN"
    )
    yield from watched(context, archive)


def unfold(page: Page) -> None:
    """The form is folded away on a telephone."""
    summary = page.locator(".facet-panel > summary")
    if summary.is_visible() and not page.locator("#series-1").is_visible():
        summary.click()


def draw(page: Page) -> None:
    page.get_by_role("button", name="画图").click()


def lines(page: Page) -> int:
    return page.locator(".trends-legend li").count()


def test_from_an_example_to_the_articles_behind_a_number(view: Page, archive: str) -> None:
    view.goto(f"{archive}/trends/")
    fits(view)
    view.locator(".empty-state .plain a").first.click()
    expect(view).to_have_url(re.compile("series="))
    expect(view.locator("svg.chart-lines:visible")).to_have_count(1)
    fits(view)
    cell = view.locator(".trends-table tbody td:nth-child(3) a").first
    number = int(cell.inner_text())
    cell.click()
    expect(view).to_have_url(re.compile(r"/search/\?q=.*from="))
    found = re.search(r"(\d+)\s*篇", view.locator("main").inner_text())
    assert int(found[1]) == number


def test_lines_are_added_and_taken_away(view: Page, archive: str) -> None:
    view.goto(f"{archive}/trends/?series=储能")
    unfold(view)
    view.get_by_role("button", name="再加一条线").click()
    expect(view.locator("#series-2")).to_be_focused()
    view.keyboard.type("发展")
    draw(view)
    expect(view).to_have_url(re.compile("series=.*series="))
    assert "series=&" not in view.url
    assert lines(view) == 2
    unfold(view)
    view.get_by_role("button", name="去掉这条线").first.click()
    assert view.locator("#series-1").input_value() == "发展"
    draw(view)
    expect(view.locator(".trends-legend li")).to_have_count(1)
    expect(view.locator(".trends-legend a")).to_have_text("发展")


def test_boxes_offer_what_the_archive_knows(view: Page, archive: str) -> None:
    view.goto(f"{archive}/trends/?series=储能")
    unfold(view)
    view.locator("#series-1").press("End")
    view.locator("#series-1").press_sequentially(" 城市:济宁")
    offered = view.locator("#known-0 option[value='储能 城市:济宁市']")
    expect(offered).to_have_count(1)


def test_lines_without_script(plain: Page, archive: str) -> None:
    plain.goto(f"{archive}/trends/?series=储能")
    unfold(plain)
    plain.locator("#series-2").fill("发展")
    plain.locator("#by").select_option("year")
    draw(plain)
    fits(plain)
    assert lines(plain) == 2
    assert "series=&" not in plain.url
    assert "by=year" in plain.url
    unfold(plain)
    plain.locator("#series-1").fill("")
    draw(plain)
    assert lines(plain) == 1


def test_cities_are_compared_without_script(plain: Page, archive: str) -> None:
    plain.goto(f"{archive}/trends/")
    plain.locator(".trends-compare > summary").click()
    plain.locator("#term").fill("发展")
    plain.locator("#of").fill("泰安市、济宁市")
    plain.get_by_role("button", name="比较", exact=True).click()
    expect(plain.locator(".trends-legend li")).to_have_count(2)
    expect(plain.locator(".trends-legend a").first).to_have_text("城市:泰安市 发展")
    fits(plain)
