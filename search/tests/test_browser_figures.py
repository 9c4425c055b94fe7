"""Figures walked in a real browser: list, filter, compare, the sentence in its article, the files."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from search.tests.browsing import WALKS, archive, browser_type_launch_args, fits, view, watched

__all__ = ["archive", "browser_type_launch_args", "view"]  # fixtures


pytestmark = WALKS


def total(page: Page) -> int:
    return int(re.search(r"\d+", page.locator("h1").inner_text())[0])


def open_filters(page: Page) -> None:
    summary = page.locator(".facet-panel > summary")
    if summary.is_visible() and not page.locator("#f-q").is_visible():
        summary.click()


def walk(page: Page, address: str) -> None:
    """From the menu to the filtered list, to the sentence, back, and on to the comparison."""
    page.goto(address)
    page.locator(".nav a", has_text="数据").click()
    expect(page).to_have_url(re.compile(r"/figures/$"))
    fits(page)
    every = total(page)
    open_filters(page)
    page.locator("#f-unit").fill("亿元")
    page.locator("#f-min").fill("100")
    page.locator("#f-kind").select_option("target")
    page.locator(".figures-form button").click()
    expect(page).to_have_url(re.compile("kind=target"))
    assert 0 < total(page) < every
    fits(page)
    first = page.locator(".figures-list .num a").first
    expect(first).to_have_attribute("href", re.compile(r"/articles/\d+/#figure-\d+$"))
    shared = page.url
    first.click()
    expect(page).to_have_url(re.compile(r"/articles/\d+/#figure-\d+$"))
    page.goto(shared)
    page.locator(".chips a", has_text="目标").click()
    expect(page).not_to_have_url(re.compile("kind=target"))
    page.locator(".figures-views a", has_text="对照比较").click()
    expect(page.locator(".figures-choose a").first).to_be_visible()
    fits(page)
    page.locator(".figures-choose a").first.click()
    expect(page.locator("#by-place")).to_be_visible()
    fits(page)


def test_with_script(view: Page, archive: str) -> None:
    walk(view, archive)


def test_without_script(browser: Browser, archive: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    for page in watched(context, archive):
        walk(page, archive)


def test_rows_stack_on_a_phone_and_nothing_offends_axe(view: Page, archive: str) -> None:
    for path in ("/figures/", "/figures/compare/?indicator=产值", "/figures/?year=1999&min=x"):
        view.goto(archive + path)
        fits(view)
        for scheme in ("light", "dark"):
            view.emulate_media(color_scheme=scheme)
            assert Axe().run(view).response["violations"] == []
    view.goto(f"{archive}/figures/")
    if view.viewport_size["width"] < 640:
        row = view.locator(".figures-list tbody tr").first
        sentence = row.locator(".sentence").bounding_box()
        assert sentence["width"] > 0.9 * row.bounding_box()["width"]


def test_the_files_come_down(view: Page, archive: str) -> None:
    view.goto(f"{archive}/figures/?kind=target")
    for label, ending in (("CSV", "csv"), ("Excel", "xlsx")):
        with view.expect_download() as waiting:
            view.locator(".exports a", has_text=label).click()
        assert re.fullmatch(rf"figures-\d+\.{ending}", waiting.value.suggested_filename)
        assert waiting.value.path().stat().st_size > 2000
