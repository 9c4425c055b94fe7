"""Transactions that go one after the other, whatever the database is.

SQLite has one writer at a time. PostgreSQL has many, so what is decided by what was read (a group
of reprints, the next free number, whether a name is known) is decided in turn.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

from django.db import connection, transaction

SPACE = 4_754  # the first half of the numbers of our locks among all of a PostgreSQL database
PATIENCE = "20s"  # for a turn, and for any row in the transaction after it, as SQLite's `timeout`


class Turn(IntEnum):
    """What is changed by one at a time; where a transaction needs two, in this order."""

    FILES = 1  # which files are in, and their queue
    ARTICLES = 2  # pages, articles, what they speak of, and what that points at
    NUMBERS = 3  # the order in which articles came out


@contextmanager
def in_turn(turn: Turn = Turn.ARTICLES) -> Iterator[None]:
    """A transaction, begun when nobody else is in one of this turn; also a decorator.

    Raises OperationalError where the others take too long.
    """
    with transaction.atomic():
        take_turn(turn)
        yield


def take_turn(turn: Turn = Turn.ARTICLES) -> None:
    """Wait for it; it is held to the end of the transaction that is under way."""
    if connection.vendor != "postgresql":
        return  # the transaction has the whole database for itself
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('lock_timeout', %s, true), pg_advisory_xact_lock(%s, %s)",
            [PATIENCE, SPACE, turn],
        )
