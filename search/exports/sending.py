"""An export on its way to the reader: in pieces, under a name that tells the day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from search.exports.export import Result
from search.exports.forms import Export

PIECE = 1 << 15  # characters or bytes; a row at a time would be twenty thousand small writes


def respond(
    form: Export, result: Result, request: HttpRequest, name: str = "archive"
) -> StreamingHttpResponse:
    """Streamed; HEAD is answered without a single row being read. `name` is ASCII."""
    content = form.write(result) if request.method != "HEAD" else iter(())
    response = StreamingHttpResponse(pieces(content), content_type=form.content_type)
    if form.attached:
        file = f"{name}-{result.day:%Y%m%d}.{form.suffix}"
        response["Content-Disposition"] = f'attachment; filename="{file}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def pieces(content: Iterable[str] | Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in fewer and larger parts."""
    held: list[bytes] = []
    size = 0
    for part in content:
        held.append(part.encode("utf-8", "replace") if isinstance(part, str) else part)
        size += len(held[-1])
        if size >= PIECE:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)


def plain(text: str, status: int) -> HttpResponse:
    """What is said where there is no file to send."""
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
