"""The content policy in a real browser: what is smuggled into a page does not run, and the site itself,
readers' pages and every kind of page of the admin, asks for nothing that the policy forbids.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from archive.models import Article, Newspaper, Official
from archive.models import Page as Printed
from archive.tests import factories as make
from search.tests.browsing import WALKS, archive, browser_type_launch_args

__all__ = ["archive", "browser_type_launch_args"]  # fixtures

pytestmark = WALKS
PASSWORD = "long-Enough-7"
TELL = """
  document.addEventListener("securitypolicyviolation", (event) => {
    const node = event.target.outerHTML?.slice(0, 200) ?? "";
    told(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${node}`);
  });
"""
# Ways to run a script, to change how a page looks, or to send what is typed elsewhere.
SMUGGLED = {
    "script": "<script>window.ran = 1</script>",
    "script of another host": "<script src='https://evil.example/x.js'></script>",
    "script of data": "<script src='data:text/javascript,window.ran=1'></script>",
    "module": "<script type=module>window.ran = 1</script>",
    "handler": "<img src=/nowhere.png onerror='window.ran = 1'>",
    "svg": "<svg onload='window.ran = 1'><script>window.ran = 1</script></svg>",
    "link": "<a id=smuggled href='javascript:window.ran = 1'>x</a>",
    "frame": "<iframe srcdoc='<script>parent.ran = 1</script>'></iframe>",
    "frame of script": "<iframe src='javascript:parent.ran = 1'></iframe>",
    "object": "<object data='data:text/html,<script>parent.ran = 1</script>'></object>",
    "text of a script of ours": "<script src='/static/evaluates.js'></script>",
    "style": "<style>body { outline: 7px solid red }</style>",
    "attribute": "<p style='outline: 7px solid red'>x</p>",
    "sheet of another host": "<link rel=stylesheet href='https://evil.example/x.css'>",
    "picture of another host": "<img src='https://evil.example/pixel.gif'>",
    "form": "<form id=smuggled action='https://evil.example/'><button>x</button></form>",
    "base": "<base href='https://evil.example/'>",
    # This one is met by htmx itself, which is told to evaluate nothing.
    "htmx": "<p hx-on:load='window.ran = 1' hx-get='js:window.ran = 1' hx-trigger='load[window.ran = 1]'>x</p>",
}


EVALUATES = """
  for (const way of [() => eval("window.ran = 1"), () => new Function("window.ran = 1")(),
                     () => setTimeout("window.ran = 1")]) try { way(); } catch { /* refused */ }
"""
CLICK = "document.querySelector('#smuggled button, a#smuggled')?.click()"


@dataclass
class Watch:
    """What the browser told of a walk: what the policy forbade, errors, requests elsewhere."""

    forbidden: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext, address: str) -> None:
        context.expose_function("told", lambda what: self.forbidden.append(what))
        context.add_init_script(TELL)
        context.on("page", lambda page: self.look(page, address))

    def look(self, page: Page, address: str) -> None:
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", lambda one: self.heard(page, one.type, one.text))
        page.on("request", lambda one: self.asked(page, one.url, address))

    def heard(self, page: Page, kind: str, text: str) -> None:
        if kind in ("error", "warning") and "Failed to load resource" not in text:
            self.faults.append(f"{page.url}: {text}")

    def asked(self, page: Page, url: str, address: str) -> None:
        if not url.startswith((address, "data:")):
            self.faults.append(f"{page.url} asks for {url}")


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def view(browser: Browser, live_server, watch: Watch) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    watch.over(context, live_server.url)
    yield context.new_page()
    context.close()


@pytest.fixture
def boss(view: Page, live_server) -> Page:
    """A page of an administrator."""
    get_user_model().objects.create_superuser("boss", "boss@example.org", PASSWORD)
    view.goto(f"{live_server.url}/admin/login/")
    view.fill("input[name=username]", "boss")
    view.fill("input[name=password]", PASSWORD)
    view.locator("#login-form [type=submit]").click()
    expect(view.locator("#user-tools")).to_be_visible()
    return view


def smuggle(page: Page, markup: str) -> None:
    """As if a page had forgotten to escape: the answer with its own headers, and more in its text."""

    def answer(route: Route) -> None:
        response = route.fetch()
        body = response.text()
        end = body.rindex("</main>")
        route.fulfill(response=response, body=body[:end] + markup + body[end:])

    page.route(lambda url: url.endswith("?smuggled"), answer)
    script = {"body": EVALUATES, "content_type": "text/javascript"}
    page.route("**/static/evaluates.js", lambda route: route.fulfill(**script))


@pytest.mark.parametrize("path", ["/search/", "/admin/"])
def test_nothing_that_is_smuggled_in_runs(boss: Page, live_server, path: str, watch: Watch) -> None:
    failed: dict[str, str | None] = {}
    boss.on("requestfailed", lambda one: failed.update({one.url: one.failure}))
    for kind, markup in SMUGGLED.items():
        boss.unroute_all()
        smuggle(boss, markup)
        watch.forbidden.clear()
        boss.goto(f"{live_server.url}{path}?smuggled")
        boss.evaluate(CLICK)
        boss.wait_for_timeout(50)
        assert boss.evaluate("window.ran") is None, kind
        assert boss.evaluate("getComputedStyle(document.body).outlineWidth") != "7px", kind
        assert boss.evaluate("document.baseURI").startswith(live_server.url), kind
        assert boss.url.startswith(f"{live_server.url}{path}"), kind
        assert watch.forbidden or kind == "htmx", f"the policy did not meet: {kind}"
    assert {url.rpartition("/")[2]: why for url, why in failed.items() if "evil" in url} == {
        "x.js": "csp", "x.css": "csp", "pixel.gif": "csp"
    }  # fmt: skip


def test_readers_pages_ask_for_nothing_forbidden(view: Page, archive: str, watch: Watch) -> None:
    view.goto(archive)
    todo = ["/", "/search/?q=储能", "/search/?q=没有的词", "/trends/?series=储能",
            "/diffusion/?q=储能", "/figures/", "/figures/compare/?indicator=地区生产总值", "/api/",
            "/cities/", "/cities/370000/", "/officials/", "/industries/", "/industries/energy-storage/",
            "/newspapers/", "/account/login/", "/account/reset/", "/desk/", "/nowhere/",
            Article.objects.order_by("pk").first().get_absolute_url(),
            Article.objects.order_by("pk").first().get_absolute_url() + "?marks=mentions&q=发展",
            Official.objects.order_by("pk").first().get_absolute_url(),
            Newspaper.objects.filter(issues__isnull=False).first().get_absolute_url(),
            Printed.objects.first().get_absolute_url()]  # fmt: skip
    for path in todo:
        view.goto(archive + path)
        if path.startswith("/search/?q=储能"):  # htmx replaces a part of the page
            view.locator("[data-hit]").first.wait_for()
            view.locator(".facets a, .facet a").filter(visible=True).first.click()
            view.wait_for_timeout(300)
            view.locator("input[name=q]").first.fill("泰安")
            view.wait_for_timeout(400)
    assert (watch.forbidden, watch.faults) == ([], [])


def admin_addresses() -> list[str]:
    """Each kind of page of each model that the admin knows, with a row to show."""
    found = ["/admin/", "/admin/password_change/", "/admin/archive/", "/admin/nowhere/"]
    for model in admin.site._registry:
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found += [reverse(f"{base}_changelist"), f"{reverse(f'{base}_changelist')}?q=a&o=1", reverse(f"{base}_add")]  # fmt: skip
        row = model.objects.order_by("pk").first()
        if row is not None:
            found += [reverse(f"{base}_{page}", args=[row.pk]) for page in ("change", "history", "delete")]  # fmt: skip
    paper, page = Newspaper.objects.filter(issues__isnull=False).first(), Printed.objects.first()
    two = Official.objects.order_by("pk")[:2]
    return [
        *found,
        f"/admin/archive/newspaper/{paper.pk}/calendar/",
        f"/admin/archive/page/{page.pk}/review/",
        "/admin/archive/official/likely/",
        f"/admin/archive/official/merge/?id={two[0].pk}&id={two[1].pk}",
        f"/admin/archive/official/{two[0].pk}/split/",
        f"/admin/auth/user/{get_user_model().objects.first().pk}/password/",
    ]


def test_pages_of_the_admin_ask_for_nothing_forbidden(
    archive: str, boss: Page, watch: Watch
) -> None:
    shown = set()
    for address in admin_addresses():
        answer = boss.goto(archive + address)
        assert answer is not None and answer.status < 500, address
        shown.add(answer.status)
    assert (watch.forbidden, watch.faults) == ([], []) and 200 in shown


@pytest.fixture
def rows(live_server) -> Article:
    article = make.article(make.page(), title="储能项目开工", body="正文。")
    make.official("王伟")
    return article


def pick(page: Page, box: str, typed: str) -> None:
    """Choose with a picker as editors do: open it, type, take the first."""
    page.locator(f"{box} .select2-selection").first.click()
    page.locator(".select2-search__field").last.fill(typed)
    page.locator(".select2-results__option", has_text=typed).first.click()


def test_the_tools_of_the_admin_work(boss: Page, rows: Article, watch: Watch, live_server) -> None:
    """Pickers, popups, dates, lists of actions: they are scripts of Django's, which set styles too."""
    admin_at = f"{live_server.url}/admin"
    boss.goto(f"{admin_at}/archive/article/{rows.pk}/change/")
    boss.locator("#place_mentions-group .add-row a").click()
    pick(boss, "#place_mentions-0 .field-place", "泰安")
    boss.locator("#place_mentions-0 .inline-deletelink").click()
    boss.locator(".field-dateline_date .date-icon").click()
    boss.locator(".calendarbox td:not(.nonday) a").filter(visible=True).first.click()
    boss.locator(".theme-toggle").first.click()
    boss.locator("#toggle-nav-sidebar").click()

    boss.locator("#official_mentions-group .add-row a").click()
    with boss.expect_popup() as opened:
        boss.locator("#official_mentions-0 a.add-related").first.click()
    opened.value.locator("#id_name").fill("李兰祥")
    with opened.value.expect_event("close"):  # by a script of the page that follows
        opened.value.locator("[name=_save]").click()
    expect(boss.locator("#official_mentions-0 .field-official")).to_contain_text("李兰祥")

    boss.goto(f"{admin_at}/auth/group/add/")
    boss.locator("#id_permissions_from option").first.dblclick()
    expect(boss.locator("#id_permissions_to option")).to_have_count(1)

    boss.goto(f"{admin_at}/archive/article/")
    boss.locator("#action-toggle").check()
    expect(boss.locator(".action-counter")).to_contain_text("1")
    boss.locator("#searchbar").fill("储能")
    boss.locator("#changelist-search [type=submit]").click()
    boss.locator("#changelist-filter summary").first.click()

    boss.goto(f"{admin_at}/auth/user/add/")
    boss.locator("input[type=password]").first.fill("a")
    boss.goto(f"{admin_at}/archive/article/{rows.pk}/delete/")
    boss.locator("form [type=submit]").last.click()
    expect(boss.locator(".messagelist")).to_be_visible()
    boss.goto(f"{admin_at}/password_change/")
    boss.locator("input[type=password]").first.fill("wrong")
    boss.locator("#content-main [type=submit], #content [type=submit]").last.click()
    assert (watch.forbidden, watch.faults) == ([], [])
