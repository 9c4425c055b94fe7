"""A newspaper page that Debian's chromium prints comes back article by article."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from archive.tests.html_page import html_page
from archive.tests.page_match import missed
from archive.tests.typeset import gold_articles

SOURCES = Path(__file__).parent / "sample_sources"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="chromium is not installed (apt-get install chromium)"
    ),
]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-gpu"]}


@pytest.mark.parametrize("name", ["a_dazhong_0226", "b_neimenggu_0315", "b_luoyang_0621"])
def test_a_printed_page_comes_back(name: str, browser: Browser) -> None:
    data = tomllib.loads((SOURCES / f"{name}.toml").read_text(encoding="utf-8"))
    page = browser.new_page()
    page.set_content(html_page(data))
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    gold = [a for a in gold_articles(data) if a["kind"] == "article" and a["title"]]
    assert missed(printed, gold) == []
