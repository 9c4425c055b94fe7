"""Diffusion walked in a real browser: a term typed, a tile opened, a sentence read, a file saved."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from search.indexer import reindex
from search.tests import factories
from search.tests.browsing import (
    SIZES,
    WALKS,
    browser_type_launch_args,
    fits,
    watched,
)

__all__ = ["browser_type_launch_args"]  # a fixture

pytestmark = WALKS


@pytest.fixture
def spread(live_server) -> str:
    """济宁 prints 低空经济 in January, 泰安 in April."""
    factories.article("旧闻。", "2023-05-01", {"370900": "subject"})
    factories.article("济宁抢滩低空经济，建成起降点。", "2024-01-20", {"370800": "subject"})
    factories.article("第一句。泰安也谈低空经济。", "2024-04-02", {"370900": "subject"})
    reindex()
    return live_server.url


@pytest.fixture(params=[*SIZES, "plain"])
def view(request, browser: Browser, spread: str) -> Iterator[Page]:
    """Wide and narrow, and without script."""
    width, height = SIZES.get(request.param, (390, 844))
    context = browser.new_context(
        viewport={"width": width, "height": height},
        java_script_enabled=request.param != "plain",
        accept_downloads=True,
        locale="zh-CN",
    )
    yield from watched(context, spread)


def test_from_a_term_to_its_first_sentence(view: Page, spread: str) -> None:
    view.goto(f"{spread}/diffusion/")
    fits(view)
    view.get_by_label("词语", exact=True).fill("低空经济")
    view.get_by_role("button", name="追踪").click()
    expect(view.locator("h1")).to_have_text("“低空经济”的扩散")
    expect(view.locator(".trace-outcome")).to_contain_text("最早的是济宁市（2024年1月20日）")
    fits(view)

    view.get_by_role("link", name=re.compile("^山东省：济宁市")).click()
    expect(view).to_have_url(re.compile("province=370000"))
    expect(view.locator(".chart-tiles:visible")).to_have_count(1)
    view.get_by_role("link", name="泰安市：2024年4月").click()
    expect(view.locator("#place-370900")).to_be_in_viewport()
    fits(view)

    view.locator("#place-370900 .trace-sentence a").click()
    expect(view).to_have_url(re.compile(r"/articles/\d+/.*#hit-1"))
    expect(view.locator("#hit-1")).to_have_text("低空经济")


def test_the_panel_is_saved(view: Page, spread: str) -> None:
    view.goto(f"{spread}/diffusion/?q=低空经济&province=370000")
    with view.expect_download() as saving:
        view.get_by_role("link", name="面板数据 CSV").click()
    assert saving.value.suggested_filename.startswith("diffusion-panel-")


def test_rows_are_rows_for_a_listener_on_any_screen(view: Page, spread: str) -> None:
    view.goto(f"{spread}/diffusion/?q=低空经济")
    row = view.get_by_role("table", name="首次见报的先后").get_by_role("row").nth(1)
    expect(row.get_by_role("rowheader")).to_contain_text("济宁市")
    expect(row.get_by_role("cell").first).to_have_text("1")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["?q=低空经济", "?q=低空经济&province=370000", "?q=无此词语"])
def test_axe_finds_nothing(browser: Browser, spread: str, scheme: str, path: str) -> None:
    context = browser.new_context(color_scheme=scheme, locale="zh-CN")  # type: ignore[arg-type]
    for page in watched(context, spread):
        page.goto(f"{spread}/diffusion/{path}")
        page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true })")
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
