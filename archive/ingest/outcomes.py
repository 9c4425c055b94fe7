"""What is known of a file beforehand, and what became of it: hints in, outcomes and faults out."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.db import DatabaseError, OperationalError

from archive.ingest.errors import InputError
from archive.models import Import, Newspaper, Page

ADDED, EXISTS, PARTIAL, FAILED = "added", "exists", "partial", "failed"
LABELS = {ADDED: "已导入", EXISTS: "已存在", PARTIAL: "部分导入", FAILED: "失败"}
# How far a reading is: (done, total), total 0 where it is not known.
OnStep = Callable[[int, int], None]


def silent(done: int, total: int) -> None:
    """Nobody looks on."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What whoever brings the files knows of them; `publish` leaves no draft for an editor."""

    newspaper: Newspaper | None = None
    date: date | None = None
    encoding: str = ""
    publish: bool = False
    author: AbstractBaseUser | None = None


def hints_of(source: Import) -> Hints:
    """The hints that were kept with a file."""
    return Hints(source.newspaper, source.date, source.encoding, source.publish, source.author)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that could not be taken; `line` is a row of a table or a page of a PDF, 1-based.

    `where` is a path in a zip, `lacks` the hint that would have helped.
    """

    reason: str
    line: int | None = None
    where: str = ""
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a zip, registered: `name` its path there, `fresh` whether it is new or to be retried."""

    name: str
    source: Import
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: `status` is added, exists, partial or failed; `error` is one line.

    `page` is the first that it gave, `pages` how many. `lacks` names the hint that would have
    helped (newspaper, date, encoding), `source` the row under which the file is kept, so that it
    can be tried again with that hint. Of a zip, `members` are what lies in it.
    """

    name: str
    status: str
    page: Page | None = None
    articles: int = 0
    error: str = ""
    lacks: str = ""
    source: Import | None = None
    pages: int = 0
    faults: tuple[Fault, ...] = ()
    warnings: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()

    @property
    def label(self) -> str:
        """The status in words."""
        return LABELS[self.status]


def is_passing(error: OperationalError) -> bool:
    """Whether the database is at fault, busy, full or gone, and not what it was asked to store.

    A file that is more than the database can take fails again however long one waits.
    """
    cause = error.__cause__
    too_much = getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
    return not (too_much or str(getattr(cause, "sqlstate", None)).startswith("54"))


def reason(error: Exception) -> str:
    """One line for whoever brought the file."""
    if isinstance(error, InputError):
        text = str(error)
    elif isinstance(error, DatabaseError):
        text = f"数据库不可用：{error}。"
    elif isinstance(error, OSError):
        text = f"无法读写文件：{error.strerror or error}。"
    elif isinstance(error, MemoryError):
        text = "内存不够。"
    else:
        text = f"解析时出错：{type(error).__name__}: {error}"
    return " ".join(text.split())
