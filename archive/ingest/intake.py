"""Take one file in: keep it as it came, read it, store what it holds; every fault is an outcome."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from django.contrib.auth.models import AbstractBaseUser
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction

from archive.ingest.errors import InputError
from archive.ingest.fitting import fit
from archive.ingest.folders import check_size, one_line
from archive.ingest.loader import store_page
from archive.ingest.pipeline import parse_bytes
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
    """What became of one file: `status` is added, exists or failed; `error` is one line."""

    name: str
    status: str
    page: Page | None = None
    articles: int = 0
    error: str = ""

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
            return Outcome(filename, EXISTS, page, page.articles.count())
        source = _keep(data, filename, digest, hints)
    except (InputError, DatabaseError, OSError) as error:
        return Outcome(filename, FAILED, error=reason(error))
    try:
        page = _read(data, filename, source, hints)
    except Exception as error:  # noqa: BLE001 (one page's fault must not stop a folder of them)
        log.debug("%s", filename, exc_info=True)
        return _failed(source, filename, reason(error))
    return Outcome(filename, ADDED, page, page.articles.count())


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


def _keep(data: bytes, filename: str, digest: str, hints: Hints) -> Import:
    """The import's row and its file, named by its hash and never by what the sender called it."""
    source = Import.objects.filter(sha256=digest).first() or Import(sha256=digest)
    source.filename = fit(Import, "filename", filename)
    source.size = len(data)
    source.newspaper, source.date = hints.newspaper, hints.date
    source.encoding = fit(Import, "encoding", hints.encoding)
    source.author = hints.author or source.author
    source.status, source.error = Import.Status.STORED, ""
    stored = bool(source.file) and source.file.storage.exists(source.file.name)
    if not stored:
        suffix = ".txt" if filename.lower().endswith(".txt") else ".bin"
        source.file.save(f"{digest}{suffix}", ContentFile(data), save=False)
    try:
        source.save()
    except DatabaseError:
        if not stored:
            source.file.delete(save=False)
        raise
    return source


def _read(data: bytes, filename: str, source: Import, hints: Hints) -> Page:
    newspaper = hints.newspaper.name if hints.newspaper else None
    draft, text = parse_bytes(
        data, filename, newspaper=newspaper, day=hints.date, encoding=hints.encoding or None
    )
    if "\0" in text:
        raise InputError("文件含有空字符（NUL），不是文本。")
    with transaction.atomic():
        page = store_page(draft, text, source=source, publish=hints.publish)
        source.status = Import.Status.DONE
        source.report = {"articles": len(draft.articles), "warnings": draft.warnings}
        source.save()
    return page


def _failed(source: Import, filename: str, error: str) -> Outcome:
    """Note the fault beside the file, if the database takes it."""
    source.status, source.error = Import.Status.FAILED, error
    try:
        source.save()
    except DatabaseError:
        log.debug("%s", filename, exc_info=True)
    return Outcome(filename, FAILED, error=error)
