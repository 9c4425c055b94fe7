"""Take one file in: keep it as it came, read it, store what it holds; every fault is an outcome."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from django.contrib.auth.models import AbstractBaseUser
from django.db import DatabaseError, IntegrityError, transaction

from archive.ingest.errors import InputError, LackingError
from archive.ingest.fitting import fit
from archive.ingest.folders import check_size, one_line
from archive.ingest.keeping import keep_file
from archive.ingest.loader import store_page
from archive.ingest.reading import read_page
from archive.models import Import, Newspaper, Page

log = logging.getLogger(__name__)
ADDED, EXISTS, FAILED = "added", "exists", "failed"
LABELS = {ADDED: "已导入", EXISTS: "已存在", FAILED: "失败"}


@dataclass(frozen=True, slots=True)
class Hints:
    """What whoever brings the files knows of them; `publish` leaves no draft for an editor."""

    newspaper: Newspaper | None = None
    date: date | None = None
    encoding: str = ""
    publish: bool = False
    author: AbstractBaseUser | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: `status` is added, exists or failed; `error` is one line.

    `lacks` names the hint that would have helped (newspaper, date, encoding), `source` the row
    under which the file is kept, so that it can be tried again with that hint.
    """

    name: str
    status: str
    page: Page | None = None
    articles: int = 0
    error: str = ""
    lacks: str = ""
    source: Import | None = None

    @property
    def label(self) -> str:
        """The status in words."""
        return LABELS[self.status]


def take_in(data: bytes, filename: str, hints: Hints) -> Outcome:
    """Store the file and its page. The same bytes again make nothing; a failed file is retried."""
    digest, filename = hashlib.sha256(data).hexdigest(), one_line(PurePath(filename).name)
    try:
        check_size(len(data))
        if page := _page_of(digest):
            return _exists(filename, page)
        source = _keep(data, filename, digest, hints)
    except (InputError, DatabaseError, OSError) as error:
        return Outcome(filename, FAILED, error=reason(error))
    try:
        return _read(data, filename, source, hints)
    except IntegrityError as error:
        # Somebody else took the same file in while we read it.
        page = _page_of(digest)
        return _exists(filename, page) if page else _failed(source, filename, error)
    except Exception as error:  # noqa: BLE001 (one page's fault must not stop a folder of them)
        log.debug("%s", filename, exc_info=True)
        return _failed(source, filename, error)


def reason(error: Exception) -> str:
    """One line for whoever brought the file."""
    if isinstance(error, InputError):
        text = str(error)
    elif isinstance(error, DatabaseError):
        text = f"数据库不可用：{error}。"
    elif isinstance(error, OSError):
        text = f"无法读写文件：{error.strerror or error}。"
    else:
        text = f"解析时出错：{type(error).__name__}: {error}"
    return " ".join(text.split())


def _page_of(digest: str) -> Page | None:
    pages = Page.objects.select_related("issue__newspaper")
    return pages.filter(sha256=digest).first()


def _exists(filename: str, page: Page) -> Outcome:
    """What has its page is done, also where whoever stored it was stopped before saying so."""
    unsaid = Import.objects.filter(pk=page.source_id).exclude(status=Import.Status.DONE)
    unsaid.update(status=Import.Status.DONE, error="")
    return Outcome(filename, EXISTS, page, page.articles.count())


def _keep(data: bytes, filename: str, digest: str, hints: Hints) -> Import:
    """The import's row with its file; a row that another has just made is taken over."""
    source = Import.objects.filter(sha256=digest).first() or Import(sha256=digest)
    source.filename = fit(Import, "filename", filename)
    source.size = len(data)
    source.newspaper, source.date = hints.newspaper, hints.date
    source.encoding = fit(Import, "encoding", hints.encoding)
    source.author = hints.author or source.author
    source.status, source.error = Import.Status.STORED, ""
    written = keep_file(source, data)
    try:
        with transaction.atomic():
            source.save()
    except IntegrityError:
        return Import.objects.get(sha256=digest)
    except DatabaseError:
        if written:
            source.file.delete(save=False)
        raise
    return source


def _read(data: bytes, filename: str, source: Import, hints: Hints) -> Outcome:
    draft, text = read_page(data, filename, hints.newspaper, hints.date, hints.encoding)
    if "\0" in text:
        raise InputError("文件含有空字符（NUL），不是文本。")
    with transaction.atomic():
        if known := _page_of(source.sha256):
            return _exists(filename, known)
        page = store_page(
            draft, text, source=source, publish=hints.publish, newspaper=hints.newspaper
        )
        source.status, source.error = Import.Status.DONE, ""
        source.report = {"articles": len(draft.articles), "warnings": draft.warnings}
        source.save()
    return Outcome(filename, ADDED, page, page.articles.count(), source=source)


def _failed(source: Import, filename: str, error: Exception) -> Outcome:
    """Note the fault beside the file, if the database takes it and nobody else was luckier."""
    source.status, source.error = Import.Status.FAILED, reason(error)
    unfinished = Import.objects.filter(pk=source.pk).exclude(status=Import.Status.DONE)
    try:
        unfinished.update(status=source.status, error=source.error)
    except DatabaseError:
        log.debug("%s", filename, exc_info=True)
    lacks = error.hint if isinstance(error, LackingError) else ""
    return Outcome(filename, FAILED, error=reason(error), lacks=lacks, source=source)
