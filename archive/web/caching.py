"""Middleware: what browsers and proxies may keep of a page, and how they learn that it has changed.

A public page may be kept by anybody, who asks before each use whether it is still the same: so none
is shown after an edit or a withdrawal, and what has not changed is answered in a line. What somebody
is shown who may be signed in is kept by nobody.
"""

from __future__ import annotations

from hashlib import blake2b

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from archive.web.answers import Answer

PUBLIC, PERSONAL, MOMENTARY = "no-cache", "private, no-store", "no-store"
# The language, and whether there is "我的" in the head; a proxy compares these headers, too.
DIFFERS_BY = ("Accept-Language", "Cookie")
_OPEN_TO_OTHERS = "Access-Control-"


def revalidated(get_response: Answer) -> Answer:
    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.method not in ("GET", "HEAD"):
            return response
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = _rule(request, response)
        if "no-store" in response["Cache-Control"]:
            return response
        patch_vary_headers(response, DIFFERS_BY)
        if isinstance(response, HttpResponse) and _can_be_told(response):
            return _tagged(request, response)
        return response

    return answer


def _rule(request: HttpRequest, response: HttpResponseBase) -> str:
    if settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies:
        return PERSONAL
    if response.status_code >= 500 or response.status_code == 429:
        return MOMENTARY
    return PUBLIC


def _can_be_told(response: HttpResponse) -> bool:
    """A stream is not held back to be read; an answer to HEAD may have no content any more."""
    return response.status_code == 200 and bool(response.content) and "ETag" not in response


def _tagged(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """By the content alone: no date of one row tells that nothing a page shows has changed.

    So a date (Last-Modified) is told where there is one, and never answered by 304.
    """
    etag = f'W/"{blake2b(response.content, digest_size=16).hexdigest()}"'
    response["ETag"] = etag
    found = get_conditional_response(request, etag, None, response)
    if found is None or found.status_code != 304:
        return response
    patch_vary_headers(found, ("Accept-Encoding",))  # as GZipMiddleware says of the whole page
    for name, value in response.headers.items():
        if name.startswith(_OPEN_TO_OTHERS):
            found[name] = value
    return found
