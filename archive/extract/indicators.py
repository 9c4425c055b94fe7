"""What a figure measures: the noun phrase before it, or behind it where none stands before."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.gazetteer.quantities import figure_words

_STRONG = "。！？；：，,;:\n"
_GROWTH = re.compile(
    r"^(?:同比|环比|较上年|比上年|较年初|较去年同期|比去年同期)?(增长|下降|增加|减少|提高|提升|上升|增幅|降低)$"
)
_BEHIND = re.compile(
    r"^ ?(?:级(?!别)|(?:以上|左右|以内|以下)的)?([\u4e00-\u9fff“”（）A-Za-z]{2,16})"
)
# What follows a noun, or a figure that has none: 86家工厂|实施改造, 30%|左右.
_RANKED = r"(?<![班系序排陈])列"  # 列全省第三, not 中欧班列
_VERBS = re.compile(
    r"以上|以下|左右|以内|增长|下降|提升|同比|环比|位居|的|入围|入选|实现|实施|签约|全部|落地|共同|全面|提前|竣工|开工"
    r"|建成|投产|覆盖|完成|进行|开展|参与|参加|聚焦|生动|成功|(?<=..)[已将均获正在被达]|为(?=\d)|(?<=..)"
    + _RANKED
)
# 12分钟后, 3公里外: what follows happens then or there.
_AWAY = re.compile(r"^ ?[内外后前里](?![销贸资需沿景舱陆环])")
_TIMES = ("分钟", "小时", "秒", "天", "年", "个月", "米", "公里")
_TOLD_BEFORE = ("%", "‰", "百分点", "周年", "岁", "年", "位", "倍", "番", "成")
# 由38.2%提高到: what it rose from is no part of the name.
_BASE = re.compile(r"[从由][^从由]*\d.*$")
LENGTH = 40
PHRASE = 120  # characters before a figure that may lead to it


def clause_start(text: str, place: int, previous_end: int) -> int:
    """Where the phrase that leads to a figure begins.

    、 parts only what already holds a figure: 产值、税收增速均超9% is one phrase,
    64个站点、350家门店 are two.
    """
    bound = max(0, place - PHRASE)
    start = max(bound, max(text.rfind(mark, bound, place) for mark in _STRONG) + 1)
    if previous_end > start:
        parted = max(text.rfind(mark, previous_end, place) for mark in "、的")
        start = max(previous_end, parted + 1)
    while start < place and text[start] in "、和及与 ":
        start += 1
    return start


def indicator(text: str, before: str, unit: str, end: int, previous: str) -> str:
    """The indicator of a figure in `unit` that ends at `end`; `before` is what leads to it.

    The noun it stands before (86家工厂), else the phrase before it (销售收入90亿元), 40
    characters at most. 同比增长14% after another figure is that one's growth: 货运量同比增长.
    """
    before = before.strip(" 、，和及与")
    if _GROWTH.match(before):
        return f"{previous}{before}"[-LENGTH:]
    phrase = _stripped(_BASE.sub("", before))
    is_away = unit.endswith(_TIMES) and _AWAY.match(text[end : end + 2])
    behind = "" if is_away else _behind(text[end : end + 24])
    if behind and not (phrase and unit.endswith(_TOLD_BEFORE)):
        phrase = f"{phrase}{behind}" if phrase.endswith("的") else behind
    return (phrase.rstrip("的") or before or previous or unit)[-LENGTH:]


def _behind(text: str) -> str:
    """The noun phrase that a figure stands before: 家工厂实施改造 gives 工厂."""
    match = _BEHIND.match(text)
    return _VERBS.split(match[1])[0] if match else ""


def _stripped(phrase: str) -> str:
    """Without the verbs and adverbs around it: 预计全年销售收入突破 gives 销售收入."""
    leading, trailing = _edges()
    while shorter := leading.sub("", phrase, count=1):
        if shorter == phrase:
            break
        phrase = shorter
    bare = trailing.sub("", phrase)
    return bare if bare and not leading.fullmatch(bare) else ""


@lru_cache(maxsize=1)
def _edges() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = figure_words()
    leading = "|".join(re.escape(word) for word in words.indicator_leading)
    trailing = "|".join(
        _RANKED if word == "列" else re.escape(word) for word in words.indicator_trailing
    )
    return re.compile(rf"^(?!共[享同建青和产])(?:{leading})"), re.compile(rf"(?:{trailing}| )+$")
