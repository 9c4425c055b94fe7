"""The form of a dateline (电头): 本报济宁1月6日讯, 新华社北京3月5日电, 本报讯, 【本报讯】, 喀什讯."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from archive.gazetteer.habits import habits
from archive.gazetteer.places import places
from archive.text.normalize import half_width

_REACH = 60
_BLANK = " \t\u00a0\u3000"
_DATE = r"(?:[（(]?(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日[）)]?)?"
# What 讯 and 电 stand before: a blank, a bracket, a mark, a byline, or (本报讯市委…) the text.
_END = (
    r"(?:综合|新媒体)?[专快]?(?P<word>讯|电|消息|报道)(?P<shut>[】\]）)〕])?"
    r"(?P<loose>(?=[一-鿿])(?!记者|通讯员|见习|首席|近日|日前|昨|今天|今日|连日|眼下))?"
)
_UNSENT = re.compile(rf"^[【\[（(〔]?(?P<place>[一-鿿]{{2,8}}?)??{_DATE}{_END}")
_WORD = re.compile(r"讯|电|消息|报道|日[（(]")
_BYLINED = re.compile(r"^[（(](?:[^（）()]{0,16}记者|通讯员)")


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
def _senders() -> str:
    words = habits().datelines
    return "|".join(f"(?P<{kind}>{words[kind]})" for kind in ("own", "agencies", "papers"))


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    # 据 may precede any sender; a place is what stands between sender and date
    return re.compile(
        rf"^[【\[（(〔]?据?(?:{_senders()})(?P<place>[一-鿿]{{2,12}}?)??{_DATE}{_END}"
    )


@lru_cache(maxsize=1)
def _silent() -> re.Pattern[str]:
    """本报济宁1月6日（记者 …）: the form that leaves 讯 out, before a byline only."""
    return re.compile(rf"^(?:{_senders()})(?P<place>[一-鿿]{{2,12}}?)??{_DATE}(?=[（(])")


@lru_cache(maxsize=1)
def _cut_off() -> re.Pattern[str]:
    """What a narrow column's end leaves of a dateline: 本报巴彦淖尔3月, 新华社北京1月5日."""
    words = habits().datelines
    senders = f"(?:{words['own']}|{words['agencies']})"
    return re.compile(
        rf"^[【\[（(〔]?{senders}(?P<place>[一-鿿]{{2,8}}?)?(?P<date>\d{{1,2}}(?:月(?:\d{{1,2}}日?)?)?)?$"
    )


def dateline_at_head(text: str) -> DatelineForm | None:
    """The dateline that a paragraph begins with, or None: 情报显示全市用电量… has none.

    Blanks within do not matter: 本 报 讯, 本报济宁 1 月 6 日 讯. A sender that is only some
    paper's name must be followed by a known place, a date or nothing.
    """
    return _at_head(text[:_REACH])


@lru_cache(maxsize=4096)  # a line is asked many times while its page is read
def _at_head(text: str) -> DatelineForm | None:
    squeezed, origins = _squeezed(text)
    if not _WORD.search(squeezed):
        return None
    match = _pattern().match(squeezed)
    if match is not None and _plausible(match, squeezed, origins, text):
        return _form(match, origins, agency=match["agencies"] is not None)
    match = _UNSENT.match(squeezed)
    if match is not None and _stands_alone(match, squeezed, origins, text):
        return _form(match, origins, agency=match["word"] == "电")
    match = _silent().match(squeezed)
    if match and match["month"] and _BYLINED.match(squeezed[match.end() :]):
        return _form(match, origins, agency=match["agencies"] is not None)
    return None


def is_cut_dateline(line: str) -> bool:
    """A line that holds a dateline's beginning and nothing else: 本报河北保定1月."""
    return _is_cut(line[:_REACH])


@lru_cache(maxsize=4096)
def _is_cut(line: str) -> bool:
    match = _cut_off().match(_squeezed(line)[0])
    return match is not None and bool(match["date"] or (match["place"] and _known(match["place"])))


def _squeezed(text: str) -> tuple[str, list[int]]:
    """The text without blanks and with usual digits, and where each character stood."""
    kept = [(char, at) for at, char in enumerate(half_width(text)) if char not in _BLANK]
    return "".join(char for char, _ in kept), [at for _, at in kept]


def _form(match: re.Match[str], origins: list[int], *, agency: bool) -> DatelineForm:
    numbers = [int(match[part]) if match[part] else None for part in ("year", "month", "day")]
    return DatelineForm(origins[match.end() - 1] + 1, match["place"], agency, *numbers)


def _is_loose(match: re.Match[str], origins: list[int], text: str) -> bool:
    """The text follows without a blank: then only sure senders and dates make it a dateline."""
    if match["loose"] is None:
        return False
    end = origins[match.end() - 1] + 1
    return text[end : end + 1] not in _BLANK


def _plausible(match: re.Match[str], squeezed: str, origins: list[int], text: str) -> bool:
    place, dated = match["place"], match["month"] is not None
    loose = _is_loose(match, origins, text)
    known = place is None or _known(place)
    if match["papers"]:
        told = match["word"] in ("讯", "电") or dated or bool(re.search("[》」]", match["papers"]))
        return told and (dated or known) and (dated or not loose)
    if known or dated:
        return not loose or match["word"] in ("讯", "电") or dated
    # 本报那大讯（记者 …）: a place too small for any list; but not 本报记者从市电力公司获悉.
    return match["word"] == "讯" and not loose and not _is_text(place)


def _stands_alone(match: re.Match[str], squeezed: str, origins: list[int], text: str) -> bool:
    """喀什讯（记者 …）, 北京1月5日电, 1月6日讯: nobody sends, but the place or the day is known."""
    place, dated = match["place"], match["month"] is not None
    if _is_loose(match, origins, text) or match["word"] not in ("讯", "电"):
        return False
    after = squeezed[match.end() :]
    if place is None:
        return dated and bool(_BYLINED.match(after) or match["shut"])
    return _known(place) and (dated or (match["word"] == "讯" and after[:1] in "（(：:"))


def _is_text(place: str) -> bool:
    return bool(re.search("记者|通讯|编辑|[从在的了和与据向为将是]", place))


def _known(place: str) -> bool:
    """济宁, or 河北保定 with its province before it."""
    named = places().named
    return bool(named(place)) or any(
        named(place[:cut]) and named(place[cut:]) for cut in range(2, len(place) - 1)
    )
