"""Facets in a real browser: look for one of many officials, go down from a city to its counties."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from archive.models import Official, PlaceMention
from search.indexer import reindex
from search.suggesting.current import forget
from search.tests import factories
from search.tests.browsing import WALKS, browser_type_launch_args, fits, watched

__all__ = ["browser_type_launch_args"]  # a fixture

pytestmark = WALKS


@pytest.fixture
def many(live_server) -> str:
    """Fifteen officials of as many articles, one of them in a county."""
    names = [f"王{one}新" for one in "一二三四五六七八九十百千万亿兆"]
    for number, name in enumerate(names):
        official = Official.objects.create(name=name, place=factories.city())
        told = {official: "speaker"}
        article = factories.article(
            "储能项目开工。", cities={"370900": "subject"}, officials=told, title=f"储能{number}"
        )
    PlaceMention.objects.create(article=article, place=factories.county(), role="subject")
    reindex()
    forget()
    return live_server.url


def test_an_official_is_found_among_many(browser: Browser, many: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    for page in watched(context, many):
        page.goto(f"{many}/search/?q=储能")
        page.get_by_role("link", name="全部 15 项，查找…").click()
        box = page.get_by_role("searchbox", name="在官员里查找")
        expect(box).to_be_focused()
        box.press_sequentially("wangzhao")
        page.locator(".facet-official").get_by_role("link", name=re.compile("王兆新.*1 篇")).click()
        expect(page.locator("[data-hit]")).to_have_count(1)
        expect(page.get_by_role("link", name="取消 官员：王兆新")).to_be_visible()
        fits(page)


def test_a_city_opens_to_its_counties(browser: Browser, many: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="zh-CN", java_script_enabled=False
    )
    for page in watched(context, many):
        page.goto(f"{many}/search/?q=储能&city=370900")
        page.get_by_text("筛选（已选 1 项）").click()
        page.get_by_role("list", name="泰安市的区县").get_by_role("link").click()
        expect(page.locator("[data-hit]")).to_have_count(1)
        page.goto(f"{many}/search/?q=储能")
        page.get_by_text("筛选", exact=True).click()
        page.get_by_role("link", name="全部 15 项，查找…").click()
        page.get_by_label("名称或拼音的开头").fill("王兆")
        page.get_by_role("button", name="查找").click()
        page.get_by_role("link", name=re.compile("王兆新.*1 篇")).click()
        expect(page.locator("[data-hit]")).to_have_count(1)
        fits(page)
