"""The text that names and posts are read from: one blank for many, none beside punctuation, bylines blanked out.

Every character knows where it stood, so that evidence points into the article as printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.records import Evidence

GAP = "|"
_BLANKS = frozenset(" \t\u00a0\u3000")
_FORMS = str.maketrans(
    {",": "，", ":": "：", ";": "；", "(": "（", ")": "）", "•": "·", "・": "·", "‧": "·"}
)
_MARKS = frozenset("，。、；：！？（）《》“”\n")
# （上接第一版）, （记者 何三思 通讯员 施四维）, ■本报记者 何三思: makers of the page, nobody the article speaks of.
_BYLINES = re.compile(
    r"（[□■ ]*(?:本报|见习|首席|全媒体|特约|实习)*(?:记者|通讯员)[^（）]{0,60}）"
    r"|（(?:上接|紧接)[^（）]{1,16}）"
    r"|(?m:^[□■●]? ?(?:本报|见习|首席|全媒体|特约|实习)*(?:记者|通讯员) [^，。：]{2,40}$)"
)


@dataclass(frozen=True, slots=True)
class CompactText:
    """`text`, and for each of its characters the offset in `field` of the draft."""

    field: str
    text: str
    origins: Sequence[int]

    def evidence(self, start: int, end: int) -> Evidence:
        return Evidence(self.field, self.origins[start], self.origins[end - 1] + 1)


def compact(field: str, printed: str) -> CompactText:
    """王　 强 becomes 王 强, 书记、 市长 becomes 书记、市长; bylines become a GAP."""
    text = printed.translate(_FORMS)
    origins: Sequence[int] = range(len(text))
    if not _BLANKS.isdisjoint(text):
        text, origins = _without_blanks(text)
    text = _BYLINES.sub(lambda match: GAP * len(match.group()), text)
    return CompactText(field, text, origins)


def _without_blanks(text: str) -> tuple[str, list[int]]:
    kept: list[tuple[str, int]] = []
    for at, char in enumerate(text):
        if char in _BLANKS:
            if kept and kept[-1][0] not in _MARKS and kept[-1][0] != " ":
                kept.append((" ", at))
            continue
        if char in _MARKS and kept and kept[-1][0] == " ":
            kept.pop()
        kept.append((char, at))
    return "".join(char for char, _ in kept), [at for _, at in kept]
