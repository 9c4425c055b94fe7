"""What the tests ask of the database as such: one of a child's own, two connections at once."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from django.db import connection, connections, transaction

ADDRESS = os.environ.get("DATABASE_URL", "").strip()
MOMENT = 10.0  # seconds in which a thread comes to where it waits
Got = TypeVar("Got")

# Two writers at once. With SQLite, which has one, `test_killed` and the desk's tests stand for it.
RACES = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
]


@contextmanager
def made(how: str = "") -> Iterator[str]:
    """The address of a database that goes away afterwards; `how` is of CREATE DATABASE."""
    name = f"test_{uuid4().hex[:12]}"
    with psycopg.connect(ADDRESS, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} {how}")
        try:
            yield urlsplit(ADDRESS)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def own_database() -> Iterator[dict[str, str]]:
    """Variables of a child process that has a database of its own; none where that is a file."""
    if not ADDRESS:
        yield {}
        return
    with made() as address:
        yield {"DATABASE_URL": address}


@contextmanager
def overtaken_by(do: Callable[[], Got]) -> Iterator[list[Got]]:
    """A transaction in which another connection begins to do something else, before it commits.

    The list holds what that returned, when all is over; what it raised is raised here.
    """
    done: list[Got] = []
    errors: list[Exception] = []

    def other() -> None:
        try:
            done.append(do())
        except Exception as error:  # noqa: BLE001 - told in the thread of the test
            errors.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=other)
    with transaction.atomic():
        yield done
        thread.start()
        until = time.monotonic() + MOMENT
        while thread.is_alive() and not _is_waiting() and time.monotonic() < until:
            thread.join(0.01)
    thread.join(MOMENT)
    if errors:
        raise errors[0]
    assert not thread.is_alive()


def elsewhere(do: Callable[[], Got]) -> Got:
    """What it returns on a connection of its own, while a transaction is under way here."""
    with ThreadPoolExecutor(1) as pool:
        found = pool.submit(do)
        pool.submit(connections.close_all)
        return found.result(MOMENT)


def _is_waiting() -> bool:
    """Whether another connection to this database waits for a lock that somebody holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else one moment is seen all along
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0] > 0
