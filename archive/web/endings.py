"""The end of an answer, which for one that is streamed comes long after the page has been made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

Ending = Callable[[int], None]


def at_end(request: HttpRequest, response: HttpResponseBase, call: Ending) -> None:
    """Call once with the bytes of the body, when the last is made or whoever asked has gone.

    Of a file, which the server may send without us, its length is told at once.
    """
    if request.method == "HEAD":
        call(0)
    elif isinstance(response, FileResponse) or not isinstance(response, StreamingHttpResponse):
        call(_length(response))
    elif response.is_async:
        call(0)
    else:
        response.streaming_content = _Counted(response.streaming_content, call)


def _length(response: HttpResponseBase) -> int:
    told = response.get("Content-Length", "")
    return (
        int(told) if told.isascii() and told.isdigit() else len(getattr(response, "content", b""))
    )


class _Counted:
    """Pieces on their way out; Django calls `close`, also where nobody reads on."""

    def __init__(self, pieces: Any, call: Ending) -> None:
        self._pieces, self._call = iter(pieces), call
        self._bytes, self._is_over = 0, False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece: bytes = next(self._pieces)
        self._bytes += len(piece)
        return piece

    def close(self) -> None:
        if not self._is_over:
            self._is_over = True
            self._call(self._bytes)
