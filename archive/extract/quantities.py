"""Numbers with their units, and which numbers are none: dates, ordinals, codes, slogans."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from archive.gazetteer.quantities import figure_words
from archive.text.lexicon import Lexicon
from archive.text.numbers import Number, find_numbers, parse_number, plain

# Times of day, telephone numbers, decades, ages of people (90后): their digits are no quantities.
_MASK = re.compile(
    r"\d{1,2}[:：]\d{2}|\d{1,2} ?时(?:\d{1,2}分)?|\d{3,4}-\d{7,8}|\d{2}世纪(?:\d{2}年代)?|\d{2}年代"
    r"|(?<!\d)(?:19|20)\d{2} ?[年、—–－\-~～至](?! ?个)|[“‘《〈][^”’》〉，。]{0,4}[”’》〉]"
)
# “线上线下两个平台”: what is counted in Chinese inside a short quotation is a catchword.
_QUOTED = re.compile(r"[“‘][^”’。]{1,24}[”’]")
_RANGE = re.compile(r" ?[—–－\-~～至到]{1,2} ?$")
_RANGE_OPENS = re.compile(r" ?[—–－\-~～至到]{1,2} ?[\d一二两三四五六七八九十百千]")
_FROM_TO = re.compile(
    r"^[^，。；、]{0,4}?(?:提升|提高|增加|增长|扩大|上升|下降|降低|降|减少|缩短|压缩|压减|增|升|调整|发展|跃升|跃|变|扩|改|涨|跌|缩)+"
    r"(?:至|到|为)"
)
_DATED_BASE = re.compile(r"(?:\d年|去年|年前|年初|目前|现在|当前|同期)的?$")
_THRESHOLD = re.compile(
    r"^(?:及)?以[上下](?:的)?[^，。；、增]{0,4}(?:项目|企业|单位|老人|老年人|人口|学历|干部)"
)
_RANK = re.compile(r"(?:第|前) ?$")
_RANKED = re.compile(r"[居列排位进名]|入围")
_HEDGE = re.compile(r"[近约超逾达过上破] ?$")
_ABOUT = re.compile(r"[近约] ?$")
_GRADE = re.compile(r"(?:元)?级")
_DOUBLING = re.compile(r"翻了?([一两二三])?番")
_TIMES = {None: 1, "一": 1, "两": 2, "二": 2, "三": 3}
_COVERING = re.compile(r"实现[^，。；]{0,40}?(全覆盖)")
_LEVELS = re.compile(r"(?<!第)([二三四五六七])级(?=划分|分类|体系|网络|架构)")
_TENTHS = "一二三四五六七八九"  # 六成二 is 62 %
_HOUSEHOLDS = re.compile(r" ?(?:农牧?|牧|贫困|脱贫|低保|用|商|住|渔|个体|经营|养殖|种植)户")
_PERCENT = re.compile(r"百分之$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """`text[start:end]` says `value` in `unit`: 2万多个 is 20000 个, 528.4万千瓦 528.4 万千瓦."""

    value: float
    unit: str
    start: int
    end: int


def find_quantities(text: str, times: Iterable[tuple[int, int]]) -> list[Quantity]:
    """The quantities of a text; `times` are the spans of dates found in it.

    Of 从12亿元提高到25亿元 only what is reached is kept; 3—5个 is two, 3 个 and 5 个, in one span.
    """
    barred = sorted([*times, *(match.span() for match in _MASK.finditer(text))])
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    found: list[Quantity] = []
    held: Number | None = None
    for number in _free(find_numbers(text), barred):
        slogan = number.han and any(a < number.start < b for a, b in quoted)
        quantity = None if slogan else _quantity(text, number)
        if quantity is None:
            held = number if _opens_range(text, number) else None
            continue
        if held and _RANGE.fullmatch(text[held.end : number.start]):
            found += _bounds(held.start, held.value, quantity.unit, quantity)
        elif found and _RANGE.fullmatch(text[found[-1].end : number.start]):
            lower = found.pop()
            found += _bounds(lower.start, lower.value, lower.unit, quantity)
        else:
            found.append(quantity)
        held = None
    kept = [row for row in found if not _is_base(text, row)]
    return sorted([*kept, *_spelled(text)], key=lambda row: row.start)


def _bounds(start: int, value: float, unit: str, upper: Quantity) -> list[Quantity]:
    """Both ends of a range; each spans all of it: 20—30万人 is 20 万人 and 30 万人."""
    lower = Quantity(plain(value), unit, start, upper.end)
    return [lower, Quantity(upper.value, upper.unit, start, upper.end)]


def _spelled(text: str) -> Iterator[Quantity]:
    """Quantities told without a number and unit side by side: 翻两番, 实现全覆盖, 三级划分."""
    for match in _DOUBLING.finditer(text):
        yield Quantity(_TIMES[match[1]], "番", *match.span())
    for match in _COVERING.finditer(text):
        yield Quantity(100, "%", *match.span(1))
    for match in _LEVELS.finditer(text):
        yield Quantity(plain(parse_number(match[1]) or 0), "级", match.start(), match.end(1) + 1)


def _free(numbers: Iterable[Number], barred: list[tuple[int, int]]) -> Iterator[Number]:
    """Numbers outside the barred spans, both sorted."""
    at = 0
    for number in numbers:
        while at < len(barred) and barred[at][1] <= number.start:
            at += 1
        if at == len(barred) or barred[at][0] >= number.end:
            yield number


def _opens_range(text: str, number: Number) -> bool:
    return bool(_RANGE_OPENS.match(text, number.end))


def _quantity(text: str, number: Number) -> Quantity | None:
    """A number with its unit, or None where it is no quantity."""
    before = text[max(0, number.start - 8) : number.start]
    if _PERCENT.search(before):
        return Quantity(plain(number.full), "%", number.start - len("百分之"), number.end)
    unit, end = _kind_or_grade(text, number) or _unit(text, number)
    if not unit:
        unit, end = _households(text, number)
    nameless = not unit and (number.han or not number.magnitude)
    if nameless or _is_none(text, number, before, unit, end):
        return None
    return _counted(text, number, number.value, unit, end)


def _counted(text: str, number: Number, value: float, unit: str, end: int) -> Quantity:
    """Rough counts of 个, 家 and 辆 are counted out, 成 is per cent; all else keeps 万 or 亿."""
    scale = number.full / number.value if number.value else 1
    rough = (
        number.han or number.rough or _ABOUT.search(text[max(0, number.start - 2) : number.start])
    )
    if unit in figure_words().units_counted_out and rough:
        value *= scale
    elif unit == "成":
        more = text[end : end + 1]
        tenth = _TENTHS.find(more) + 1 if more else 0
        value, unit = value * 10 + (5 if more == "半" else tenth), "%"
        end += bool(tenth or more == "半")
    else:
        unit = number.magnitude + unit
    return Quantity(plain(value), unit.replace("％", "%"), number.start, end)


def _unit(text: str, number: Number) -> tuple[str, int]:
    """The unit behind a number and where it ends: 台（套）, 微克/立方米; empty where there is none."""
    start = number.end + (text[number.end : number.end + 1] == " ")
    lexicon = _units_after_han() if number.han and not number.magnitude else _units()
    end = start + lexicon.longest_at(text, start)
    if (
        end > start
        and text[end : end + 1] in ("/", "／")
        and (per := _units().longest_at(text, end + 1))
    ):
        end += 1 + per
    return text[start:end], end


def _households(text: str, number: Number) -> tuple[str, int]:
    """10多万农户 is 10 万户; 3.5万栗农 has no unit but 万."""
    match = _HOUSEHOLDS.match(text, number.end)
    return ("户", match.end()) if match else ("", number.end)


def _kind_or_grade(text: str, number: Number) -> tuple[str, int] | None:
    """5大主导产业 is 5 大产业, 6大特色片区 6 片区; 50亿级 is 50 亿元, 百亿元级 too."""
    if number.magnitude and (grade := _GRADE.match(text, number.end)):
        return "元", grade.end()
    if not number.han and (kind := _kind_pattern().match(text, number.end)):
        head = kind[1]
        return ("大产业" if head.startswith("产业") else head), kind.end()
    return None


def _is_none(text: str, number: Number, before: str, unit: str, end: int) -> bool:
    """Ordinals, codes, slogans, sessions: 第26场, S512, “三个示范”, 七次全会, 三年行动."""
    if _RANK.search(before):
        return not (unit in ("位", "名") and _RANKED.search(text[max(0, number.start - 14) : end]))
    if before[-1:].isascii() and (before[-1:].isalnum() or before[-1:] in ("+", "-", ".")):
        return True
    if before.endswith(figure_words().not_figures_before):
        return True
    if number.han and before.endswith("数"):  # 数十家; but 人数12万人次
        return True
    after = text[end : end + 4]
    return _is_slogan(text, number, before, end) or _is_idle(number, before, unit, after)


def _is_slogan(text: str, number: Number, before: str, end: int) -> bool:
    """两个维护, or a name in quotes that opens with its number: “三个示范”, “四好农村路”."""
    if before[-1:] in ("“", "‘", "《", "「"):
        closing = re.search(r"[”’》」，。]", text[end : end + 10])
        if number.han or (closing and closing[0] not in "，。"):
            return True
    return number.han and text.startswith(figure_words().not_figures_slogans, end)


def _is_idle(number: Number, before: str, unit: str, after: str) -> bool:
    """Numbers that count nothing: 一个, 百家争鸣, 三年行动, 七次全会, 十二届人大."""
    words = figure_words()
    if number.han and not number.magnitude:
        bare = number.value in (10, 100, 1000) and number.end - number.start == 1
        tenth = unit == "成" and not after.startswith("不")
        if (number.value < 2 and not tenth) or (
            bare and number.value > 10 and not _HEDGE.search(before)
        ):
            return True
    if unit in ("届", "次") and (
        after.startswith(words.not_figures_sessions) or "党" in before[-3:]
    ):
        return True
    if unit == "届" and after[:1] not in ("", "。", "，", "；", "、"):
        return True
    length = "连续" in before or before.endswith(("年限", "期限", "寿命", "长达", "历时", "工期"))
    return unit in ("年", "个月", "个季度") and not length and (unit == "年" or number.han)


def _is_base(text: str, row: Quantity) -> bool:
    """The value that something rose from, or a mere threshold (10亿元以上项目).

    With its own time the base is a figure too: 由目前的38%提高到45%.
    """
    after = text[row.end : row.end + 14]
    if _THRESHOLD.match(after):
        return True
    clause = text[max(0, row.start - 12) : row.start]
    if _DATED_BASE.search(clause):
        return False
    return bool(_FROM_TO.match(after)) and bool(re.search(r"[从由][^，。；]*$", clause))


@lru_cache(maxsize=1)
def _units() -> Lexicon:
    words = figure_words()
    return Lexicon([*words.units_measures, *words.units_counters, *words.units_figure_counters])


@lru_cache(maxsize=1)
def _units_after_han() -> Lexicon:
    words = figure_words()
    return Lexicon([*words.units_measures, *words.units_counters])


@lru_cache(maxsize=1)
def _kind_pattern() -> re.Pattern[str]:
    kinds = "|".join(figure_words().units_kinds)
    return re.compile(rf" ?大[\u4e00-\u9fff]{{0,6}}?({kinds})")
