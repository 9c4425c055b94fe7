"""Archives of a test's own: a data folder and a real database, beside that of the suite.

The suite's database lies in memory or in a transaction, where a second connection sees nothing.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.test import override_settings

from archive.models import Article, Import
from archive.tests import factories
from archive.tests.databases import ADDRESS

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
    },
}


@dataclass
class Archive:
    """`inside` it, ARCHIVE_DATA and the default database are its own."""

    data: Path
    server: str = ""  # the name of a database of the server; "" for SQLite's file in the folder
    made: list[Any] = field(default_factory=list)

    @contextmanager
    def inside(self) -> Iterator[Path]:
        self.data.mkdir(exist_ok=True)
        index = {**settings.HAYSTACK_CONNECTIONS["default"], "PATH": str(self.data / "index")}
        moved = {"ARCHIVE_DATA": self.data, "MEDIA_ROOT": self.data / "uploads"}
        with pytest.MonkeyPatch.context() as patch, override_settings(**moved):
            patch.setitem(settings.HAYSTACK_CONNECTIONS, "default", index)
            with self._database():
                yield self.data

    @contextmanager
    def _database(self) -> Iterator[None]:
        known, before = connections.settings[DEFAULT_DB_ALIAS], connections[DEFAULT_DB_ALIAS]
        connections.settings[DEFAULT_DB_ALIAS] = self._settings(known)
        connections[DEFAULT_DB_ALIAS] = connections.create_connection(DEFAULT_DB_ALIAS)
        try:
            yield
        finally:
            connections[DEFAULT_DB_ALIAS].close()
            connections.settings[DEFAULT_DB_ALIAS] = known
            connections[DEFAULT_DB_ALIAS] = before

    def _settings(self, known: dict[str, Any]) -> dict[str, Any]:
        kept = {"TIME_ZONE": None, "AUTOCOMMIT": True, "ATOMIC_REQUESTS": False}
        kept |= {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False, "TEST": deepcopy(known["TEST"])}
        kept |= {"USER": "", "PASSWORD": "", "HOST": "", "PORT": "", "OPTIONS": {}}
        if not self.server:
            return {**kept, **deepcopy(SQLITE), "NAME": str(self.data / "archive.sqlite3")}
        at = urlsplit(ADDRESS)
        place = {"HOST": at.hostname, "PORT": at.port, "USER": at.username}
        place |= {"PASSWORD": at.password or "", "NAME": self.server}
        return {**kept, **place, "ENGINE": "django.db.backends.postgresql"}


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Path:
    """A migrated, empty SQLite database."""
    folder = tmp_path_factory.mktemp("template")
    with django_db_blocker.unblock(), Archive(folder).inside():
        call_command("migrate", verbosity=0)
    return folder / "archive.sqlite3"


@pytest.fixture
def old(tmp_path: Path, template: Path, django_db_blocker: Any) -> Iterator[Archive]:
    """Two articles on two pages that came as files, one of them published."""
    archive = Archive(tmp_path / "old")
    archive.data.mkdir()
    shutil.copy(template, archive.data)
    with django_db_blocker.unblock():
        with archive.inside():
            fill()
        yield archive


@pytest.fixture
def fresh(tmp_path: Path, django_db_blocker: Any) -> Iterator[Archive]:
    """An empty folder."""
    with django_db_blocker.unblock():
        yield Archive(tmp_path / "fresh")


@pytest.fixture
def on_server(tmp_path: Path, django_db_blocker: Any) -> Iterator[Archive]:
    """An empty folder and an empty database of PostgreSQL."""
    if not ADDRESS.startswith("postgres"):
        pytest.skip("no PostgreSQL: DATABASE_URL names none")
    name = f"test_{uuid4().hex[:12]}"
    with psycopg.connect(ADDRESS, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        with django_db_blocker.unblock():
            yield Archive(tmp_path / "server", name)
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def fill() -> None:
    for number, status in ((1, Article.Status.PUBLISHED), (2, Article.Status.DRAFT)):
        page = factories.page(number, source=upload(f"第{number}版".encode()))
        article = factories.article(page, title=f"“储能”\n第{number}篇\t😀", status=status)
        factories.mention_place(article, factories.taian(), evidence=[["body", 0, 2]])
    (settings.ARCHIVE_DATA / "samples-loaded").touch()


def upload(content: bytes) -> Import:
    """A kept file and its row."""
    digest = hashlib.sha256(content).hexdigest()
    row = Import(sha256=digest, filename="版面.txt", size=len(content), status=Import.Status.DONE)
    row.file.save(f"{digest}.txt", ContentFile(content))
    return row


def facts(*models: Callable[..., Any]) -> dict[str, list[Any]]:
    """All that the tables hold, for two archives to be compared."""
    return {
        model._meta.db_table: list(model._base_manager.order_by("pk").values_list())  # type: ignore[attr-defined]
        for model in models
    }
