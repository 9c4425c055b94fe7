"""What makes a figure comparable with those of other articles, worked out of what is stored of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from archive.extract.figure_places import FigurePlaces
from archive.extract.measuring import base_of, indicator_key
from archive.extract.times import span_of

SENTENCE_LENGTH = 400
UNIT_LENGTH = 20
_END = re.compile(r"[。！？!?；;\n][”’」』）]*")
Spot = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class FigureFacts:
    """`sentence[hit_start:hit_end]` is the figure in its sentence; the rest as the modules say."""

    key: str
    base_value: float
    base_unit: str
    place: str | None
    year: int | None
    period_start: date | None
    period_end: date | None
    sentence: str
    hit_start: int
    hit_end: int


def facts_of(
    figure: tuple[str, str, float, str, str, Sequence[Spot]],
    texts: dict[str, str],
    where: FigurePlaces,
    day: date | None,
) -> FigureFacts:
    """The facts of a figure: its (text, indicator, value, unit, period, evidence); `day` is the issue's."""
    text, indicator, value, unit, period, evidence = figure
    spot = _spot(text, evidence, texts)
    sentence, start, end = _sentence(texts[spot[0]], spot[1], spot[2]) if spot else (text, 0, 0)
    base_value, base_unit = base_of(value, unit)
    span = span_of(period, day)
    return FigureFacts(
        key=indicator_key(indicator) if indicator != unit else "",
        base_value=base_value,
        base_unit=base_unit[:UNIT_LENGTH],
        place=where.at(spot[0], spot[1]) if spot else where.subject,
        year=span.year,
        period_start=span.start,
        period_end=span.end,
        sentence=sentence,
        hit_start=start,
        hit_end=end,
    )


def _spot(text: str, evidence: Sequence[Spot], texts: dict[str, str]) -> Spot | None:
    """Where it stands: its first evidence that is in bounds, else where its words are found."""
    for name, start, end in evidence:
        if 0 <= start < end <= len(texts.get(name, "")):
            return name, start, end
    at = texts["body"].find(text) if text else -1
    return ("body", at, at + len(text)) if at >= 0 else None


def _sentence(source: str, start: int, end: int) -> tuple[str, int, int]:
    """The sentence around `source[start:end]`, and where that stands in it; cut where it is endless."""
    first = 0
    last = len(source)
    for match in _END.finditer(source):
        if match.end() <= start:
            first = match.end()
        elif match.end() >= end:
            last = match.end()
            break
    first = max(first, start - SENTENCE_LENGTH // 2)
    last = min(last, max(end, first + SENTENCE_LENGTH))
    while first < start and source[first].isspace():
        first += 1
    sentence = source[first:last].rstrip()
    return sentence, start - first, min(end - first, len(sentence))
