"""The desk in a real browser: sign in, save a search, keep articles, order, note, export, share.

With and without script, wide and narrow; the link that was taken back leads nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect

from archive.models import Article
from search.indexer import drain, reindex
from search.tests import factories
from search.tests.browsing import SIZES, WALKS, browser_type_launch_args, fits, watched
from search.tests.readers import PASSWORD, collection, order, reader

__all__ = ["browser_type_launch_args"]  # a fixture

pytestmark = WALKS
WAYS = [(size, script) for size in SIZES for script in (True, False)]


@pytest.fixture
def site(live_server) -> str:
    """Three articles on 储能, a reader; its address."""
    for name in "甲乙丙":
        factories.article(f"储能项目{name}开工。", title=f"标题{name}")
    reindex()
    reader()
    return live_server.url


@pytest.fixture(params=WAYS, ids=[f"{size}-{'js' if js else 'plain'}" for size, js in WAYS])
def view(request, browser: Browser, site: str) -> Iterator[Page]:
    size, script = request.param
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN", java_script_enabled=script
    )
    yield from watched(context, site)


@pytest.fixture
def wide(browser: Browser, site: str) -> Iterator[Page]:
    width, height = SIZES["desktop"]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    yield from watched(context, site)


def sign_in(page: Page) -> None:
    page.get_by_label("用户名").fill("li")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录").click()


def titles(page: Page) -> list[str]:
    return page.locator(".entry h3").all_inner_texts()


def test_desk_from_signing_in_to_taking_the_link_back(
    view: Page, site: str, browser: Browser
) -> None:
    view.goto(f"{site}/search/?q=储能")
    view.get_by_role("link", name="保存检索").filter(visible=True).first.click()
    expect(view).to_have_url(re.compile(r"/account/login/\?next="))
    fits(view)
    sign_in(view)
    expect(view.get_by_role("heading", name="保存检索")).to_be_visible()
    fits(view)
    view.get_by_label("名称").fill("各地储能")
    view.get_by_role("main").get_by_role("button", name="保存检索").click()
    expect(view).to_have_url(re.compile(r"/search/\?q="))
    expect(view.get_by_role("status").filter(has_text="已保存检索“各地储能”")).to_be_visible()

    for name, chosen in (("标题甲", None), ("标题乙", "比较"), ("标题丙", "比较")):
        hit = view.locator("[data-hit]").filter(has_text=name)
        hit.get_by_role("link", name="收藏").click()
        fits(view)
        if chosen:
            view.get_by_label("放入").select_option(chosen)
        else:
            view.get_by_label("新文章集的名称").fill("比较")
        view.get_by_label("笔记").fill(f"{name}的笔记")
        view.get_by_role("main").get_by_role("button", name="收藏").click()
        expect(view).to_have_url(re.compile(r"/search/\?q=.*#article-\d+"))
        expect(view.get_by_role("status").filter(has_text="已放入“比较”")).to_be_visible()

    factories.article("储能又来。", title="新到的")
    drain()
    view.goto(f"{site}/desk/")
    fits(view)
    view.get_by_role("link", name="1 篇新文章").click()
    expect(view.get_by_role("link", name="新到的")).to_be_visible()
    fits(view)
    view.get_by_role("button", name="全部标为看过").click()
    expect(view.get_by_text("没有新文章")).to_be_visible()

    view.goto(f"{site}/desk/")
    view.get_by_role("link", name="比较", exact=True).click()
    fits(view)
    assert titles(view) == ["标题甲", "标题乙", "标题丙"]
    view.get_by_role("button", name="第 3 篇上移").click()
    expect(view.locator(".entry h3").nth(1)).to_have_text("标题丙")
    view.get_by_role("button", name="第 2 篇移到最前").click()
    expect(view.locator(".entry h3").first).to_have_text("标题丙")
    expect(view.get_by_role("button", name="第 1 篇上移")).to_be_disabled()
    view.get_by_role("link", name=re.compile("改笔记.*第 1 篇")).click()
    view.get_by_label("笔记").fill("改过的\n两行")
    view.get_by_role("button", name="保存笔记").click()
    expect(view.locator(".own-note").first).to_have_text(re.compile("改过的"))
    with view.expect_download() as download:
        view.get_by_role("link", name="RIS").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert text.index("标题丙") < text.index("标题甲") < text.index("标题乙")

    view.get_by_role("button", name="共享", exact=True).click()
    link = view.locator(".shared-link").inner_text()
    fits(view)
    width, height = view.viewport_size["width"], view.viewport_size["height"]
    stranger = browser.new_context(viewport={"width": width, "height": height}).new_page()
    stranger.goto(link)
    fits(stranger)
    assert titles(stranger) == ["标题丙", "标题甲", "标题乙"]
    assert stranger.get_by_role("main").get_by_role("button").count() == 0
    view.get_by_role("button", name="停止共享").click()
    expect(view.get_by_role("button", name="共享", exact=True)).to_be_visible()
    assert stranger.goto(link).status == 404
    stranger.context.close()

    view.get_by_role("button", name=re.compile("移出.*第 2 篇")).click()
    expect(view.locator(".entry")).to_have_count(2)
    view.goto(f"{site}/desk/")
    view.get_by_role("button", name="退出登录").click()
    assert view.goto(f"{site}/desk/").url.startswith(f"{site}/account/login/")


def test_articles_are_ordered_by_dragging(wide: Page, site: str) -> None:
    made = collection(User.objects.get(), *Article.objects.values_list("pk", flat=True))
    first, *rest = order(made)
    wide.goto(f"{site}{made.get_absolute_url()}")
    sign_in(wide)
    rows = wide.locator(".entry")
    expect(rows).to_have_count(3)
    expect(rows.nth(2).locator(".grip")).to_be_visible()  # the script has come
    grip, upper = rows.nth(2).locator(".grip").bounding_box(), rows.nth(0).bounding_box()
    wide.mouse.move(grip["x"] + 8, grip["y"] + 8)
    wide.mouse.down()
    with wide.expect_navigation():
        for up in (40, 6, 5):
            wide.mouse.move(upper["x"] + 120, upper["y"] + up)
        wide.mouse.up()
    expect(wide.locator(".entry h3").first).to_have_text("标题丙")
    assert order(made) == [rest[1], first, rest[0]]


def test_desk_is_worked_by_keys(wide: Page, site: str) -> None:
    """Every button and link is reached by Tab and shows that it is."""
    made = collection(User.objects.get(), *Article.objects.values_list("pk", flat=True)[:2])
    before = order(made)
    wide.goto(f"{site}{made.get_absolute_url()}")
    sign_in(wide)
    expect(wide.locator(".entry")).to_have_count(2)
    reached: set[str] = set()
    for _ in range(60):
        wide.keyboard.press("Tab")
        reached.add(wide.evaluate("document.activeElement.getAttribute('aria-label') ?? ''"))
        if "第 2 篇上移" in reached:
            break
    assert "第 1 篇下移" in reached and "第 2 篇上移" in reached
    wide.keyboard.press("Enter")
    expect(wide.locator(".entry h3").first).to_have_text("标题乙")
    assert order(made) == before[::-1]
