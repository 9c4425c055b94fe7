"""What every walk through the site in a real browser needs: a filled archive, two widths, a watch.

A module of walks says `pytestmark = WALKS` and imports the fixtures that it uses.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page

from search.indexer import reindex

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}

WALKS = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        CHROMIUM is None, reason="chromium is not installed (apt-get install chromium)"
    ),
]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    return {"executable_path": CHROMIUM, "args": arguments}


@pytest.fixture
def archive(live_server) -> str:
    """A filled archive; its address."""
    call_command("load_reference", verbosity=0)
    call_command("ingest", str(settings.FIXTURES / "pages"), verbosity=0)
    reindex()
    return live_server.url


@pytest.fixture(params=SIZES, ids=list(SIZES))
def view(request, browser: Browser, archive: str) -> Iterator[Page]:
    """A page at each width that must stay free of errors and of foreign requests."""
    width, height = SIZES[request.param]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    yield from watched(context, archive)


def watched(context: BrowserContext, address: str) -> Iterator[Page]:
    faults: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    page.on("request", lambda r: None if r.url.startswith(address) else faults.append(r.url))
    yield page
    context.close()
    assert faults == []


def fits(page: Page) -> None:
    """Nothing hangs over the right edge."""
    page.wait_for_load_state("domcontentloaded")  # a click may just have led to it
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= page.viewport_size["width"], page.url
