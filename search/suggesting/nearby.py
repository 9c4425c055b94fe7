"""Words and names that are nearly what is typed: of the same sound, or one character off."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from archive.text.fold import fold
from search.suggesting.patterns import WHOLE, literal, spoken
from search.suggesting.shelf import TERM, WIDTH, Rows, Shelf
from search.suggesting.sounds import codes_of, read_grid, sounds

# How far off each kind of slip is; rows as near are ordered by how many articles hold them.
SAME_SOUND, DOUBLED, SWAPPED, LIKE_SOUND, MISSING, WRONG = range(6)
# Syllables that many speakers do not tell apart.
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))
_INITIALS = {"n": "l", "h": "f"}
_SHORTEST = 3  # characters from which on one may be any other
Near = list[tuple[int, int]]
Bools = NDArray[np.bool_]


def near(shelf: Shelf, text: str, most: int) -> list[int]:
    """At most `most` rows of the shelf, the nearest first; never the text itself."""
    plain = fold(text)
    if any("a" <= one <= "z" for one in plain):
        return _best(shelf, _marked(shelf.any_whole(spoken(plain, WHOLE)), SAME_SOUND), most)
    if not 2 <= len(plain) < WIDTH:
        return []
    rows = _possible(shelf, plain)
    kinds = (_as_long, _longer, _shorter)
    return _best(shelf, [row for kind in kinds for row in kind(shelf, rows, plain)], most)


def is_known(shelf: Shelf, text: str) -> bool:
    """Whether the text is a word or a name as it stands."""
    return len(shelf.any_whole(literal(fold(text)))) > 0


def _marked(rows: Rows, slip: int) -> Near:
    return [(slip, row) for row in rows.tolist()]


def _best(shelf: Shelf, found: Near, most: int) -> list[int]:
    """Nearest first, then most articles; each text once."""
    order = sorted(found, key=lambda row: (row[0], -int(shelf.counts[row[1]]), row[1]))
    chosen: dict[str, int] = {}
    for _, row in order:
        if len(chosen) == most:
            break
        chosen.setdefault(spelling(shelf, row), row)
    return list(chosen.values())


def spelling(shelf: Shelf, row: int) -> str:
    """The row as it is written."""
    name = shelf.names[row]
    return shelf.text(row) if name == TERM else shelf.listed[name].text


def _possible(shelf: Shelf, text: str) -> Rows:
    """A few thousand rows that hold all near ones: one slip leaves one of two neighbours alone."""
    first, second = codes_of(text)[:2].tolist()
    found = [shelf.first(False, code, code + 1) for code in (first, second)]
    found.append(np.flatnonzero((shelf.second_codes == first) | (shelf.second_codes == second)))
    sound = int(sounds().table[first])
    if sound >= 0:
        alike = np.flatnonzero(_classes() == _classes()[sound]).tolist()
        found += [shelf.first(True, one, one + 1) for one in alike]
    return np.unique(np.concatenate(found))


def _of_length(shelf: Shelf, rows: Rows, length: int) -> Rows:
    kept: Rows = rows[shelf.lengths[rows] == length]
    return kept


def _as_long(shelf: Shelf, rows: Rows, text: str) -> Near:
    """The same sound, nearly the same, two characters swapped, one character wrong."""
    size, codes = len(text), codes_of(text)
    rows = _of_length(shelf, rows, size)
    read = read_grid([text], codes[None, :])[0]
    same = shelf.codes[rows, :size] == codes
    differing = size - same.sum(axis=1)
    heard = shelf.read[rows, :size]
    spoken_so = (read >= 0).all() & (differing > 0)
    alike = spoken_so & (_like(heard) == _like(read)).all(axis=1)
    exact = alike & (heard == read).all(axis=1)
    found = _marked(rows[exact], SAME_SOUND) + _marked(rows[alike & ~exact], LIKE_SOUND)
    found += _marked(_swapped(shelf, rows[differing == 2], codes), SWAPPED)
    if size >= _SHORTEST:
        found += _marked(rows[(differing == 1) & ~alike], WRONG)
    return found


def _swapped(shelf: Shelf, rows: Rows, codes: NDArray[np.uint16]) -> Rows:
    """Those among rows with two characters differing that have two neighbours changed over."""
    held = shelf.codes[rows, : len(codes)]
    crossed = (held[:, :-1] == codes[1:]) & (held[:, 1:] == codes[:-1]) & (codes[1:] != codes[:-1])
    found: Rows = rows[crossed.any(axis=1)]
    return found


def _longer(shelf: Shelf, rows: Rows, text: str) -> Near:
    """Rows from which one character was left out."""
    size, codes = len(text), codes_of(text)
    rows = _of_length(shelf, rows, size + 1)
    held = shelf.codes[rows, : size + 1]
    return _marked(rows[_without_one(held[:, :-1] == codes, held[:, 1:] == codes)], MISSING)


def _shorter(shelf: Shelf, rows: Rows, text: str) -> Near:
    """Rows to which one character was added; the same one twice is the likeliest."""
    size, codes = len(text), codes_of(text)
    if size < _SHORTEST:
        return []
    rows = _of_length(shelf, rows, size - 1)
    held = shelf.codes[rows, : size - 1]
    found = rows[_without_one(held == codes[:-1], held == codes[1:])]
    twice = {text[:at] + text[at + 1 :] for at in range(1, size) if text[at] == text[at - 1]}
    return [(DOUBLED if shelf.text(row) in twice else MISSING, row) for row in found.tolist()]


def _without_one(left: Bools, right: Bools) -> Bools:
    """Whether all places up to some one hold on the left, and all the others on the right."""
    begins = np.logical_and.accumulate(left, axis=1).sum(axis=1)
    ends = np.logical_and.accumulate(right[:, ::-1], axis=1).sum(axis=1)
    held: Bools = begins + ends >= left.shape[1]
    return held


def _like(read: NDArray[np.int16]) -> NDArray[np.int16]:
    """The syllables, those alike as one number; what is silent stays apart."""
    return np.where(read >= 0, _classes()[read], read)


@cache
def _classes() -> NDArray[np.int16]:
    """For each syllable the number of the first that sounds like it."""
    first: dict[str, int] = {}
    classes = [
        first.setdefault(_plain(syllable), row) for row, syllable in enumerate(sounds().syllables)
    ]
    return np.array(classes, np.int16)


def _plain(syllable: str) -> str:
    for long, short in _ALIKE:
        if len(long) == 2 and syllable.startswith(long):
            syllable = short + syllable[2:]
        elif len(long) == 3 and syllable.endswith(long):
            syllable = syllable[:-3] + short
    return _INITIALS.get(syllable[0], syllable[0]) + syllable[1:]
