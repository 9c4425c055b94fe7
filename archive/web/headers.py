"""What browsers are told that they may not do with an answer, be it a page, a file or an error."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from archive.web.answers import Answer

# Everything that a browser can do for a page and that no page here asks for. Writing to the
# clipboard is not among them: a reference is copied by a button.
OFF = (
    "accelerometer", "autoplay", "camera", "clipboard-read", "display-capture", "encrypted-media",
    "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts",
    "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
    "publickey-credentials-create", "publickey-credentials-get", "screen-wake-lock", "serial",
    "storage-access", "usb", "window-management", "xr-spatial-tracking",
)  # fmt: skip
ALWAYS = {
    "Permissions-Policy": ", ".join(f"{name}=()" for name in OFF),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
CSP = "Content-Security-Policy"
# What is no page runs nothing and loads nothing, should a browser ever show it as one. A file to
# be saved has no origin besides.
DATA = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
SAVED = f"{DATA}; sandbox"
PAGES = ("text/html", "application/xhtml+xml")


def guarded(get_response: Answer) -> Answer:
    """Outside of all that may answer by itself: files, redirects and refusals have them too."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        response = guard(get_response(request))
        if settings.HTTPS and request.is_secure():
            # Django says so where a time is set, and nothing where it is 0, which ends it.
            response.headers.setdefault("Strict-Transport-Security", "max-age=0")
        return response

    return answered


def guard(response: HttpResponseBase) -> HttpResponseBase:
    """The headers that hold everywhere; what a page said of its own referrer stays.

    "Not modified" repeats none: it would put them in place of those that were kept with the page,
    which may be stricter (RFC 9111, 3.2).
    """
    if response.status_code == HTTPStatus.NOT_MODIFIED:
        for name in (*ALWAYS, CSP):
            response.headers.pop(name, None)
        return response
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    # Other sites' scripts may read the API; nothing else of ours is theirs to embed.
    shared = response.headers.get("Access-Control-Allow-Origin") == "*"
    response.headers.setdefault(
        "Cross-Origin-Resource-Policy", "cross-origin" if shared else "same-origin"
    )
    if response.headers.get("Content-Disposition", "").startswith("attachment"):
        response.headers[CSP] = SAVED
    elif not response.headers.get("Content-Type", "text/html").startswith(PAGES):
        response.headers[CSP] = DATA
    return response
