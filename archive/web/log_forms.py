"""The two forms of the log: a line for a terminal, JSON for what collects logs.

Whatever a reader may have sent, one record is one line, or begins with one: what is no printable
character is written as its code, and a traceback is marked on every line.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
from datetime import UTC, datetime
from logging import LogRecord
from types import TracebackType
from typing import Any

from archive.web.masking import masked
from archive.web.requests import current_id

EDGE = "    | "  # before every line of a traceback, so that it is taken for no record
_unprintable = re.compile(r"[^\x20-\x7e\u00a1-\u00ac\u00ae-\U0010ffff]|[\u2000-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\ue000-\uf8ff\U000e0000-\U0010ffff]")  # fmt: skip

log = logging.getLogger("archive.uncaught")


def _escape(found: re.Match[str]) -> str:
    """As JSON writes it, so that the reader of JSON gets the character itself."""
    return json.dumps(found[0])[1:-1] if ord(found[0]) != 0x7F else "\\u007f"


def printable(text: str) -> str:
    """What no terminal takes for anything but text; Chinese stays as it is."""
    return _unprintable.sub(_escape, text)


class _Form(logging.Formatter):
    def told(self, record: LogRecord) -> str:
        try:
            return masked(record.getMessage())
        except (TypeError, ValueError):  # the call is wrong, which must not cost the record
            return masked(f"{record.msg} {record.args}")

    def traceback(self, record: LogRecord) -> str:
        found = record.exc_text or (
            self.formatException(record.exc_info) if record.exc_info else ""
        )
        return masked("\n".join(part for part in (found, record.stack_info) if part))


class Line(_Form):
    """`2024-03-15 08:00:00 WARNING archive.requests: GET / 200 ms=1203 …  [number]`."""

    def format(self, record: LogRecord) -> str:
        fields = getattr(record, "fields", {})
        shown = [_shown(name, value) for name, value in fields.items() if _is_said(name, value)]
        number = current_id()
        parts = [self.told(record), *shown, *([f"[{number}]"] if number else [])]
        time = self.formatTime(record, "%Y-%m-%d %H:%M:%S")
        line = printable(f"{time} {record.levelname} {record.name}: {' '.join(parts)}")
        rest = [EDGE + printable(one) for one in self.traceback(record).splitlines()]
        return "\n".join([line, *rest])


def _is_said(name: str, value: object) -> bool:
    """The message has the first three, and who reads along in a terminal knows what he uses."""
    return value not in ("", None) and name not in ("method", "path", "status", "agent")


def _shown(name: str, value: object) -> str:
    """One word, whatever was sent."""
    return f"{name}={value}".replace(" ", "%20")


class Json(_Form):
    """One object a line, with these fields alone: what else hangs on a record may hold secrets."""

    def format(self, record: LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC).astimezone()
        document: dict[str, Any] = {
            "time": time.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self.told(record),
            "pid": record.process,
        }
        if number := current_id():
            document["request"] = number
        document |= getattr(record, "fields", {})
        if found := self.traceback(record):
            document["traceback"] = found
        return printable(json.dumps(document, ensure_ascii=False, default=str))


def catch_uncaught() -> None:
    """What ends a process or a thread is told as everything else is, in one record."""
    sys.excepthook = _process_ended
    threading.excepthook = _thread_ended


def _process_ended(
    kind: type[BaseException], error: BaseException, where: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, where)
    else:
        log.critical("程序意外中止：%s", error, exc_info=(kind, error, where))


def _thread_ended(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
        where = (args.exc_type, args.exc_value, args.exc_traceback)
        log.critical("线程意外中止：%s", args.exc_value, exc_info=where)
