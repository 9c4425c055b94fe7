"""Middleware: whoever asks too much in too short a time is asked to wait, and nobody else.

One for all processes of the server where it is loaded before they are forked (--preload).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from archive.web import refusing
from archive.web.answers import Answer
from archive.web.buckets import Buckets
from archive.web.client import counted_as, is_this_machine
from archive.web.rates import EXPORT, class_of
from archive.web.slots import Held, Slots

SOON = 10  # seconds, in which some download has often ended


class Throttle:
    """Requests of this machine itself, through no proxy, are let pass."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.rates = settings.RATES
        self.buckets = Buckets()
        self.slots = Slots()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        kind = class_of(str(request.method), request.path_info)
        if not kind or is_this_machine(request):
            return self.get_response(request)
        client = counted_as(request)
        held = self._held(client) if kind == EXPORT else None
        if kind == EXPORT and held is None:
            return refusing.too_many(request, SOON)
        rate = self.rates[kind]
        if rate.amount and (seconds := self.buckets.wait(client, kind, rate)):
            _close(held)
            return refusing.too_often(request, seconds)
        return self._answered(request, held)

    def _held(self, client: str) -> Held | None:
        slot = self.slots.take(client, settings.EXPORTS_AT_ONCE, settings.EXPORTS_OF_ONE)
        return None if slot is None else Held(self.slots, slot)

    def _answered(self, request: HttpRequest, held: Held | None) -> HttpResponseBase:
        """The slot of a download is given back when its last piece is sent, or nobody reads on."""
        try:
            response = self.get_response(request)
        except BaseException:
            _close(held)
            raise
        if held and isinstance(response, StreamingHttpResponse) and not response.is_async:
            response.streaming_content = _Pieces(response.streaming_content, held)
        else:
            _close(held)
        return response


class _Pieces:
    """The pieces of an answer; closing them gives the slot back."""

    def __init__(self, pieces: Any, held: Held) -> None:
        self._pieces, self._held = iter(pieces), held

    def __iter__(self) -> Iterator[bytes]:
        yield from self._pieces

    def close(self) -> None:
        self._held.close()


def _close(held: Held | None) -> None:
    if held:
        held.close()
