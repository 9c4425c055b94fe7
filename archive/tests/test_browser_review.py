"""The review of a page walked in a real browser, by mouse and by keys, wide and narrow.

Skips where Debian's chromium is not installed.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Browser, Locator, Page, expect

from archive.models import Article
from archive.tests import factories as make

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
PASSWORD = "a-long-password-1"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        CHROMIUM is None, reason="chromium is not installed (apt-get install chromium)"
    ),
]
TEXT = "\n".join(
    [
        "泰安日报 2024年3月15日 星期五",  # 1
        "肥城储能项目开工",  # 2
        "　　本报讯（记者 周岩）3月14日，泰安市肥城市储能项目开工，总投资8.7亿元。",  # 3
        "　　项目明年投产。",  # 4
        "春耕备耕有序推进",  # 5
        "　　本报讯（记者 田禾）连日来，各地抢抓农时，开展春耕备耕。",  # 6
        "<script>alert(1)</script>" + "长" * 5000,  # 7
    ]
)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    return {"executable_path": CHROMIUM, "args": arguments}


@pytest.fixture
def stored():
    get_user_model().objects.create_superuser("editor", password=PASSWORD)
    page = make.page(text=TEXT, furniture=[{"lines": [1, 1], "why": "folio"}])
    make.article(page, title="", body="正文。", lines=[[3, 6]], confidence=0.4)
    make.article(make.page(2, text="另一版\n正文。"), title="另一版")
    return page


@pytest.fixture(params=SIZES, ids=list(SIZES))
def view(request, browser: Browser, live_server, stored) -> Iterator[Page]:
    """The review, opened by an editor; it must stay free of errors and of foreign requests."""
    width, height = SIZES[request.param]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    faults: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
    page.on(
        "request",
        lambda r: None if r.url.startswith(live_server.url) else faults.append(r.url),
    )
    address = f"/admin/archive/page/{stored.pk}/review/"
    page.goto(f"{live_server.url}/admin/login/?next={address}")
    page.fill("input[name=username]", "editor")
    page.fill("input[name=password]", PASSWORD)
    page.locator("[type=submit]").click()
    expect(page.get_by_role("button", name="按键")).to_be_visible()  # the script is there
    yield page
    context.close()
    assert faults == []


def fits(page: Page) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= page.viewport_size["width"], page.url


def line(page: Page, number: int) -> Locator:
    return page.locator(f"#L{number}")


def drag(page: Page, first: int, last: int) -> None:
    """Over the numbers of the lines, with the mouse."""
    start, end = (line(page, number).locator(".line-number") for number in (first, last))
    start.hover()
    page.mouse.down()
    end.hover()
    page.mouse.up()


def said(page: Page, words: str) -> None:
    """By the page, and again by its script, which then is ready for keys."""
    expect(page.locator(".messagelist")).to_contain_text(words)
    expect(page.locator(".review-status")).to_contain_text(words)


def test_an_article_is_found_titled_cut_joined_and_published(view: Page, stored) -> None:
    fits(view)
    article = view.locator(".found")
    article.locator("h3").hover()
    expect(line(view, 3)).to_have_class(re.compile("is-lit"))
    expect(line(view, 2)).not_to_have_class(re.compile("is-lit"))
    line(view, 2).hover()
    line(view, 4).hover()
    expect(article).to_have_class(re.compile("is-lit"))

    drag(view, 2, 2)
    expect(view.locator("[name=first]")).to_have_value("2")
    view.get_by_role("button", name="定为标题").click()
    said(view, "1 行定为")
    expect(article.locator("h3")).to_have_text("肥城储能项目开工")
    fits(view)

    drag(view, 5, 6)
    expect(view.locator("[name=last]")).to_have_value("6")
    expect(line(view, 6)).to_have_attribute("aria-selected", "true")
    view.keyboard.press("s")
    said(view, "从第 5 行拆开")
    expect(view.locator(".found")).to_have_count(2)

    view.keyboard.press("j")  # from the new one, which is the surer, nothing comes after it
    view.keyboard.press("k")
    view.keyboard.press("m")
    expect(view.get_by_role("status").last).to_contain_text("按回车合并")
    view.keyboard.press("Enter")
    said(view, "并入")
    expect(view.locator(".found")).to_have_count(1)
    assert Article.objects.filter(page=stored).count() == 1

    view.keyboard.press("j")
    view.keyboard.press("p")
    said(view, "已发布 1 篇")
    expect(view.get_by_text("本版已全部发布")).to_be_in_viewport()
    view.get_by_role("button", name="撤回").click()
    said(view, "已撤回")
    expect(view.locator(".found")).to_be_focused()
    view.keyboard.press("a")
    view.keyboard.press("Enter")
    said(view, "已发布 1 篇")
    expect(view.get_by_role("link", name=re.compile("下一个待审版面"))).to_be_focused()
    view.keyboard.press("n")
    expect(view.locator(".found h3")).to_have_text("另一版")


def test_headline_and_mentions_are_corrected_in_place(view: Page) -> None:
    make.taian()
    view.keyboard.press("j")
    view.keyboard.press("o")
    title = view.get_by_label("主题", exact=True)
    title.fill("按键在这里只是字 jkp")
    title.press("Enter")
    said(view, "已更正：主题")
    expect(view.locator(".found h3")).to_have_text("按键在这里只是字 jkp")
    assert not Article.objects.published().exists()
    fits(view)

    place = view.locator(".mention-add").filter(has=view.locator("[name=place]"))
    place.locator(".select2-selection").click()
    view.locator(".select2-search__field").fill("肥城")
    view.locator(".select2-results__option", has_text="肥城市（泰安市）").click()
    view.get_by_role("button", name="添加地区").click()
    said(view, "＋肥城市（主题）")
    view.get_by_role("button", name="去掉地区“肥城市”").click()
    said(view, "－肥城市")
    expect(view.locator(".found-corrected")).to_contain_text("地区")


def test_keys_are_told_and_lines_are_chosen_by_them(view: Page) -> None:
    view.keyboard.press("?")
    expect(view.get_by_role("dialog")).to_contain_text("下一个待审版面")
    view.keyboard.press("p")  # nothing fires behind the help
    view.keyboard.press("Escape")
    expect(view.get_by_role("dialog")).to_be_hidden()
    view.keyboard.press("t")
    expect(view.get_by_role("status").last).to_contain_text("请先在原文中选标题")
    line(view, 1).focus()
    view.keyboard.press("ArrowDown")
    view.keyboard.press("Shift+ArrowDown")
    expect(view.locator("[name=lines]")).to_have_value("2-3")
    view.keyboard.press("Escape")
    expect(view.locator("[name=lines]")).to_have_value("")
    assert not Article.objects.published().exists()


def test_all_of_it_works_without_script(browser: Browser, live_server, stored) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    address = f"/admin/archive/page/{stored.pk}/review/"
    page.goto(f"{live_server.url}/admin/login/?next={address}")
    page.fill("input[name=username]", "editor")
    page.fill("input[name=password]", PASSWORD)
    page.locator("[type=submit]").click()
    page.fill("[name=first]", "5")
    page.get_by_role("button", name="从首行拆开").click()
    expect(page.locator(".messagelist")).to_contain_text("从第 5 行拆开")
    page.get_by_role("button", name="全部发布").click()
    expect(page.locator(".messagelist")).to_contain_text("已发布 2 篇")
    page.get_by_role("link", name=re.compile("下一个待审版面")).click()
    expect(page.locator(".found h3")).to_have_text("另一版")
    context.close()
