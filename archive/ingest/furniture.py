"""Furniture (版面杂项): folios, editors' lines, hotlines, weather, guides, notices."""

from __future__ import annotations

import re

from archive.gazetteer.habits import habits
from archive.gazetteer.newspapers import newspapers
from archive.text import dates
from archive.text.normalize import fold_blanks

_WEEKDAY = re.compile(
    r"星期[一二三四五六日天]|农历|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年"
)
_PAGE = re.compile(r"(?<![\d.])第?\s*[A-Z]?(\d{1,2}|[一二三四五六七八九十]+)\s*版")


def furniture_reason(text: str) -> str | None:
    """Why a line belongs to no article, or None: 责任编辑：张三 is "editors"."""
    bare = fold_blanks(text)
    if len(bare) > 90:
        return None
    if is_folio(bare):
        return "folio"
    for why, pattern in habits().furniture:
        if pattern.search(bare) and not (why != "lost" and "。" in bare):
            return why
    return None


def is_folio(text: str) -> bool:
    """A line with the issue's date and no sentence: 济宁日报 2024年1月7日 星期日 第3版 要闻."""
    if "。" in text or "，" in text or len(text) > 70:
        return False
    dated = any(dates.full_dates(text)) or any(dates.numeric_dates(text))
    rest = re.sub(r"[\d年月日\s./\-—|｜:：·]+", "", text)
    if dated:
        named = newspapers().mentioned_in(text) is not None
        return bool(_WEEKDAY.search(text) or _PAGE.search(text) or named or len(rest) <= 6)
    found = newspapers().named(text.replace(" ", ""))
    return found is not None


def is_notice_heading(text: str) -> bool:
    """A title that opens a notice or an advertisement: 招标公告, 遗失声明."""
    bare = re.sub(r"\s", "", text)
    return any(pattern.search(bare) for pattern in habits().notices)


def folio_page(text: str) -> int | None:
    """The page number a folio prints: 第3版 and 03版 give 3, 第十二版 gives 12."""
    match = _PAGE.search(text)
    if match is None:
        return None
    return dates.whole_number(match[1])
