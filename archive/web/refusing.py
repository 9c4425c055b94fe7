"""What is said to a client who has to wait: short, and made without database or session."""

from __future__ import annotations

import json
import re

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

_DATA = re.compile(r"/api/v1/|/[^?]*\.json$")
_FILE = re.compile(r"/.*\.[a-z]{2,8}$")


def too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    """429: this client asked too often, and may ask again after so many seconds."""
    with translation.override(translation.get_language_from_request(request)):
        line = _("请求过于频繁，请过 %(seconds)s 秒再试。") % {"seconds": seconds}
        return _answer(request, line, seconds)


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """429: downloads are under way, of this client or of all."""
    with translation.override(translation.get_language_from_request(request)):
        line = _("正在进行的下载太多，请等其中一个结束，约 %(seconds)s 秒后再试。")
        return _answer(request, line % {"seconds": seconds}, seconds)


def _answer(request: HttpRequest, line: str, seconds: int) -> HttpResponse:
    content, kind = _content(request.path_info, line)
    response = HttpResponse(content, status=429, content_type=f"{kind}; charset=utf-8")
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


def _content(path: str, line: str) -> tuple[str, str]:
    """In the shape in which whoever asks for the path reads answers."""
    if _DATA.match(path):
        return json.dumps({"errors": [line]}, ensure_ascii=False), "application/json"
    if _FILE.match(path):
        return line, "text/plain"
    return render_to_string("429.html", {"line": line}), "text/html"
