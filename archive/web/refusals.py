"""The page for a form that was not taken, for want of its token: why that may be, and the way back."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme


def no_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Rendered without context processors: nothing of the session is asked for."""
    told = {"no_cookie": reason == REASON_NO_CSRF_COOKIE, "before": _before(request)}
    return HttpResponseForbidden(render_to_string("403_csrf.html", told))


def _before(request: HttpRequest) -> str:
    """The page with the form, where it is one of ours."""
    told = request.headers.get("referer", "")
    if not url_has_allowed_host_and_scheme(told, {request.get_host()}):
        return ""
    path = urlsplit(told)._replace(scheme="", netloc="").geturl()
    return path if url_has_allowed_host_and_scheme(path, None) else ""
