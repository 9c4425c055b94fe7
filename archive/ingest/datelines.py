"""Datelines (电头): 本报济宁1月6日讯, 新华社北京3月5日电, 本报讯, 【本报讯】."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.gazetteer.habits import habits
from archive.records import Dateline
from archive.text import dates

_REACH = 40


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile(
        rf"^[【\[（(]?\s*(?P<sender>{habits().senders})\s*(?P<place>[一-鿿]{{2,10}}?)?\s*"
        r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日)?\s*"
        r"(?:专?[讯电]|消息|报道)(?P<end>[】\]）)]|(?=[\s（(：:，,]|记者|通讯员|近日|日前|昨日|\d|$)|(?=[一-鿿]))"
    )


def opens_with_dateline(text: str) -> bool:
    """Whether a paragraph begins an article by its dateline."""
    return _pattern().match(text[:_REACH]) is not None


def read_dateline(
    text: str, issued: dates.date | None
) -> tuple[Dateline | None, tuple[int, int] | None]:
    """The dateline at the head of a body, and its (month, day) as printed.

    The year is the printed one, else the one that brings it nearest to the issue's date.
    """
    match = _pattern().match(text[:_REACH])
    if match is None:
        return None, None
    printed = (int(match["month"]), int(match["day"])) if match["month"] else None
    day = None
    if printed and match["year"]:
        day = dates.make(int(match["year"]), *printed)
    elif printed and issued:
        day = dates.with_year(*printed, near=issued)
    return Dateline(match["place"] or None, day), printed
