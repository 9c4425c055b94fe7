"""Numbers as newspapers print them: 8 . 7, １，０００, 十二, 四千, 百亿, 2万多, 200余万.

A magnitude (万, 亿, 万亿) is kept apart from the value, since units keep it: 528.4 万千瓦.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAGNITUDES = {"": 1.0, "万": 1e4, "亿": 1e8, "万亿": 1e12}
_LONGEST = 15  # longer runs of digits are codes, or a broken text layer
_DIGITS = {char: digit for digit, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}

# 一二三产 and 二〇二四 are digits in a row, 三四十户 is a guess: none is a number.
_IN_A_ROW = re.compile(r"[〇一二两三四五六七八九]{2}")

# 千 of 千瓦, 千米, 千克, 千伏 belongs to the unit, so that 两千瓦 is 2 千瓦.
_HAN = r"(?:[零〇一二两三四五六七八九十百]|千(?![瓦米克伏]))+"
_NUMBER = re.compile(
    r"(?:(?P<arabic>(?<!\d)\d{1,3}(?:(?:,\d{3})+|(?: \d{3})+(?= ?[万亿余多]))(?!\d)(?: ?[.．] ?\d+)?|\d+(?: ?[.．] ?\d+)?)"
    rf"|(?P<han>{_HAN}(?:点[零〇一二三四五六七八九]+)?)"
    r"|(?P<bare>(?=万亿[元级])))"
    r"(?P<before> ?[余多来])?"
    r"(?: ?(?P<magnitude>万亿|亿|万))?"
    r"(?P<after> ?[余多来])?"
)


@dataclass(frozen=True, slots=True)
class Number:
    """`text[start:end]` is a number: 200余万 has the value 200, the magnitude 万 and is rough."""

    value: float
    magnitude: str
    start: int
    end: int
    han: bool = False
    rough: bool = False

    @property
    def full(self) -> float:
        """The value with its magnitude multiplied out: 百万 is 1000000."""
        return self.value * MAGNITUDES[self.magnitude]


def parse_number(text: str) -> float | None:
    """A whole string as a number, magnitude multiplied out: `1.5亿` 150000000; else None."""
    bare = text.strip()
    for number in find_numbers(bare):
        if (number.start, number.end) == (0, len(bare)):
            return number.full
    return None


def find_numbers(text: str) -> Iterator[Number]:
    """The numbers of a text from left to right; offsets are into the text as given.

    Chinese digits in a row without 十百千 (一二三产, 二〇二四) are no number here.
    """
    held: Number | None = None
    for match in _NUMBER.finditer(text):
        number = _from_match(match)
        if number and held and _continues(held, number):
            number = _joined(held, number)
        elif held:
            yield held
        held = number
    if held:
        yield held


def plain(value: float) -> float:
    """The same number without rounding dust, an int where it is whole: 116.0 is 116."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def _from_match(match: re.Match[str]) -> Number | None:
    han = match["arabic"] is None
    value = _value(match)
    if value is None:
        return None
    rough = bool(match["before"] or match["after"])
    magnitude = "亿" if match["bare"] is not None else match["magnitude"] or ""
    return Number(value, magnitude, match.start(), match.end(), han, rough)


def _continues(first: Number, second: Number) -> bool:
    """Whether two numbers are one, as in 1亿3000万."""
    return (first.end, first.magnitude, second.magnitude) == (second.start, "亿", "万")


def _joined(first: Number, second: Number) -> Number:
    value = first.value + second.value / 1e4
    return Number(value, "亿", first.start, second.end, first.han, second.rough)


def _value(match: re.Match[str]) -> float | None:
    if match["arabic"] is not None:
        digits = re.sub(r"[ ,]", "", match["arabic"]).replace("．", ".")
        return float(digits) if len(digits) <= _LONGEST else None
    return 1e4 if match["bare"] is not None else _parse_han(match["han"])


def _parse_han(text: str) -> float | None:
    """十二, 三百零五, 一亿三千万 or 三点五; None for digits in a row and for anything else."""
    head, point, tail = text.partition("点")
    if not head or not all(c in _DIGITS or c in _PLACES or c in "万亿" for c in head):
        return None
    if _IN_A_ROW.search(head):
        return None
    decimals = "".join(str(_DIGITS[char]) for char in tail if char in _DIGITS)
    if point and len(decimals) != len(tail):
        return None
    return _han_sum(head) + (float(f"0.{decimals}") if decimals else 0.0)


def _han_sum(text: str) -> float:
    """千 without a digit counts once (千万 is 1000 × 10000), 亿 takes in all that stands before."""
    total, section, digit = 0.0, 0.0, None
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _PLACES:
            section += (digit or 1) * _PLACES[char]
            digit = None
        else:
            section += digit or 0
            part = section or (0.0 if total else 1.0)
            total = (total + part) * 1e8 if char == "亿" else total + part * 1e4
            section, digit = 0.0, None
    return total + section + (digit or 0)
