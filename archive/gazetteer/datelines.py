"""The form of a dateline (电头): 本报济宁1月6日讯, 新华社北京3月5日电, 本报讯, 【本报讯】."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from archive.gazetteer.habits import habits
from archive.gazetteer.places import places

_REACH = 48
_DATE = r"(?:(?P<year>\d{4})\s*年)?(?:(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日)?"
# What 讯 and 电 stand before: a blank, a bracket, a mark, a byline, or (本报讯市委…) the text.
_END = r"\s*专?(?:讯|电|消息|报道)(?P<shut>\s*[】\]）)])?(?P<loose>(?=[一-鿿])(?!记者|通讯员|近日|日前|昨))?"


@dataclass(frozen=True, slots=True)
class DatelineForm:
    """`text[:end]` is the dateline; `date` has the year only where it is printed."""

    end: int
    place: str | None
    agency: bool
    year: int | None
    month: int | None
    day: int | None


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = habits().datelines
    senders = "|".join(f"(?P<{kind}>{words[kind]})" for kind in ("own", "agencies", "papers"))
    head = rf"^\s*[【\[（(]?\s*(?:{senders})\s*(?P<place>[一-鿿]{{2,12}}?)?\s*"
    return re.compile(head + _DATE + _END)


def dateline_at_head(text: str) -> DatelineForm | None:
    """The dateline that a paragraph begins with, or None: 情报显示全市用电量… has none.

    A sender that is only some paper's name must be followed by a known place, a date or nothing.
    """
    match = _pattern().match(text[:_REACH])
    if match is None:
        return None
    place, dated = match["place"], match["month"] is not None
    if match["papers"] and not (dated or place is None or _known(place)):
        return None
    if match["loose"] is not None and not (dated or match["own"] or match["agencies"]):
        return None
    numbers = [int(match[part]) if match[part] else None for part in ("year", "month", "day")]
    return DatelineForm(match.end(), place, match["agencies"] is not None, *numbers)


def _known(place: str) -> bool:
    """济宁, or 河北保定 with its province before it."""
    named = places().named
    return bool(named(place)) or any(
        named(place[:cut]) and named(place[cut:]) for cut in range(2, len(place) - 1)
    )
