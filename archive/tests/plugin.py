"""Pytest's settings for the whole suite, loaded before Django: `-p archive.tests.plugin`.

Gives the tests a data folder of their own, and the database that DATABASE_URL says. Where
ARCHIVE_REQUIRE names markers (in CI: browser, postgresql, opensearch), a test with one of them that
skips has failed.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings
from django.utils import translation

from archive.languages import compile_texts
from archive.tests import numbers
from archive.tests.databases import own_database
from archive.tests.nodes import nodes

__all__ = ["nodes", "own_database"]

PLAIN = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

HANDLED = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

_DATA = tempfile.mkdtemp(prefix="archive-tests-")
atexit.register(shutil.rmtree, _DATA, ignore_errors=True)
Path(_DATA, "static").mkdir()
compile_texts(Path(_DATA, "locale"))
os.environ["ARCHIVE_DATA"] = _DATA
os.environ["DEBUG"] = "1"
os.environ["ALLOWED_HOSTS"] = "127.0.0.1,localhost,[::1],testserver"
# The cluster of a site is not for tests, which write and clear; theirs is OPENSEARCH_URL.
for _name in ("SEARCH_URL", "SEARCH_USER", "SEARCH_PASSWORD", "SEARCH_CA"):
    os.environ.pop(_name, None)
# Playwright runs an event loop in the thread in which Django then asks its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
numbers.connect()


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    """A browser of the archive's readers; it would ask for English by itself."""
    return {**browser_context_args, "locale": "zh-CN"}


@pytest.fixture(scope="session", autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A fresh data folder; static files without the manifest that only collectstatic writes."""
    folder = tmp_path_factory.mktemp("archive-data")
    moved = {"ARCHIVE_DATA": folder, "MEDIA_ROOT": folder / "uploads", "STORAGES": PLAIN}
    # `client.login` asks without a request, which nothing can be counted of; see test_sign_in.
    moved["AXES_ENABLED"] = False
    with override_settings(**moved), pytest.MonkeyPatch.context() as patch:
        # Haystack keeps the very dictionary of the settings, so it is changed in place.
        patch.setitem(settings.HAYSTACK_CONNECTIONS["default"], "PATH", str(folder / "index"))
        patch.setattr(BaseDatabaseWrapper, "close_if_unusable_or_obsolete", _close_unless_tested)
        # No child of a test is let into the database that the address names.
        patch.delenv("DATABASE_URL", raising=False)
        yield folder


_close = BaseDatabaseWrapper.close_if_unusable_or_obsolete


def _close_unless_tested(self: BaseDatabaseWrapper) -> None:
    """The end of a request does not end the transaction of the test; SQLite's knows that itself."""
    if not self.in_atomic_block:
        _close(self)


@pytest.fixture(autouse=True)
def own_signals() -> Iterator[None]:
    """A command that a test calls takes the signals for itself; the next test has them as before."""
    before = {number: signal.getsignal(number) for number in HANDLED}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """A request speaks its reader's language until the next one; the next test speaks Chinese."""
    yield
    translation.deactivate()


REQUIRED = set(os.environ.get("ARCHIVE_REQUIRE", "").split(","))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.skipped and REQUIRED & {marker.name for marker in item.iter_markers()}:
        report.outcome = "failed"
        report.longrepr = f"skipped, where it must run: {report.longrepr}"
    return report


NO_CLUSTER = "asks a cluster: `.ci/opensearch start FOLDER`, and the two OPENSEARCH_ of FOLDER/env"


def pytest_runtest_setup(item):
    """What is about one database only is not asked of the other; a cluster has to be given.

    That is by OPENSEARCH_URL (`opensearch://host:port,…/name`), and for tests that stop its nodes
    by OPENSEARCH_NODES, the folder that `.ci/opensearch` made.
    """
    for vendor in ("sqlite", "postgresql"):
        if connection.vendor != vendor and item.get_closest_marker(vendor):
            pytest.skip(f"about {vendor}, and this is {connection.display_name}")
    if item.get_closest_marker("opensearch") and not os.environ.get("OPENSEARCH_URL"):
        pytest.skip(NO_CLUSTER)


ASKING = {"db", "transactional_db", "live_server", "own_database"}  # fixtures
ABOUT = ("django_db", "sqlite", "postgresql")  # markers


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Modules that ask a database are marked so; `-m database` leaves out those to whom all are one.

    The browser comes last: what is quick to fail fails first.
    """
    asking = {item.path for item in items if _asks(item)}
    for item in items:
        if item.path in asking:
            item.add_marker("database")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def _asks(item) -> bool:
    return bool(ASKING & set(item.fixturenames)) or any(map(item.get_closest_marker, ABOUT))
