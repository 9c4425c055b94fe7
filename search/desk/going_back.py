"""Where a reader came from, to be led back there; a page of this site only."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

OWN = ("/account/", "/desk/keep/", "/desk/searches/new/", "/language/")


def back(request: HttpRequest, otherwise: str) -> str:
    """`next` of the form or the address, else the page before, else `otherwise`."""
    given = request.POST.get("next") or request.GET.get("next") or ""
    for address in (given, request.headers.get("referer", "")):
        if (path := _path(request, address)) and not path.startswith(OWN):
            return path
    return otherwise


def _path(request: HttpRequest, address: str) -> str:
    """The address without its host; "" where it, or what is left of it, leads elsewhere."""
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}):
        return ""
    path = urlsplit(address)._replace(scheme="", netloc="").geturl()
    # http://our.host//elsewhere is ours, and //elsewhere is not; foo would be the name of a view.
    return path if path.startswith("/") and url_has_allowed_host_and_scheme(path, None) else ""
