"""A file's pages, whatever its format: text as it stands, a PDF by its text layer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.ingest.errors import InputError
from archive.ingest.readers import read_text

# A broadsheet page holds some 10,000 characters; what is far longer is no page.
MOST_CHARACTERS = 200_000


@dataclass(frozen=True, slots=True)
class Hint:
    """What a format tells of a line beyond its words.

    `size` is that of its type in points, `display` whether that is a headline's, `frame` the
    0-based area of the page that holds one article with its headline.
    """

    size: float
    display: bool
    frame: int


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A page as a reader hands it on: `hints` are one a line of `text`, or none at all.

    A page that cannot be read among others that can has no text and a `fault`: the reason, one
    line of Chinese, for whoever imports the file.
    """

    text: str
    sheet: int = 1
    hints: tuple[Hint | None, ...] = ()
    fault: str | None = None


def read_pages(data: bytes, encoding: str | None = None) -> Iterator[SourcePage]:
    """The pages of a file in their order. Raises InputError for what cannot be read."""
    text = read_text(data, encoding)
    if len(text) > MOST_CHARACTERS:
        raise InputError(
            f"文件有 {len(text):,} 字，一个版面不超过 {MOST_CHARACTERS:,} 字；请按版拆开。"
        )
    yield SourcePage(text)
