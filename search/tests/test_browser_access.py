"""Nobody is kept out: axe finds nothing on any page type, light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from playwright.sync_api import Browser, Page

from archive.editing.accounts import give_role
from archive.models import Article, Figure, Issue, Official, Place
from search.tests.browsing import WALKS, archive, browser_type_launch_args, fits

__all__ = ["archive", "browser_type_launch_args"]  # fixtures

pytestmark = WALKS

# WCAG 2.2 at the levels A and AA, and what axe's makers hold good besides.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = {
    "wide": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "narrow": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "english": {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB"},
}


def addresses() -> dict[str, str]:
    """One page of every type, with something on it."""
    article = Article.objects.published().exclude(figures=None).first()
    city = Place.objects.filter(level=Place.Level.PREFECTURE, mentions__role="subject").first()
    official = Official.objects.exclude(mentions=None).first()
    issue = Issue.objects.select_related("newspaper").first()
    figure = Figure.objects.exclude(indicator="").first()
    assert article and city and official and issue and figure
    paper = issue.newspaper.get_absolute_url()
    return {
        "home": "/",
        "search": "/search/?q=项目",
        "narrowed": f"/search/?q=项目 -储能&city={city.code}&role=subject",
        "no hits": "/search/?q=鎏金犀牛",
        "malformed": "/search/?from=昨天&city=无此城",
        "choices": "/search/choices/official/",
        "article": f"{article.get_absolute_url()}?q=项目",
        "marked article": f"{article.get_absolute_url()}?marks=mentions",
        "cities": "/cities/",
        "city": city.get_absolute_url(),
        "officials": "/officials/",
        "official": official.get_absolute_url(),
        "industries": "/industries/",
        "industry": "/industries/energy-storage/",
        "newspapers": "/newspapers/",
        "newspaper": paper,
        "issue": issue.get_absolute_url(),
        "page": article.page.get_absolute_url(),
        "trends, empty": "/trends/",
        "trends": "/trends/?series=储能&series=项目&by=month&per=thousand",
        "diffusion, empty": "/diffusion/",
        "diffusion": "/diffusion/?q=项目",
        "diffusion of a province": f"/diffusion/?q=项目&province={city.code[:2]}0000",
        "figures": "/figures/",
        "one indicator": f"/figures/?indicator={figure.indicator}",
        "api": "/api/",
        "login": "/account/login/",
        "not found": "/nowhere/",
    }


def kept_out(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


@pytest.fixture(params=LOOKS, ids=list(LOOKS))
def look(request, browser: Browser, archive: str) -> Iterator[Callable[[str], Page]]:
    context = browser.new_context(**{"locale": "zh-CN", **LOOKS[request.param]})
    page = context.new_page()

    def visit(address: str) -> Page:
        page.goto(f"{archive}{address}")
        return page

    yield visit
    context.close()


def test_axe_finds_nothing_on_any_page(look: Callable[[str], Page]) -> None:
    faults = {}
    for name, address in addresses().items():
        page = look(address)
        fits(page)
        if found := kept_out(page):
            faults[name] = found
    assert faults == {}


def test_axe_finds_nothing_on_the_desk(look: Callable[[str], Page]) -> None:
    get_user_model().objects.create_user("lishu", password="read-the-papers")
    page = look("/account/login/")
    page.fill("[name=username]", "lishu")
    page.fill("[name=password]", "read-the-papers")
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/desk/")
    article = Article.objects.published().first()
    faults = {}
    for address in ("/desk/", f"/desk/keep/?article={article.pk}", "/search/?q=项目"):
        page = look(address)
        fits(page)
        if found := kept_out(page):
            faults[address] = found
    assert faults == {}


def test_axe_finds_nothing_in_the_admin(look: Callable[[str], Page]) -> None:
    """Lists, forms of accounts and of articles, and the review of a page, as an administrator."""
    user = get_user_model().objects.create_user("guanli", password="read-the-papers")
    give_role(user, "administrator")
    page = look("/admin/login/")
    page.fill("[name=username]", "guanli")
    page.fill("[name=password]", "read-the-papers")
    page.locator("[type=submit]").first.click()
    page.wait_for_url("**/admin/")
    article = Article.objects.exclude(figures=None).first()
    faults = {}
    for address in (
        "article/", f"article/{article.pk}/change/", f"page/{article.page_id}/review/",
        "official/", "newspaper/", "import/add/", "place/1/change/",
    ):  # fmt: skip
        page = look(f"/admin/archive/{address}")
        fits(page)
        if found := kept_out(page):
            faults[address] = found
    for address in ("", "add/", f"{user.pk}/change/", f"{user.pk}/password/"):
        page = look(f"/admin/auth/user/{address}")
        fits(page)
        if found := kept_out(page):
            faults[address] = found
    assert faults == {}
