"""What a reader hands on of a page: its text, and what the format tells of every line."""

from __future__ import annotations

from dataclasses import dataclass


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
