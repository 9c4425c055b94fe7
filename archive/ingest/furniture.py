"""Furniture (版面杂项): folios, editors' lines, hotlines, weather, guides, notices."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.gazetteer.habits import habits
from archive.gazetteer.newspapers import newspapers
from archive.text import dates
from archive.text.normalize import fold_blanks, half_width

_PAGE = re.compile(
    r"第\s*[A-Z]?(\d{1,2}|[一二三四五六七八九十]+)\s*版|(?<![\d.])[A-Z]?(\d{1,2}|[一二三四五六七八九十]+)\s*版"
    r"|(?<![A-Za-z\d])[A-H]\s?(\d{1,2})(?![\d.])|^(\d{1,2})(?=\s)|(?<=\s)(\d{1,2})$|(?<=\s)(\d{1,2})(?=\s)"
)
_IN_DATE = re.compile(r"(?<=[\d年月])\s+(?=[\d年月日])|(?<=\d)\s*([-./])\s*(?=\d)")
_ZERO = re.compile(r"(?<=二)[OoＯ0](?=[〇零○OoＯ0一二三四五六七八九]{2}年)")
_ZEROS = re.compile(r"(?<=二〇)[OoＯ0]|(?<=二〇[一二三四五六七八九])[OoＯ0]")
_PART_OF_DATE = re.compile(r"^(?:(?:19|20)\d{2}年(?:\d{1,2}月)?|\d{1,2}月\d{1,2}日|\d{1,2}日)$")
_LEFT = re.compile(r"[\s|｜:：·・,，、/／\-—－_.()（）\[\]【】■□●◆▲★\d]+")
# Without one of these no line can be a folio, or name its makers: most lines are asked no further.
_MAY_BE_FOLIO = re.compile(r"\d|版|报|周|星期|年")
_MAY_NAME_MAKERS = re.compile(r"编|校|版|审|主任|热线|电话|邮|号|报|[A-Za-z@]|网|微|\d{5}")
# What a folio must hold one of; the other parts only keep it company.
_CORE = ("date", "weekday", "page", "paper")


def furniture_reason(text: str) -> str | None:
    """Why a line belongs to no article, or None: 责任编辑：张三 is "editors"."""
    bare = fold_blanks(text)
    if len(bare) > 110 or (bare[:1] in "（(" and not re.search("[）)]", bare)):
        return None
    if is_folio(bare):
        return "folio"
    bare = bare.lstrip(habits().marks + " ") or bare
    plain = dated(bare)
    if (
        _PART_OF_DATE.match(plain)
        or plain != _without_dates(plain)
        and not _letters(_without_dates(plain))
    ):
        return "date"
    return _by_form(bare)


def _by_form(bare: str) -> str | None:
    for why, pattern in habits().furniture:
        if pattern.search(bare) and not (why not in ("weather", "lost", "table") and "。" in bare):
            return why
    if habits().sections.fullmatch(bare):
        return "page"
    if "。" in bare or not _MAY_NAME_MAKERS.search(bare):
        return None
    parts, left = folio_parts(bare)
    if len(left) <= 2 and len(parts & {"editors", "phone", "web", "serial"}) >= 1:
        return "editors" if "editors" in parts else "hotline"
    return None


def is_folio(text: str) -> bool:
    """A line made of a folio's parts alone: 济宁日报 2024年1月7日 星期日 第3版 要闻.

    One part is not enough: a bare date may end a document, a bare figure is a table's.
    """
    if re.search("[。，《！？]|[：:]$", text) or len(text) > 100 or not _MAY_BE_FOLIO.search(text):
        return False
    found = newspapers().named(text.replace(" ", ""))
    if found is not None:
        return True
    parts, left = folio_parts(text)
    held = parts & set(_CORE)
    if "weekday" in held and parts & {"date", "day"}:
        return len(left) <= (12 if "date" in held else 2)
    strong = "date" in held or len(held) >= 2 or (held and "section" in parts)
    return bool(strong and len(parts) >= 2 and len(left) <= (4 if "date" in held else 2))


@lru_cache(maxsize=1024)  # a line is asked more than once while its page is read
def folio_parts(text: str) -> tuple[frozenset[str], str]:
    """Which of a folio's parts a line holds, and the letters that are none of them."""
    rest, parts = dated(text), set[str]()
    bare = _without_dates(rest)
    if bare != rest:
        parts.add("date")
        rest = bare
    named = newspapers().mentioned_in(rest)
    if named is not None:
        for name in sorted((named.name, *named.aliases), key=len, reverse=True):
            rest = re.sub(rf"{re.escape(name)}\s?(?:[（(][一-鿿]{{1,4}}[）)])?", " ", rest)
        parts.add("paper")
    forms = habits().folio | {"section": habits().sections}
    for part in (
        "web",
        "phone",
        "serial",
        "editors",
        "paper",
        "weekday",
        "day",
        "lunar",
        "section",
    ):
        rest = _cut(rest, part, forms[part], parts)
    for part in ("page", "english"):
        rest = _cut(rest, part, forms[part], parts)
    return frozenset(parts), _letters(rest)


def _cut(text: str, part: str, form: re.Pattern[str], parts: set[str]) -> str:
    cut = form.sub(lambda match: " " if match[0].strip() else match[0], text)
    if cut != text:
        parts.add(part)
    return cut


def _letters(text: str) -> str:
    return _LEFT.sub("", text)


def _without_dates(text: str) -> str:
    return re.sub(r"(?<!\d)(?:19|20)\d{2}年(?:\d{1,2}月)?(?!\d)", " ", dates.without_dates(text))


def dated(text: str) -> str:
    """The text with its dates in one writing: ２０２４ 年 1 月 7 日 and 二O二四年 as usual."""
    plain = half_width(text)
    plain = _ZEROS.sub("〇", _ZERO.sub("〇", plain))
    return _IN_DATE.sub(lambda match: match[1] or "", plain)


def is_notice_heading(text: str) -> bool:
    """A title that opens a notice or an advertisement: 招标公告, 遗失声明."""
    bare = re.sub(r"\s", "", text)
    return any(pattern.search(bare) for pattern in habits().notices)


def is_sure_notice(text: str) -> bool:
    """A heading that needs nothing around it to be a notice's: 遗失声明."""
    return habits().sure_notices.search(re.sub(r"\s", "", text)) is not None


def reads_like_notice(text: str) -> bool:
    """Words that notices are written in: 报名截止, 联系电话, 声明作废."""
    return habits().notice_words.search(text) is not None


def signs_notice(text: str) -> bool:
    """Who signs a notice, and when: 泉林市市政管理中心, 2024年1月7日."""
    return habits().notice_signs.search(fold_blanks(text)) is not None


def folio_page(text: str) -> int | None:
    """The page number a folio prints: 第3版, 03版 and A03 give 3, 第十二版 gives 12."""
    bare = fold_blanks(dates.without_dates(dated(fold_blanks(text))))
    found = [match for match in _PAGE.finditer(bare) if not bare[: match.start()].endswith("今日")]
    if not found:
        return None
    best = min(found, key=lambda match: next(n for n, g in enumerate(match.groups()) if g))
    return dates.whole_number(next(group for group in best.groups() if group))


def folio_section(text: str) -> str | None:
    """The section a folio names: 要闻, 民生·时政."""
    match = habits().sections.search(fold_blanks(text))
    return match[0] if match else None
