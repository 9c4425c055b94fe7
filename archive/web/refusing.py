"""What is said to a client who has to come later: short, and made without database or session."""

from __future__ import annotations

import json
import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from archive.web.measuring import count_refusal

_DATA = re.compile(r"/api/v1/|/[^?]*\.json$")
_FILE = re.compile(r"/.*\.[a-z]{2,8}$")


def too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    """429: this client asked too often, and may ask again after so many seconds."""
    count_refusal("rate")
    with translation.override(translation.get_language_from_request(request)):
        line = _("请求过于频繁，请过 %(seconds)s 秒再试。") % {"seconds": seconds}
        return _answer(request, 429, line, seconds)


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """429: downloads are under way, of this client or of all."""
    count_refusal("rate")
    with translation.override(translation.get_language_from_request(request)):
        line = _("正在进行的下载太多，请等其中一个结束，约 %(seconds)s 秒后再试。")
        return _answer(request, 429, line % {"seconds": seconds}, seconds)


def for_now(request: HttpRequest, line: str, seconds: int) -> HttpResponse:
    """503: the site cannot do this at the moment, as the line says; `line` is not translated yet."""
    with translation.override(_language(request)):
        return _answer(request, 503, _(line), seconds)


def _language(request: HttpRequest) -> str:
    """The admin speaks Chinese only."""
    if request.path_info.startswith("/admin/"):
        return settings.LANGUAGE_CODE
    return translation.get_language_from_request(request)


def _answer(request: HttpRequest, status: int, line: str, seconds: int) -> HttpResponse:
    content, kind = _content(request, status, line)
    response = HttpResponse(content, status=status, content_type=f"{kind}; charset=utf-8")
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    response["Content-Language"] = translation.get_language()
    if request.path_info.startswith("/api/v1/"):
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "Retry-After"
    if request.method == "HEAD":
        response["Content-Length"] = str(len(response.content))
        response.content = b""
    return response


def _content(request: HttpRequest, status: int, line: str) -> tuple[str, str]:
    """In the shape in which whoever asks for the path reads answers."""
    path = request.path_info
    if _DATA.match(path):
        return json.dumps({"errors": [line]}, ensure_ascii=False), "application/json"
    if _FILE.match(path):
        return line, "text/plain"
    told = {"line": line, "was_sent": request.method == "POST"}
    return render_to_string(f"{status}.html", told), "text/html"
