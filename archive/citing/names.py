"""Chinese names for styles that want Latin letters, after GB/T 28039 (中国人名汉语拼音字母拼写规则)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.gazetteer.names import names
from archive.gazetteer.pinyin import name_syllables

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]{2,4}")


@dataclass(frozen=True, slots=True)
class Latin:
    """Family and given name, each capitalised: Ouyang, Zhiyuan."""

    family: str
    given: str


def latin(name: str) -> Latin | None:
    """欧阳志远 gives Ouyang, Zhiyuan; None where no family name is known to stand in front.

    Pen names, offices that sign (本报评论员) and names of other peoples stay as they are printed.
    """
    size = _family_size(name) if HAN.fullmatch(name) else 0
    if not size:
        return None
    syllables = [one.replace("v", "ü") for one in name_syllables(name)]
    if len(syllables) != len(name):
        return None
    return Latin("".join(syllables[:size]).capitalize(), _joined(syllables[size:]).capitalize())


def in_order(name: str) -> str:
    """Wang Xiao 王晓: in the order of the original, with its characters; else as printed."""
    found = latin(name)
    return f"{found.family} {found.given} {name}" if found else name


def listed(people: list[str], link: str = "and", serial: str = ",") -> str:
    """A and B; A, B, and C."""
    if len(people) < 3:
        return f" {link} ".join(people)
    return f"{', '.join(people[:-1])}{serial} {link} {people[-1]}"


def _family_size(name: str) -> int:
    lexicon = names()
    if len(name) > 2 and name[:2] in lexicon.double:
        return 2
    known = name[0] in lexicon.common or name[0] in lexicon.rare
    return 1 if known and len(name) < 4 else 0


def _joined(syllables: list[str]) -> str:
    """An apostrophe where a syllable begins with a vowel: xiao, an gives xiao'an."""
    first, *rest = syllables
    return first + "".join(f"'{one}" if one[0] in "aoe" else one for one in rest)
