"""The pages for what is not taken: a form without its token, and why that may be; what cannot be read."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseForbidden,
)
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme


def no_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Rendered without context processors: nothing of the session is asked for."""
    told = {"no_cookie": reason == REASON_NO_CSRF_COOKIE, "before": _before(request)}
    return HttpResponseForbidden(render_to_string("403_csrf.html", told))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's `handler400`. Its own looks for a token in the form, which fails again where the form
    is what cannot be read (`charset=utf-7`), and nothing is left to answer."""
    return HttpResponseBadRequest(render_to_string("400.html"))


def _before(request: HttpRequest) -> str:
    """The page with the form, where it is one of ours."""
    told = request.headers.get("referer", "")
    if not url_has_allowed_host_and_scheme(told, {request.get_host()}):
        return ""
    path = urlsplit(told)._replace(scheme="", netloc="").geturl()
    return path if url_has_allowed_host_and_scheme(path, None) else ""
