"""How words sound, toneless: a number for each character, in arrays; and how letters are read."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from pypinyin.pinyin_dict import pinyin_dict

from search.suggesting.readings import readings

Int16s = NDArray[np.int16]
Uint16s = NDArray[np.uint16]
SILENT = -1  # of what has no reading: letters, digits, and the blank after a word
_BEYOND = 0xE000  # characters beyond 16 bits share this private area
_AREA = 0x1900


def _tones() -> dict[int, str]:
    """`ǎ` → `a`, `ǚ` → `v`: the letters as they are typed."""
    marked = "āáǎàēéěèōóǒòīíǐìūúǔùńňǹḿ"
    plain = {ord(one): unicodedata.normalize("NFD", one)[0] for one in marked}
    bare = {ord(mark): "" for mark in "\u0300\u0301\u0304\u030c"}
    return plain | bare | {ord(one): "v" for one in "üǖǘǚǜ"} | {ord("ê"): "e"}


@dataclass(frozen=True, slots=True)
class Sounds:
    """`syllables` ascending; `table[code]` is the number of a character's most usual one.

    `phrases` reads words that their characters alone would read wrong: 银行, 重庆.
    """

    syllables: list[str]
    table: Int16s
    phrases: dict[str, tuple[int, ...]]

    def number(self, syllable: str) -> int:
        """SILENT for what is no syllable."""
        return self._numbers().get(syllable, SILENT)

    def _numbers(self) -> dict[str, int]:
        return _numbered(tuple(self.syllables))


@cache
def _numbered(syllables: tuple[str, ...]) -> dict[str, int]:
    return {syllable: number for number, syllable in enumerate(syllables)}


@cache
def sounds() -> Sounds:
    """Read once a process from pypinyin's tables; about 0.2 s."""
    tones = _tones()
    codes = [code for code in pinyin_dict if code < 0x10000]
    usual = "\n".join(pinyin_dict[code].partition(",")[0] for code in codes)
    read = usual.translate(tones).split("\n")
    syllables = sorted({one for one in read if one.isascii() and one.isalpha()})
    numbers = {syllable: number for number, syllable in enumerate(syllables)}
    table = np.full(0x10000, SILENT, np.int16)
    table[codes] = [numbers.get(one, SILENT) for one in read]
    return Sounds(syllables, table, _phrases(numbers, table, tones))


def _phrases(
    numbers: dict[str, int], table: Int16s, tones: dict[int, str]
) -> dict[str, tuple[int, ...]]:
    spoken = readings()
    if not spoken:  # characters alone will do
        return {}
    words = list(spoken)
    joined = "\n".join(" ".join(spoken[word]) for word in words)
    found = {}
    for word, line in zip(words, joined.translate(tones).split("\n"), strict=True):
        read = tuple(numbers.get(one, SILENT) for one in line.split(" "))
        if len(read) == len(word) and read != tuple(table[codes_of(word)].tolist()):
            found[word] = read
    return found


def spelled(word: str) -> str:
    """As its characters alone are read: 李兰祥 gives lilanxiang."""
    known = sounds()
    numbers = known.table[codes_of(word)].tolist()
    return "".join(known.syllables[number] for number in numbers if number >= 0)


def codes_of(text: str) -> Uint16s:
    """The characters as 16-bit numbers; the few beyond share numbers that nothing else has."""
    wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return np.where(wide > 0xFFFF, _BEYOND + wide % _AREA, wide).astype(np.uint16)


def grid_of(words: Sequence[str], width: int) -> Uint16s:
    """Rows of `width` character numbers, 0 after a word's end; longer words are cut off."""
    held = np.array(words, dtype=f"<U{width}") if words else np.zeros(0, f"<U{width}")
    wide = held.view(np.uint32).reshape(len(words), width)
    return np.where(wide > 0xFFFF, _BEYOND + wide % _AREA, wide).astype(np.uint16)


def read_grid(words: Sequence[str], codes: Uint16s) -> Int16s:
    """The syllables of each word, [words, width], SILENT after its end."""
    known = sounds()
    read = known.table[codes]
    for row, word in enumerate(words):
        if word in known.phrases:
            line = known.phrases[word][: read.shape[1]]
            read[row, : len(line)] = line
    return read
