"""Middleware: a query that was broken off as too costly is a fault of the query, and says what helps."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from archive.web.answers import Answer
from search.engine import TooCostly
from search.exports.sending import plain

LINE = _("这个检索式的计算量过大。请减少 NEAR、OR 和词尾的星号，或换成少见一些的词语。")
_FILE = re.compile(r"/.*\.[a-z]{2,8}$")


class Refused:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)  # type: ignore[return-value]

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """400 with the one line; the API says the same in its own shape."""
        if not isinstance(error, TooCostly):
            return None
        if _FILE.match(request.path_info):
            return plain(str(LINE), 400)
        return render(request, "400.html", {"line": LINE}, status=400)
