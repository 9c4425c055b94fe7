"""What is typed as patterns of slots: a character as it stands, or a range of syllables."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice

from search.suggesting.sounds import codes_of, sounds

Slot = tuple[bool, int, int]  # whether it is a sound; the first and the last + 1 of what fits
Pattern = list[Slot]
MOST = 12  # ways to read one line of letters
LONGEST = 40  # characters that are read at all
_LONGEST_SYLLABLE = 6
_DOUBLED = ("zh", "ch", "sh")
WHOLE, BEGUN, INITIALS = range(3)


def literal(text: str) -> list[Pattern]:
    """Folded text as it stands."""
    plain = _plain(text)
    return [[_character(one) for one in plain]] if plain else []


def spoken(text: str, level: int = BEGUN) -> list[Pattern]:
    """Every way to read folded text that has letters in it: `chun` is 春…, `储n` is 储能….

    At the level WHOLE every syllable is typed in full, at BEGUN the last may be begun (`chune`),
    at INITIALS any may be (`cn`, `chunen`).
    """
    plain = _plain(text)
    if not any(map(_letter, plain)):
        return []
    return list(islice(_Reader(plain, level).read(0), MOST))


def _plain(text: str) -> str:
    return text.replace("'", "").replace(" ", "")[:LONGEST]


def _letter(character: str) -> bool:
    return "a" <= character <= "z"


def _character(character: str) -> Slot:
    code = int(codes_of(character)[0])
    return False, code, code + 1


def _begun(letters: str) -> Slot | None:
    """The syllables that begin with the letters."""
    known = sounds().syllables
    first, last = bisect_left(known, letters), bisect_left(known, letters + "~")
    return (True, first, last) if first < last else None


class _Reader:
    """Reads from left to right, longest syllables first; never goes where no end can be reached."""

    def __init__(self, text: str, level: int) -> None:
        self.text, self.level = text, level
        self.steps = [list(self._options(at)) for at in range(len(text))]
        reachable = {len(text)}
        for at in range(len(text) - 1, -1, -1):
            self.steps[at] = [step for step in self.steps[at] if step[0] in reachable]
            if self.steps[at]:
                reachable.add(at)

    def read(self, at: int) -> Iterator[Pattern]:
        if at == len(self.text):
            yield []
            return
        for end, slot in self.steps[at]:
            for rest in self.read(end):
                yield [slot, *rest]

    def _options(self, at: int) -> Iterator[tuple[int, Slot]]:
        """What may stand at a place: (where it ends, its slot)."""
        if not _letter(self.text[at]):
            yield at + 1, _character(self.text[at])
            return
        for size in range(_LONGEST_SYLLABLE, 0, -1):
            letters = self.text[at : at + size]
            if len(letters) == size and all(map(_letter, letters)):
                slot = self._slot(letters, last=at + size == len(self.text))
                if slot:
                    yield at + size, slot

    def _slot(self, letters: str, last: bool) -> Slot | None:
        if (last and self.level >= BEGUN) or (self.level >= INITIALS and _initial(letters)):
            return _begun(letters)
        number = sounds().number(letters)
        return (True, number, number + 1) if number >= 0 else None


def _initial(letters: str) -> bool:
    return len(letters) == 1 or letters in _DOUBLED
