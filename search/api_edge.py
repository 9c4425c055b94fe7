"""The outer edge of the API: HEAD and OPTIONS, one shape for every error, open to other sites.

Any page may read it (Access-Control-Allow-Origin: *): what it tells is public, it takes no cookie
and writes nothing, and a researcher's notebook or page should need no server between.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, re_path
from django.utils.translation import gettext as _

from search.api_errors import refusal

METHODS = "GET, HEAD, OPTIONS"
DAY = "86400"  # seconds for which a browser may remember what is allowed
Urls = tuple[list[Any], str, str]


def edged(urls: Urls) -> Urls:
    """The same addresses, and an answer in JSON for all others below them."""
    patterns, app, namespace = urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = answered(pattern.callback)
    return [*patterns, re_path(r"", answered(unknown), name="unknown")], app, namespace


def unknown(request: HttpRequest) -> HttpResponse:
    raise Http404


def answered(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = _answer(view, request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "Retry-After"
        if response.status_code in (204, 405):
            response["Allow"] = METHODS
        return response

    wrapped.csrf_exempt = True  # type: ignore[attr-defined]
    return wrapped


def _answer(view: Callable[..., HttpResponse], request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # fmt: skip
    if request.method == "OPTIONS":
        allowed = {"Methods": METHODS, "Headers": "*"}
        headers = {f"Access-Control-Allow-{name}": value for name, value in allowed.items()}
        return HttpResponse(status=204, headers=headers | {"Access-Control-Max-Age": DAY})
    if request.method not in ("GET", "HEAD"):
        line = _("这个接口只能读取（GET），不接受 %(method)s。")
        return refusal([line % {"method": str(request.method)[:20]}], 405)
    head, request.method = request.method == "HEAD", "GET"
    try:
        response = view(request, *args, **kwargs)
    except Http404:
        response = refusal([_("没有这个接口：%(path)s") % {"path": request.path[:80]}], 404)
    finally:
        request.method = "HEAD" if head else "GET"
    return _without_body(response) if head else response


def _without_body(response: HttpResponse) -> HttpResponse:
    response["Content-Length"] = str(len(response.content))
    response.content = b""
    return response
