"""Title lines told apart: kicker (引题), title (主题), subtitle (副题)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce

from archive.ingest.layout import Line

_DASHES = "—―─-– "
_SPEAKER = re.compile(r"^[一-鿿]{2,6}[：:]")
_CLAUSE = re.compile(r"[，、：；]")


@dataclass(frozen=True, slots=True)
class Headline:
    kicker: str | None = None
    title: str | None = None
    subtitle: str | None = None


def compose(lines: list[Line]) -> Headline:
    """The parts of a headline, in their printed order.

    A line that opens with —— is a subtitle (——访某某); one that ends in ——— is a kicker
    (post and name of who speaks); a first line with a comma over a line without is a kicker too.
    """
    rest = list(lines)
    subtitle: list[Line] = []
    while len(rest) > 1 and rest[-1].text[0] in _DASHES:
        subtitle.insert(0, rest.pop())
    kicker: list[Line] = []
    while len(rest) > 1 and (rest[0].text[-1] in "—―─" or (not kicker and _leads(rest))):
        kicker.append(rest.pop(0))
    return Headline(_text(kicker), _text(rest), _text(subtitle))


def _leads(lines: list[Line]) -> bool:
    """A kicker reads like a sentence or names a post; the title under it is shorter and set off."""
    first, after = lines[0], lines[1]
    if not after.gap and len(lines) > 2:
        return False
    sentence = bool(_CLAUSE.search(first.text)) and not _CLAUSE.search(after.text)
    return sentence and first.width >= after.width


def _text(lines: list[Line]) -> str | None:
    """One phrase run over lines is joined with nothing, parallel clauses with a blank."""
    if not lines:
        return None
    clauses = len(lines) > 1 and (
        any(" " in line.text for line in lines)
        or all(line.gap for line in lines[1:])
        or any(_SPEAKER.match(line.text) for line in lines[1:])
    )
    glue = " " if clauses else ""
    return reduce(lambda a, b: a + glue + b, (line.text.strip(_DASHES) for line in lines))
