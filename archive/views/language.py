"""The language of the interface: chosen by a link that leads back to the page."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.i18n import JavaScriptCatalog

from archive.views.reading import read_only

A_YEAR = 365 * 24 * 3600  # seconds

texts = read_only(JavaScriptCatalog.as_view(packages=["archive"]))


@read_only
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Keeps the choice in a cookie; `next` is the page to go back to, one of this site only."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    back = request.GET.get("next", "")
    if not (back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)):
        back = "/"
    response = redirect(back)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=A_YEAR,
        samesite="Lax",
        httponly=True,
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )
    return response
