"""Words of a list found in a text, the longest first, none inside another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Lexicon:
    """A set of words to look for, read once and asked often.

    Found are non-overlapping words from left to right, the longest at each place: with 汽车 and
    汽车站 in the list, 汽车站 is found and 汽车 is not. A word of Latin letters or figures does not
    match inside a longer one: AI is not in PAID.
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Take words of any length from one character; empty ones are dropped."""
        starts: dict[str, list[str]] = {}
        for word in sorted({word for word in words if word}, key=lambda w: (-len(w), w)):
            starts.setdefault(word[:2], []).append(word)
        self._starts = {start: tuple(found) for start, found in starts.items()}
        self._singles = any(len(start) == 1 for start in starts)

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the half-open spans of the words found."""
        place, end, starts, singles = 0, len(text), self._starts, self._singles
        while place < end:
            step = 0
            if singles or text[place : place + 2] in starts:
                step = self.longest_at(text, place)
            if step:
                yield place, place + step
            place += step or 1

    def longest_at(self, text: str, place: int) -> int:
        """Length of the longest word that stands at a place, 0 where none does or the text ends."""
        for word in self._starts.get(text[place : place + 2], ()):
            if text.startswith(word, place) and _stands_alone(text, place, place + len(word)):
                return len(word)
        if self._singles and text[place : place + 1] in self._starts:
            return 1
        return 0


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not (_joined(text, start) or _joined(text, end))


def _joined(text: str, place: int) -> bool:
    """Whether the boundary at a place cuts a run of Latin letters in two."""
    return 0 < place < len(text) and _latin(text[place - 1]) and _latin(text[place])


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()
