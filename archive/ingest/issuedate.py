"""The issue's date, page number and section: given, printed on the folio, in the file name, or reckoned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from archive.ingest.datelines import read_dateline
from archive.ingest.days import is_possible
from archive.ingest.furniture import dated, folio_page, folio_section
from archive.ingest.layout import FURNITURE, Line
from archive.ingest.stories import Story
from archive.text import dates

_FILE_PAGE = re.compile(
    r"第?(?<!\d)(?:[A-Z])?(?P<page>\d{1,2}|[一二三四五六七八九十]{1,3})\s*版"
    r"|(?:^|[_\-. ])[A-Z]?(?P<last>\d{1,2})(?=\.[A-Za-z]+$|$)"
    r"|^(?:第|[A-H])?(?P<first>\d{1,2})(?=[_\-. 　一-鿿])"
)
# 2024010703: a date and a page without a sign between them
_GLUED = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([A-Z]?\d{2})(?!\d)"
)
_DAY = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})日")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_WEEKDAY = re.compile(r"(?:星期|周)([一二三四五六日天])")
_OPENING = re.compile(
    r"^.{0,12}?(?<!\d)(\d{1,2})月(\d{1,2})日(?:至\d{1,2}日)?(?:上午|下午|晚|凌晨|清晨|，|,|$)"
)
_FILE_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d{2}(?:[-./_年](?:\d{1,2}[-./_月]\d{1,2}日?)|\d{4})(?!\d)|\d{1,2}月\d{1,2}日"
)
_WEEK = "一二三四五六日"
# A folio of two or three lines stands together; the page prints it at its head or its foot.
_FOLIO_LINES, _EDGE = 3, 6


@dataclass(frozen=True, slots=True)
class Dated:
    """`source` is argument, folio, filename or dateline; None where no date could be had."""

    day: date | None
    source: str | None
    number: int | None = None
    section: str | None = None


def issue_date(given: date | None, filename: str, lines: list[Line], stories: list[Story]) -> Dated:
    """The issue's date, by the surest source that there is.

    `filename` may be a path inside an archive: 2024-01/07/A03.txt tells a date and a page. A day
    on which no paper can have come out is a misprint, and the next source is asked.
    """
    folios = [line.text for line in lines if line.why == "folio"]
    pages = [*folios, *(line.text for line in lines if line.why == "page")]
    number, section = _number(pages, filename), _section([*folios, *pages], filename)
    text = "\n".join(line.text for line in lines if line.label != FURNITURE)
    for source, found in (
        ("argument", given),
        ("folio", _printed(folios) or _printed(_edges(lines)) or _by_weekday(folios, text)),
        ("filename", _in_name(filename, text)),
        ("dateline", _from_datelines(text, stories)),
    ):
        if found and (source == "argument" or is_possible(found)):
            return Dated(found, source, number, section)
    return Dated(None, None, number, section)


def _printed(texts: Iterable[str]) -> date | None:
    for text in texts:
        plain = dated(text)
        found = next(dates.full_dates(plain), None) or next(dates.numeric_dates(plain), None)
        if found:
            return found
    return None


def _edges(lines: list[Line]) -> Iterator[str]:
    """Furniture at the head and the foot of the page, lines that stand together as one text."""
    for edge in (lines[:_EDGE], lines[-_EDGE:]):
        for start in range(len(edge)):
            group = edge[start : start + _FOLIO_LINES]
            told = [line.why in ("folio", "date", "page") for line in group]
            for size in range(len(group), 0, -1):
                if all(told[:size]):
                    yield "".join(line.text for line in group[:size])
                    yield " ".join(line.text for line in group[:size])
                    break


def _by_weekday(folios: list[str], text: str) -> date | None:
    """A folio without a year, 1月7日 星期日: the year near those of the text that has such a Sunday."""
    for folio in folios:
        plain = dated(folio)
        day, weekday = _DAY.search(plain), _WEEKDAY.search(plain)
        years = dates.years(text)
        if not (day and weekday and years):
            continue
        common = max(set(years), key=years.count)
        number = _WEEK.index(weekday[1].replace("天", "日"))
        near = [dates.make(common + step, int(day[1]), int(day[2])) for step in (0, 1, -1, 2, -2)]
        return next((found for found in near if found and found.weekday() == number), None)
    return None


def _in_name(filename: str, text: str) -> date | None:
    """The date of a file's name, else of the folders it lies in: 20240107/A03.txt."""
    path = PurePath(filename.replace("\\", "/"))
    for part in (path.stem, *reversed(path.parts[-4:-1])):
        if (match := _GLUED.search(part)) and (found := dates.make(*map(int, match.groups()[:3]))):
            return found
        if found := _printed([part]):
            return found
    if found := _printed(["/".join(path.parts[-4:])]):
        return found
    day = _DAY.search(dated(path.stem))
    years = [int(year) for year in _YEAR.findall("/".join(path.parts[-4:]))] or dates.years(text)
    return (
        dates.make(max(set(years), key=years.count), *map(int, day.groups()))
        if day and years
        else None
    )


def _number(folios: list[str], filename: str) -> int | None:
    for text in folios:
        if (number := folio_page(text)) and number > 0:
            return number
    path = PurePath(filename.replace("\\", "/"))
    if match := _GLUED.search(path.name):
        return int(match[4][-2:]) or None
    match = _FILE_PAGE.search(_FILE_DATE.sub("_", dated(path.name)))
    found = next((group for group in match.groups() if group), None) if match else None
    return (dates.whole_number(found) or None) if found else None


def _section(folios: list[str], filename: str) -> str | None:
    stem = re.sub(r"[_\-.]", " ", PurePath(filename).stem)
    named = (folio_section(text) for text in [*folios, stem])
    return next((section for section in named if section), None)


def _from_datelines(text: str, stories: list[Story]) -> date | None:
    """The newest dateline plus one day, in the year that the page's text speaks from.

    本报济南5月8日讯 on a page that tells of 2024年5月6日 gives 9 May 2024. In a
    January paper the year just past is named most often, so a year that begins counts more.
    Without datelines the days that articles open with serve: 5月8日上午，….
    """
    printed = [found for story in stories if (found := read_dateline(story.text, None)[1])]
    printed = printed or [
        (int(match[1]), int(match[2]))
        for story in stories
        if (match := _OPENING.match(story.text[:40]))
    ]
    full = list(dates.full_dates(text))
    years = dates.years(text)
    if not printed or not (full or years):
        return None
    month, day = max(printed)
    if {1, 12} <= {pair[0] for pair in printed}:
        month, day = max(pair for pair in printed if pair[0] == 1)
    near = [d.year for d in full if abs((d.month - month) * 30 + d.day - day) <= 45]
    year = max(near) if near else _year(years, month)
    found = dates.make(year, month, day)
    return dates.next_day(found) if found else None


def _year(years: list[int], month: int) -> int:
    """The latest year that is named as going on, not as a far aim (到2035年).

    The most frequent year and its neighbours are candidates; in the first two months of a year
    the one just past is often the most frequent, so the later wins where it is named too.
    """
    common = max(set(years), key=years.count)
    if month <= 2 and common + 1 in years:
        return common + 1
    return common
