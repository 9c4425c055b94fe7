"""The time a figure speaks of: 2023, 2023-01/2023-11, 截至2024-08-31, 到2027年底.

Relative words (去年, 全年, 8月底) need the day of the issue; without it they stay as printed.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from archive.text.numbers import parse_number

_RELATIVE = {"今年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1, "后年": 2, "本年": 0}
_TIME = re.compile(
    r"(?=[\d今去上前明后本全年过一二三四首下截到至])(?<![比较])(?P<to>截至|截止到?|到|至)?"
    r"(?:(?P<year>(?<!\d)(?:19|20)\d{2}) ?年?[—–－\-~～至到、和](?P<until>(?:19|20)\d{2}) ?年"
    r"|(?:(?P<one>(?<!\d)(?:19|20)\d{2}) ?年(?!代)|(?P<word>今年|去年|上年|前年|明年|后年|本年)(?!同期)"
    r"|(?P<whole>全年|年内|过去的?一年))?(?:以来|度)?"
    r"(?P<part>上半年|下半年|前三季度|前 ?(?:\d{1,2}|[二两三四五六七八九十]) ?个月|[一二三四]季度|首季"
    r"|(?<!\d)\d{1,2}月?[—–－\-~～至到]\d{1,2} ?月份?|(?<!\d)\d{1,2} ?月(?:\d{1,2} ?日|底|末|份|初|中旬|上旬|下旬)?"
    r"|年底|年末|年初|底|末|初)?)"
)
_OTHER = re.compile(
    r"“?(?P<plan>十[一二三四五六七八九])五”?(?:规划)?(?:时期|期间|以来|末)"
    r"|(?P<run>连续(?:\d+|[一二两三四五六七八九十]+) ?(?:年|个月|个季度))"
    r"|(?P<after>[全项]?[面部目体]?(?:建成|投产|达产|投用|投运|竣工|完工|建成投产|达效|落成)后)"
    r"|(?P<near>近期|近(?:\d{1,2}|[一二两三四五六七八九十]+)年来?)"
)
_PART_NAMES = {
    "年底": "年底",
    "年末": "年底",
    "底": "年底",
    "末": "年底",
    "年初": "年初",
    "初": "年初",
}
_PLAN_YEARS = {
    f"十{digit}": 1951 + 5 * (10 + number) for number, digit in enumerate("一二三四五六七八九", 1)
}
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Period:
    """`text[start:end]` names a time; `year` is the last year it takes in, where known.

    `kind` is dated, after (建成后: a condition) or run (连续18个月: a length).
    """

    label: str
    start: int
    end: int
    year: int | None = None
    kind: str = "dated"
    ahead: bool = False


class Periods:
    """All times named in a text, and which of them holds at a place."""

    def __init__(self, text: str, day: date | None) -> None:
        """`day` is the issue's; None leaves relative words as they are."""
        self._text, self._day = text, day
        self.found: list[Period] = []
        self._read()
        self._starts = [period.start for period in self.found]

    def at(self, place: int) -> Period | None:
        """The time that holds for what is said at a place.

        Nearest first: one in the same part of the sentence, else the paragraph's last that stands
        by itself: 2023年，… or 过去的一年，….
        """
        sentence = self._sentence_start(place)
        paragraph = self._text.rfind("\n", 0, place) + 1
        part = max(sentence, self._text.rfind("；", 0, place) + 1)
        clause = max(part, self._text.rfind("，", 0, place) + 1)
        for period in reversed(self.found[: bisect_right(self._starts, place)]):
            if period.start < paragraph:
                break
            bound = {"run": clause, "after": sentence}.get(period.kind, part)
            if period.start >= bound or (period.kind == "dated" and self._stands_alone(period)):
                return period
        return None

    def without(self, start: int, end: int) -> str:
        """`text[start:end]` without the times named in it."""
        parts, at = [], start
        for period in self.found[bisect_left(self._starts, start) :]:
            if period.start >= end:
                break
            parts.append(self._text[at : period.start])
            at = period.end
        return "".join(parts) + self._text[at:end]

    def _stands_alone(self, period: Period) -> bool:
        """A year, half, quarter or run of months set off by a comma holds on; a day does not."""
        comma = self._text[period.end : period.end + 1] in ("，", ",")
        return (
            comma and period.year is not None and ("-" not in period.label or "/" in period.label)
        )

    def _sentence_start(self, place: int) -> int:
        return max(self._text.rfind(mark, 0, place) for mark in "。！？\n") + 1

    def _read(self) -> None:
        matches = [m for m in _TIME.finditer(self._text) if _is_time(m)]
        others = list(_OTHER.finditer(self._text))
        carried: int | None = None
        for match in sorted(matches + others, key=lambda m: m.start()):
            if self._text.rfind("\n", self.found[-1].end if self.found else 0, match.start()) >= 0:
                carried = None
            period = self._other(match) if match.re is _OTHER else self._dated(match, carried)
            self.found.append(period)
            if (
                period.kind == "dated"
                and period.year
                and match.re is _TIME
                and (match["one"] or match["word"])
            ):
                carried = period.year

    def _other(self, match: re.Match[str]) -> Period:
        span = match.span()
        if plan := match["plan"]:
            first = _PLAN_YEARS[plan]
            if match[0].endswith("末"):
                ahead = self._day is None or first + 4 >= self._day.year
                return Period(str(first + 4), *span, year=first + 4, ahead=ahead)
            return Period(f"{first}-{first + 4}", *span, year=None)
        if match["near"]:
            return Period(match[0], *span)
        return Period(match[0], *span, kind="run" if match["run"] else "after")

    def _dated(self, match: re.Match[str], carried: int | None) -> Period:
        if match["until"]:
            years = f"{match['year']}-{match['until']}"
            return Period(years, *match.span(), year=int(match["until"]))
        year, part = self._year(match, carried), match["part"] or ""
        if year is None:
            return Period(match[0], *match.span(), ahead=match["word"] in ("明年", "后年"))
        closing = (match["to"] or "").startswith("截")
        if match[0].endswith("以来"):
            return Period(f"{year}年以来", *match.span())
        label = _label(year, part, closing)
        if match["to"]:
            label = f"{'截至' if closing else '到'}{label}"
        return Period(label, *match.span(), year=year, ahead=self._ahead(match, year))

    def _ahead(self, match: re.Match[str], year: int) -> bool:
        """Whether the time lies after the issue: 到2027年, 2024年 in a paper of early January."""
        until = bool(match["to"]) and not match["to"].startswith("截")
        if self._day is None:
            return until and bool(match["one"])
        if self._text.startswith("前", match.end()) and year == self._day.year:
            return _month(match["part"] or "") >= self._day.month
        if year != self._day.year:
            return year > self._day.year
        part = match["part"] or ""
        if part in _PART_NAMES:
            closed = (match["to"] or "").startswith("截") or self._day.month == 12
            return until or (_PART_NAMES[part] == "年底" and not closed)
        single = bool(_DIGITS.search(part)) and not _is_month_range(part)
        return single and not part.startswith("前") and _month(part) > self._day.month

    def _year(self, match: re.Match[str], carried: int | None) -> int | None:
        if match["one"]:
            return int(match["one"])
        day = self._day
        if match["word"]:
            return day.year + _RELATIVE[match["word"]] if day else None
        if carried:
            return carried
        if day is None:
            return None
        if match["whole"]:
            # In January 全年 looks back upon the last year.
            return day.year - (match["whole"].startswith("过去") or day.month == 1)
        return self._month_year(match, day)

    def _month_year(self, match: re.Match[str], day: date) -> int:
        """The year of a month without one: the nearest; what has been counted lies behind."""
        part, to = match["part"], match["to"] or ""
        months = [int(number) for number in _DIGITS.findall(part)]
        if not months:
            return day.year
        counted = _is_month_range(part) or part.startswith("前") or to.startswith("截")
        last = months[-1] if _is_month_range(part) else months[0]
        if counted or not to:
            return day.year - (last - day.month > (0 if counted else 6))
        return day.year


