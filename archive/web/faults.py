"""Faults of the machine, not of the program: a busy or broken database, a full disk, no memory.

Whoever asked is told so in a line, with 503 and when to try again; the log has a line, no traceback.
"""

from __future__ import annotations

import errno
import logging
import sys

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_noop as _
from django.views import defaults

from archive.ingest.outcomes import is_passing
from archive.web.answers import Answer
from archive.web.refusing import for_now

log = logging.getLogger(__name__)
SOON, LATER = 5, 60  # seconds
BUSY = _("资料库正忙，可能有大量资料正在导入。请过一会儿再试。")
FULL = _("服务器的磁盘已满，现在不能保存。请告诉管理员，腾出空间后再试。")
FIXED = _("服务器的数据文件夹现在不能写入。请告诉管理员。")
AWAY = _("资料库暂时不可用。请过一会儿再试；一直如此，请告诉管理员。")
SHORT = _("服务器一时忙不过来。请过一会儿再试。")
# Beginnings of what SQLite says; PostgreSQL's codes: lock or deadlock, full disk, read only.
_SAID = (
    ("database is locked", BUSY), ("database table is locked", BUSY),
    ("database or disk is full", FULL), ("attempt to write a readonly database", FIXED),
)  # fmt: skip
_CODES = {"55P03": BUSY, "40P01": BUSY, "40001": BUSY, "57014": BUSY, "53100": FULL, "25006": FIXED}
_NUMBERS = {
    errno.ENOSPC: FULL, errno.EDQUOT: FULL, errno.EROFS: FIXED, errno.EACCES: FIXED,
    errno.EPERM: FIXED, errno.EMFILE: SHORT, errno.ENFILE: SHORT, errno.ENOMEM: SHORT,
    errno.EAGAIN: SHORT, errno.EIO: AWAY, errno.ESTALE: AWAY, errno.ENOTCONN: AWAY,
}  # fmt: skip


def line_of(error: BaseException | None) -> str:
    """What a reader is told of it, "" where it is no fault of the machine."""
    if isinstance(error, OSError):
        return _NUMBERS.get(error.errno or 0, "")
    if isinstance(error, MemoryError):
        return SHORT
    if isinstance(error, OperationalError) and not is_passing(error):
        return ""  # it asked for too much
    is_away = isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError
    if error is not None and is_away:
        code = getattr(error.__cause__, "sqlstate", None)
        said = [line for beginning, line in _SAID if str(error).startswith(beginning)]
        return _CODES.get(str(code), (said or [AWAY])[0])
    return ""


def answer(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """The page for it, None where it is a fault of the program."""
    line = line_of(error)
    if not line:
        return None
    log.warning("%s %s 没有完成：%s", request.method, request.path, " ".join(str(error).split()))
    return for_now(request, line, SOON if line in (BUSY, SHORT) else LATER)


class Faults:
    """Middleware, the innermost: hears of what the views raise."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return answer(request, error)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Django's `handler500`: what other middleware raises, such as a session that cannot be saved."""
    return answer(request, sys.exc_info()[1]) or defaults.server_error(request)
