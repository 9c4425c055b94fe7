"""同比分别增长7.9%和15.4%: each of several figures is of one of the names in front of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from archive.extract.quantities import Quantity
from archive.gazetteer.measures import measures
from archive.records import FigureMention

WORD = "分别"
_BETWEEN = re.compile(r"(?:以上|以下|左右)? ?[、，和及与] ?")
_PARTS = re.compile(r"[、和及与]")
_MOVED = re.compile(
    r"(?:同比|环比|较上年|比上年|较去年同期|比去年同期)*"
    r"(?:增长|下降|提高|提升|增加|减少|降低|上升|回落)"
)
_SENTENCE_END = re.compile(r"[。！？\n]")


def shared_out(
    text: str, rows: Sequence[Quantity], leads: Sequence[str], found: Sequence[FigureMention]
) -> list[FigureMention]:
    """The mentions with their own indicators; `leads` are the phrases before `rows`.

    教育、卫生健康支出分别增长6.4%和7.2% is 教育支出增长 and 卫生健康支出增长; 交易额568亿元，业务量4.3
    亿件，同比分别增长7.9%和15.4% is 交易额同比增长 and 业务量同比增长. Where names and figures are not
    as many as each other, nothing is changed.
    """
    mentions = list(found)
    for first in range(len(rows)):
        before, word, behind = leads[first].rpartition(WORD)
        if not word:
            continue
        last = _last(text, rows, first)
        count = last - first + 1
        names = _listed(before, count) or _earlier(text, rows, mentions, first, count)
        if count < 2 or not names:
            continue
        moved = _MOVED.search(before[-6:] + behind)
        for at, name in enumerate(names, first):
            said = f"{name}{moved[0] if moved else ''}"
            mentions[at] = replace(mentions[at], indicator=said)
    return mentions


def _last(text: str, rows: Sequence[Quantity], first: int) -> int:
    """The last of the figures in one unit that follow each other."""
    last = first
    while last + 1 < len(rows) and rows[last + 1].unit == rows[first].unit:
        if not _BETWEEN.fullmatch(text[rows[last].end : rows[last + 1].start]):
            break
        last += 1
    return last


def _listed(before: str, count: int) -> list[str]:
    """The names in one phrase: 教育、卫生健康支出."""
    parts = [part.strip() for part in _PARTS.split(_MOVED.sub("", before).removesuffix("同比"))]
    if len(parts) != count or not all(parts):
        return []
    tails = measures().shared_tails
    tail = next((one for one in tails if parts[-1].endswith(one)), "")
    return [part if part.endswith(tails) else f"{part}{tail}" for part in parts]


def _earlier(
    text: str, rows: Sequence[Quantity], found: Sequence[FigureMention], first: int, count: int
) -> list[str]:
    """What the figures just before in the sentence are of, when there are that many of other units."""
    start = first - count
    if start < 0 or _SENTENCE_END.search(text, rows[start].start, rows[first].start):
        return []
    before = range(start, first)
    if any(rows[at].unit == rows[first].unit or not found[at].indicator for at in before):
        return []
    return [found[at].indicator for at in before]
