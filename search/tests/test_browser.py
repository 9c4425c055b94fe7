"""The main path, walked in a real browser: home, search, facets, a shared link, article, admin.

Wide and narrow, with and without script; skips where Debian's chromium is not installed.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Browser, Page, expect

from archive.ingest.worker import work_off
from archive.models import Article
from search.indexer import drain
from search.tests.browsing import (
    WALKS,
    archive,
    browser_type_launch_args,
    fits,
    view,
)

__all__ = ["archive", "browser_type_launch_args", "view"]  # fixtures


pytestmark = WALKS


def search_for(page: Page, address: str, words: str) -> None:
    page.goto(address)
    fits(page)
    page.locator("input[name=q]").first.fill(words)
    page.locator("input[name=q]").first.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?"))
    fits(page)


def total(page: Page) -> int:
    text = page.locator("main").inner_text()
    return int(re.search(r"(\d+)\s*篇", text)[1])


def test_search_narrow_share_read(view: Page, archive: str, browser: Browser) -> None:
    search_for(view, archive, "储能")
    found = total(view)
    assert found > 1
    facet = view.locator('a[href*="city="]').filter(visible=True).first
    if not facet.count():  # on the phone the facets are folded away
        view.locator("summary").first.click()
        for closed in view.locator("details:not([open]) > summary").all():
            if closed.is_visible():
                closed.click()
        facet = view.locator('a[href*="city="]').filter(visible=True).first
    facet.click()
    expect(view).to_have_url(re.compile("city="))
    narrowed = total(view)
    assert 0 < narrowed <= found
    fits(view)

    elsewhere = browser.new_context(java_script_enabled=False, locale="zh-CN").new_page()
    elsewhere.goto(view.url)
    assert total(elsewhere) == narrowed
    elsewhere.context.close()

    view.locator('main a[href^="/articles/"]').first.click()
    expect(view.locator("h1")).to_have_count(1)
    fits(view)
    view.goto(f"{archive}/officials/")
    official = view.locator('main a[href^="/officials/"]').first
    name = official.inner_text()
    official.click()
    expect(view).to_have_url(re.compile(r"/officials/\d+/"))
    expect(view.locator("h1")).to_contain_text(name)
    expect(view.locator('main a[href^="/articles/"]').first).to_be_visible()
    fits(view)


PATHS = [
    "/",
    "/search/",
    "/search/?q=无此词语",
    "/cities/",
    "/cities/370800/",
    "/cities/370000/",
    "/officials/",
    "/industries/",
    "/industries/energy-storage/",
    "/newspapers/",
    "/newspapers/jining-ribao/",
    "/newspapers/jining-ribao/2024-01-18/",
    "/newspapers/jining-ribao/2024-01-18/2/",
]


def test_every_kind_of_page_fits(view: Page, archive: str) -> None:
    for path in PATHS:
        answer = view.goto(archive + path)
        assert answer is not None and answer.status == 200, path
        expect(view.locator("h1")).to_have_count(1)
        fits(view)


def test_hostile_text_stays_text(view: Page, archive: str) -> None:
    article = Article.objects.published().first()
    article.title = "<img src=x onerror=alert(1)>储能<script>alert(2)</script>"
    article.save()
    drain()
    view.on("dialog", lambda dialog: pytest.fail("a script ran"))
    search_for(view, archive, "储能 onerror")
    expect(view.locator("main")).to_contain_text("<script>")
    view.goto(archive + article.get_absolute_url())
    expect(view.locator("h1")).to_contain_text("<img")


def test_an_editor_uploads_reviews_and_publishes(view: Page, archive: str, tmp_path: Path) -> None:
    get_user_model().objects.create_superuser("editor", password="a-long-password-1")
    upload = tmp_path / "济宁日报_2024-07-02_02版.txt"
    upload.write_text(
        "翡翠产业大会在任城召开\n  本报讯（记者 何三思）昨日，翡翠产业大会在任城区召开，"
        "签约项目12个，\n总投资30亿元。\n",
        encoding="utf-8",
    )
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    view.goto(f"{archive}/admin/login/?next=/admin/archive/import/add/")
    view.fill("input[name=username]", "editor")
    view.fill("input[name=password]", "a-long-password-1")
    view.locator("[type=submit]").click()
    view.set_input_files("input[type=file]", [str(upload), str(empty)])
    view.locator("main [type=submit], #content [type=submit]").first.click()
    expect(view.locator("body")).to_contain_text(upload.name)
    work_off()
    # The batch's page asks by itself how far the reading is.
    expect(view.locator("body")).to_contain_text("空的")
    expect(view.get_by_role("link", name=re.compile("审阅")).first).to_be_visible()
    assert Article.objects.filter(title="翡翠产业大会在任城召开", status="draft").exists()
    article = Article.objects.get(title="翡翠产业大会在任城召开")
    view.goto(f"{archive}/admin/archive/page/{article.page_id}/review/")
    expect(view.locator("body")).to_contain_text("翡翠产业大会在任城召开")
    fits(view)
    assert view.request.get(archive + article.get_absolute_url()).status == 404
    view.get_by_role("button", name=re.compile("发布")).first.click()
    drain()
    search_for(view, archive, "翡翠产业")
    assert total(view) == 1
