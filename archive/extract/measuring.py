"""Values in one unit and indicators under one name, so that figures of many articles compare."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.gazetteer.measures import measures
from archive.gazetteer.places import places
from archive.text.fold import fold

KEY_LENGTH = 60
_DIGITS = 12  # significant ones that a converted value keeps
_BRACKETS = re.compile(r"[(（〔\[][^)）〕\]]*[)）〕\]]")
_MARKS = re.compile(r"[\s“”‘’\"'《》〈〉「」『』、，,。．·:：;；—–…]+")
# 5G基站, PM2.5, 4A级景区, 500强 keep their numbers; 1-6月产值, 12个项目 do not.
_NUMBER = re.compile(
    r"(?<![A-Z\d.])\d+(?:\.\d+)?(?:[-~至到]\d+(?:\.\d+)?)?(?![\d.A-Z强佳])(?:个?月份?|年|季度|%)?"
)
# 比2020年提高 is growth since then, no part of the name.
_SINCE = re.compile(r"[比较](?:19|20)\d{2}年(?:同期)?(?=[\u4e00-\u9fff])")


def base_of(value: float, unit: str) -> tuple[float, str]:
    """The value in its base unit: 116 亿元 is 11600000000 元, 528.4 万千瓦 5284000 千瓦.

    % and 个百分点 stay, and so does every unit that nothing is known of.
    """
    known = measures()
    scale, rest = 1.0, unit
    for name, factor in known.scales.items():
        if unit not in known.units and unit.startswith(name):
            scale, rest = factor, unit.removeprefix(name)
            break
    rest, per, over = rest.partition("/")
    base, factor = known.units.get(rest, (rest, 1.0))
    return float(f"{value * scale * factor:.{_DIGITS}g}"), f"{base}{per}{over}"


def indicator_key(indicator: str) -> str:
    """The indicator by which figures are brought together; empty where what is left names nothing.

    全市规模以上工业增加值, 泰安市规上工业增加值 and 规模以上工业增加值 are one; 同比增长, 增速 and
    增幅 of it are one more: 规模以上工业增加值增长. 同比增长 alone, 比去年多 and 建成 are of nothing.
    Folded, Latin letters in capitals.
    """
    text = fold(_BRACKETS.sub("", indicator)).upper()
    text = _headless(_NUMBER.sub("", _SINCE.sub("", _MARKS.sub("", text))))
    text, moved = _moved(text)
    known = measures().same
    if text in known:
        text = known[text]
    return f"{text}{moved}"[:KEY_LENGTH] if _is_name(text) else ""


def _is_name(text: str) -> bool:
    """Whether something is named; one character alone (房, 重) is not enough of a name."""
    known = measures()
    return (
        len(text) > 1
        and not text.startswith(known.broken_front)
        and not text.endswith(known.broken_end)
        and not _hollow().fullmatch(text)
    )


def is_less_better(key: str) -> bool:
    """Whether the smaller value is the better: 失业率, not 能耗下降."""
    return not key.endswith("下降") and any(word in key for word in measures().less_is_better)


def _headless(text: str) -> str:
    """Without the words and places in front that say whose, where or when."""
    head = _heads()
    while match := head.match(text):
        if match.end() == len(text):
            return text
        text = text[match.end() :]
    return text


def _moved(text: str) -> tuple[str, str]:
    """The indicator and how it moved: 增长, 下降 or nothing."""
    known = measures()
    stem = _cut(text, known.trailing)
    for words, moved in ((known.growth, "增长"), (known.decline, "下降")):
        for word in words:
            if stem.endswith(word):
                before = _cut(stem.removesuffix(word), (*known.inside, *known.trailing))
                return (before, moved) if before else (stem, "")
    return stem, ""


def _cut(text: str, words: tuple[str, ...]) -> str:
    """Without any of the words behind it, as long as something is left."""
    while word := next((one for one in words if text.endswith(one) and text != one), ""):
        text = text.removesuffix(word)
    return text


@lru_cache(maxsize=1)
def _hollow() -> re.Pattern[str]:
    known = measures()
    words = (*known.hollow, *known.inside, *known.growth, *known.decline, *known.trailing)
    return re.compile(f"(?:{'|'.join(map(re.escape, words))})+")


@lru_cache(maxsize=1)
def _heads() -> re.Pattern[str]:
    """Words that say whose, and every place by its full name, those above counties by their short."""
    names = set()
    for name, place, historical in places().names():
        if not historical and len(name) > 1 and (place.level != "county" or name == place.name):
            names.add(fold(name).upper())
    words = sorted(map(re.escape, {*names, *measures().leading}), key=lambda one: (-len(one), one))
    return re.compile(rf"(?:{'|'.join(words)})(?![以港])")
