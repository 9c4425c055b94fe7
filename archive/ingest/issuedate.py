"""The issue's date and page number: given, printed on the folio, in the file name, or reckoned."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from archive.ingest.datelines import read_dateline
from archive.ingest.furniture import folio_page
from archive.ingest.layout import FURNITURE, Line
from archive.ingest.stories import Story
from archive.text import dates

_FILE_PAGE = re.compile(r"第?(?<!\d)(\d{1,2})\s*版|[_\-. ][A-D]?(\d{1,2})(?=\.[a-z]+$|$)")


@dataclass(frozen=True, slots=True)
class Dated:
    """`source` is argument, folio, filename or dateline; None where no date could be had."""

    day: date | None
    source: str | None
    number: int | None = None


def issue_date(given: date | None, filename: str, lines: list[Line], stories: list[Story]) -> Dated:
    """The issue's date, by the surest source that there is."""
    folios = [line.text for line in lines if line.why == "folio"]
    name = PurePath(filename).stem
    number = _number(folios, PurePath(filename).name)
    if given:
        return Dated(given, "argument", number)
    for text in folios:
        if found := next(dates.full_dates(text), None) or next(dates.numeric_dates(text), None):
            return Dated(found, "folio", number)
    if found := next(dates.full_dates(name), None) or next(dates.numeric_dates(name), None):
        return Dated(found, "filename", number)
    found = _from_datelines(lines, stories)
    return Dated(found, "dateline" if found else None, number)


def _number(folios: list[str], filename: str) -> int | None:
    for text in folios:
        if (number := folio_page(text)) and number > 0:
            return number
    match = _FILE_PAGE.search(dates.without_dates(filename))
    number = int(match[1] or match[2]) if match else 0
    return number or None


def _from_datelines(lines: list[Line], stories: list[Story]) -> date | None:
    """The newest dateline plus one day, in the year that the page's text speaks from.

    本报济南5月8日讯 on a page that tells of 2024年5月6日 gives 9 May 2024. In a
    January paper the year just past is named most often, so a year that begins counts more.
    """
    printed = [found for story in stories if (found := read_dateline(story.text, None)[1])]
    text = "\n".join(line.text for line in lines if line.label != FURNITURE)
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
