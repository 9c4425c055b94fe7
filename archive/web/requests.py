"""A number for every request, in its answer and in all that is logged of it; and a line for each.

The number is in the header X-Request-ID, so that a reader can tell the operator which request
failed. The line holds no names, no search terms and no keys; see `archive.web.masking`.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.signals import request_finished
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from archive.web.answers import Answer
from archive.web.client import address_of, is_from_here
from archive.web.endings import at_end
from archive.web.masking import masked, query_of

HEADER = "X-Request-ID"
SLOW = 1.0  # seconds to the beginning of an answer
LONGEST = 300  # characters of a path or query: records of two processes shall not mix in a pipe
STATIC = "static"
PROBES = ("healthz", "readyz", "metrics")  # what monitors ask again and again

log = logging.getLogger("archive.requests")
_well_formed = re.compile(r"[A-Za-z0-9-]{8,64}").fullmatch
_current: ContextVar[str] = ContextVar("request", default="")
_probed: dict[str, int] = {}  # how each probe was answered last, by this process


def current_id() -> str:
    """The number of the request that this thread answers; "" where it answers none."""
    return _current.get()


def told(get_response: Answer) -> Answer:
    def answer(request: HttpRequest) -> HttpResponseBase:
        begun = time.monotonic()
        number = _number(request)
        _current.set(number)
        response = get_response(request)
        response[HEADER] = number
        waited = time.monotonic() - begun

        def tell(size: int) -> None:
            _tell(request, response.status_code, begun, waited, size)

        at_end(request, response, tell)
        return response

    return answer


def _number(request: HttpRequest) -> str:
    """That of a proxy on this machine, or a new one."""
    given = request.META.get("HTTP_X_REQUEST_ID", "")
    return given if _well_formed(given) and is_from_here(request) else secrets.token_hex(8)


def _forget(**kwargs: Any) -> None:
    _current.set("")


request_finished.connect(_forget, dispatch_uid="archive.web.requests")


def route_of(request: HttpRequest) -> str:
    """The name of the address, as `search` or `admin:index`; "" where there is no such address."""
    if match := request.resolver_match:
        return match.view_name
    return STATIC if request.path_info.startswith(settings.STATIC_URL) else ""


def _tell(request: HttpRequest, status: int, begun: float, waited: float, size: int) -> None:
    route = route_of(request)
    if not _is_news(route, status):
        return
    level = _level(status, waited)
    if not log.isEnabledFor(level):
        return
    path = masked(request.path)[:LONGEST]
    fields = {
        "method": request.method,
        "path": path,
        "status": status,
        "ms": round((time.monotonic() - begun) * 1000, 1),
        "bytes": size,
        "client": address_of(request),
        "user": _user(request),
        "route": route,
        "agent": _sent(request, "HTTP_USER_AGENT")[:120],
    }
    if level > logging.INFO:  # so that it can be tried again
        fields["query"] = query_of(request.path, _sent(request, "QUERY_STRING"))[:LONGEST]
    line = (request.method, path.replace(" ", "%20"), status)  # three words, whatever was sent
    log.log(level, "%s %s %d", *line, extra={"fields": fields})


def _sent(request: HttpRequest, name: str) -> str:
    """A piece of the request as text; the server hands it over a character a byte."""
    return str(request.META.get(name, "")).encode("latin-1", "replace").decode("utf-8", "replace")


def _is_news(route: str, status: int) -> bool:
    """Not every file of a page, nor every answer to a monitor: of these, when they change."""
    if route not in PROBES:
        return route != STATIC or status >= 400
    if status != 200 and status < 500:
        return True
    before, _probed[route] = _probed.get(route, 200), status
    return before != status


def _level(status: int, waited: float) -> int:
    if status >= 500:
        return logging.ERROR
    return logging.WARNING if waited > SLOW else logging.INFO


def _user(request: HttpRequest) -> int | None:
    """Who signed in, where the answer depended on it: the log asks the database nothing."""
    user = request.__dict__.get("user")
    if isinstance(user, SimpleLazyObject):
        user = request.__dict__.get("_cached_user")
    return getattr(user, "pk", None)
