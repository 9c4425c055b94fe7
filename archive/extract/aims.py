"""Whether a figure is reached or aimed at: 力争突破960万吨 is a target, 突破720万吨 is not."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from archive.extract.periods import Period, Periods
from archive.gazetteer.quantities import figure_words

TARGET, ACTUAL = "target", "actual"
_CLAUSE = re.compile(r"[，,；;。！？\n]")
_BEHIND = re.compile(r"[^，,；;。！？\n、已]{0,16}?(?:(?<![即大名])将(?![军领近])|年底前|年内)")
CLAUSE, EARLIER = 120, 12  # characters of a clause that are read, clauses before it
YOUNG_YEAR = 3  # months
_SENTENCE_END = "。！？\n"


class Aims:
    """Reads a text once for the words that look ahead or back."""

    def __init__(self, text: str, periods: Periods, day: date | None) -> None:
        """`day` is the issue's: a year before it makes figures actual, one after it targets."""
        self._text, self._day = text, day
        self._events = sorted(_openers(text) + self._years(periods.found))
        self._places = [place for place, _ in self._events]
        self._clauses = [0] + [match.end() for match in _CLAUSE.finditer(text)]

    def kind(self, start: int, end: int, period: Period | None) -> str:
        """`target` or `actual` for the figure at `text[start:end]`.

        The clause's own words decide first, then the time it speaks of, then the clauses before it
        in the sentence, then the stretch of plans or results that the sentence stands in.
        """
        clause = max(self._clause_start(start), start - CLAUSE)
        said = self._text[clause:end]
        own = self._estimate(said, period) or _cue(said) or self._behind(end)
        own = own or self._by_period(period) or self._soft(said, start)
        return own or self._earlier(clause) or self._stretch(start) or ACTUAL

    def _by_period(self, period: Period | None) -> str | None:
        if period is None:
            return None
        if period.ahead or period.kind == "after":
            return TARGET
        if "/" in period.label or period.label.startswith("截至"):
            return ACTUAL
        if self._day is None or period.year is None:
            return None
        if period.year < self._day.year:
            return ACTUAL
        # 今年实施项目96个, printed in the first months: what a running year is to bring.
        young = self._day.month <= YOUNG_YEAR or self._is_whole(period)
        return TARGET if young and period.label == str(self._day.year) else None

    def _is_whole(self, period: Period) -> bool:
        """年内完成8600亩: the year that still runs."""
        return self._text[period.start : period.end] in ("年内", "全年", "今年全年")

    def _behind(self, end: int) -> str | None:
        """28种常用药将纳入集采: the verb comes behind the figure."""
        return TARGET if _BEHIND.match(self._text, end) else None

    def _estimate(self, said: str, period: Period | None) -> str | None:
        """今年预计产量860吨, 预计总产40亿斤 of this year: an estimate, no aim."""
        if period is None or period.ahead or "预计" not in said or self._is_whole(period):
            return None
        if not (period.year and self._day and period.year <= self._day.year):
            return None
        return None if _cue(said) == TARGET else ACTUAL

    def _soft(self, said: str, place: int) -> str | None:
        """预计 without a past time aims; 争取, 打造 only among plans."""
        if "预计" in said:
            return TARGET
        soft = any(word in said for word in figure_words().target_soft)
        return TARGET if soft and self._stretch(place) == TARGET else None

    def _earlier(self, clause: int) -> str | None:
        """The nearest clause before, in the same sentence, that looks ahead or back."""
        for _ in range(EARLIER):
            if clause <= 0 or not _CLAUSE.match(self._text, clause - 1):
                break
            if self._text[clause - 1] in _SENTENCE_END:
                break
            before = max(self._clause_start(clause - 1), clause - CLAUSE)
            said = self._text[before:clause]
            if cue := _cue(said) or (TARGET if "预计" in said else None):
                return cue
            clause = before
        return None

    def _stretch(self, place: int) -> str | None:
        at = bisect_left(self._places, place)
        return self._events[at - 1][1] if at else None

    def _clause_start(self, place: int) -> int:
        return self._clauses[bisect_right(self._clauses, place) - 1]

    def _years(self, periods: Iterable[Period]) -> list[tuple[int, str]]:
        """2023年， opens results in 2024; 2024年， opens plans in the first weeks of 2024."""
        day, events = self._day, []
        for period in periods:
            alone = self._text[period.end : period.end + 1] in ("，", ",")
            if day is None or period.year is None or period.kind != "dated" or not alone:
                continue
            ahead = period.year > day.year or (period.label == str(day.year) and day.month <= 2)
            events.append((period.start, TARGET if ahead else ACTUAL))
        return events


def _openers(text: str) -> list[tuple[int, str]]:
    ahead, back = _opener_patterns()
    return [(m.start(), TARGET) for m in ahead.finditer(text)] + [
        (m.start(), ACTUAL) for m in back.finditer(text)
    ]


def _cue(clause: str) -> str | None:
    """What the words of one clause say by themselves; looking ahead is stronger."""
    ahead, back = _cue_patterns()
    if ahead.search(clause):
        return TARGET
    return ACTUAL if back.search(clause) else None


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in words)


@lru_cache(maxsize=1)
def _cue_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """将 aims unless it is the 将 of 将…作为; 计划 aims unless it is a noun (行动计划)."""
    words = figure_words()
    nouns = "".join(f"(?<!{re.escape(word)})" for word in words.target_plan_noun_before)
    will = rf"(?<![即士大名])将(?![军士领])(?!.{{0,24}}(?:{_any(words.target_ba)}))"
    done = "".join(f"(?<!{word})" for word in ("已", "已经", "累计", "成功"))
    ahead = rf"^ ?(?:还?要|必须|目标)|(?<![主重需必首])要(?:{_any(words.target_must)})|{done}(?:{_any(words.target_words)})|{will}|{nouns}计划(?!指标|单列|[》”内外的])"
    return re.compile(ahead), re.compile(_any(words.actual_words))


@lru_cache(maxsize=1)
def _opener_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = figure_words()
    return re.compile(_any(words.target_openers)), re.compile(_any(words.actual_openers))