def _is_time(match: re.Match[str]) -> bool:
    """Something dated is named; a bare 底 or 初 is not, nor 2月 in 12个月."""
    named = match["until"] or match["one"] or match["word"] or match["whole"]
    return bool(named or (match["part"] and len(match["part"]) > 1))


def _month(part: str) -> int:
    """The month that a part of a year ends in: 6月15日 in 6, 年底 in 12."""
    found = _DIGITS.search(part)
    return int(found[0]) if found else 12


def _is_month_range(part: str) -> bool:
    return len(_DIGITS.findall(part)) == 2 and "日" not in part


def _label(year: int, part: str, closing: bool) -> str:
    """2023, 2024上半年, 2023-01/2023-11, 2023-09, 2023-09-05, 2024年底."""
    numbers = [int(number) for number in _DIGITS.findall(part)]
    if part.startswith("前") and part.endswith("个月"):
        months = parse_number(part[1:-2]) or 1
        return f"{year}-01/{year}-{int(months):02}"
    if _is_month_range(part):
        return f"{year}-{numbers[0]:02}/{year}-{numbers[1]:02}"
    if len(numbers) == 2:
        return f"{year}-{numbers[0]:02}-{numbers[1]:02}"
    if numbers:
        month = min(max(numbers[0], 1), 12)
        ends = closing or part[-1] in "底末"
        return f"{year}-{month:02}" + (f"-{monthrange(year, month)[1]}" if ends else "")
    if part in _PART_NAMES or (closing and not part):
        return f"{year}{_PART_NAMES.get(part, '年底')}"
    return f"{year}{part}"
