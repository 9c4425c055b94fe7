"""Chinese words, by jieba's dictionary and a roster of names; nothing else imports jieba.

Index, query and highlights all cut here, so that what one side writes the other side finds.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Collection, Iterable, Iterator
from functools import cache, lru_cache, partial
from importlib.metadata import version
from math import log
from typing import Any

import jieba

from archive.gazetteer.policy_terms import policy_terms
from archive.text.fold import FOLD_VERSION, LATIN, fold
from archive.text.keeping import Roster, likeliest

try:
    import rjieba as _rjieba

    rjieba: Any = _rjieba
except ImportError:
    rjieba = None

SEGMENT_VERSION = 2
EQUAL = "0.2.2"  # the rjieba that a test holds equal to jieba
Span = tuple[str, int, int]
_NUMBER = rf"[0-9]+(?:[.,][0-9]+)*%?(?!{LATIN})"
PLAIN = re.compile(rf"{_NUMBER}|{LATIN}+")
_HAN = re.compile(rf"(?:(?!{LATIN})[^\W_])+")
RUN = re.compile(rf"(?P<plain>{PLAIN.pattern})|(?P<han>{_HAN.pattern})")
_LOOKED_UP = re.compile(r"[\u4e00-\u9fd5]+|.", re.DOTALL)  # jieba cuts any other one by one


def _quick_cutter() -> Any:
    """rjieba where it is installed: the same words, about four times as fast."""
    return rjieba.Jieba() if rjieba and version("rjieba") == EQUAL else None


class Dictionary:
    """jieba's dictionary, loaded once, without the cache file it would write to the temp folder.

    It is never changed. A word of the roster gets the frequency that keeps it whole by the
    dictionary alone, so that it does not matter in which order names came, or which ones were
    there before. Rosters are exchanged by one assignment: who cuts needs no lock, and cuts by
    the roster before or by the one after.
    """

    def __init__(self) -> None:
        self.roster = Roster()
        self._lock = threading.Lock()
        self._jieba: jieba.Tokenizer | None = None
        self._quick: Any = None  # an rjieba.Jieba

    @property
    def version(self) -> int:
        """Goes up with every change of the roster."""
        return self.roster.version

    def jieba(self) -> jieba.Tokenizer:
        if self._jieba is None:
            with self._lock:
                if self._jieba is None:
                    cutter = jieba.Tokenizer()
                    cutter.FREQ, cutter.total = cutter.gen_pfdict(cutter.get_dict_file())
                    cutter.initialized = True
                    self._quick = _quick_cutter()
                    self._jieba = cutter
        return self._jieba

    def known(self) -> tuple[dict[str, int], int]:
        """Frequencies of words and of their beginnings (0 unless words), and the sum of all.

        Without the roster, and not to be changed.
        """
        cutter = self.jieba()
        return cutter.FREQ, cutter.total

    def use(self, names: frozenset[str]) -> None:
        """Make exactly these the roster; what it costs goes by what is another than before."""
        _, total = self.known()
        weigh = partial(_weight, log(total))
        with self._lock:
            before = self.roster
            self.roster = before.following(names, fold, self._needed, weigh)
            if self.roster is not before:
                _run_spans.cache_clear()  # not asked any more: the roster is part of their keys
                _borders.cache_clear()

    def _needed(self, word: str) -> int:
        """The frequency that keeps a word whole, as jieba suggests it; 0: it is whole by itself."""
        frequencies, total = self.known()
        if not _LOOKED_UP.fullmatch(word):
            return 0
        split = likeliest(word, frequencies, log(total))
        share = 1.0
        for part in split:
            share *= frequencies.get(part, 1) / float(total)
        return max(int(share * total) + 1, frequencies.get(word, 1)) if len(split) > 1 else 0

    def cut(self, run: str, roster: Roster | None = None) -> list[str]:
        """The likeliest words of a run of characters, exactly as jieba's `cut` without HMM.

        By the roster of the moment, or by this one.
        """
        frequencies, total = self.known()
        roster = roster or self.roster
        found: list[str] = []
        for part in _LOOKED_UP.findall(run):
            if len(part) == 1:
                found.append(part)
            elif self._quick and not roster.may_stand_in(part):
                found += self._quick.cut(part, False)  # rjieba knows no word of the roster
            else:
                found += likeliest(part, frequencies, log(total), roster.groups)
        return found


def _weight(log_total: float, often: int) -> float:
    return log(often) - log_total


DICTIONARY = Dictionary()


def use_roster(words: Iterable[str]) -> None:
    """Take names that must not be cut apart (林红玉, 太白湖新区); replaces the roster before."""
    DICTIONARY.use(frozenset(words))


def spans(folded: str) -> Iterator[Span]:
    """Each word of a folded text with its place, shorter words inside longer ones first.

    Punctuation is left out: `发展储能产业,8.7%` gives 发展, 储能, 产业, 8.7%.
    """
    roster = DICTIONARY.roster
    for run in RUN.finditer(folded):
        if run.lastgroup == "plain":
            yield run.group(), run.start(), run.end()
        else:
            yield from _words_of(run.group(), run.start(), roster)


def _words_of(run: str, at: int, roster: Roster) -> Iterator[Span]:
    """The words of a run of characters that begins at `at`."""
    known, _ = DICTIONARY.known()
    for word in DICTIONARY.cut(run, roster):
        yield from _inside(word, at, known, roster)
        yield word, at, at + len(word)
        at += len(word)


@lru_cache(maxsize=2048)
def _run_spans(run: str, roster: Roster) -> tuple[Span, ...]:
    return tuple(_words_of(run, 0, roster))


def found(wanted: Collection[str], folded: str) -> list[tuple[int, int]]:
    """Where one of these words stands as a word, as `spans` gives it, by place.

    Only runs that hold one of them are cut: 产业 stands in 储能产业发展, not in 生产业绩.
    """
    places: set[tuple[int, int]] = set()
    for word in wanted:
        at, find = -1, _plain_places if PLAIN.match(word) else _han_places
        done = 0
        while (at := folded.find(word, max(at + 1, done))) >= 0:
            done, some = find(word, folded, at)
            places.update(some)
    return sorted(places)


def _plain_places(word: str, folded: str, at: int) -> tuple[int, list[tuple[int, int]]]:
    """As `_han_places`, for a word of Latin letters or digits."""
    start = at
    while start and (folded[start - 1] in ".,%" or PLAIN.match(folded[start - 1])):
        start -= 1
    for run in PLAIN.finditer(folded, start):
        if run.end() > at:
            break
    return run.end(), [run.span()] if run.group() == word else []


def _han_places(word: str, folded: str, at: int) -> tuple[int, list[tuple[int, int]]]:
    """The end of the run around `at`, and where the word stands in it."""
    start, run = at, _HAN.match(folded, at)
    if not run:
        return at + 1, []
    while start and _HAN.match(folded[start - 1]):
        start -= 1
    spans = _run_spans(folded[start : run.end()], DICTIONARY.roster)
    return run.end(), [(start + left, start + right) for one, left, right in spans if one == word]


def _inside(word: str, at: int, known: dict[str, int], roster: Roster) -> Iterator[Span]:
    """The words of two and three characters that are known inside a longer one."""
    for size in (2, 3):
        if len(word) > size:
            for start in range(len(word) - size + 1):
                part = word[start : start + size]
                if known.get(part) or roster.needed(part):
                    yield part, at + start, at + start + size


def borders(run: str) -> frozenset[int]:
    """Where the longest words of a run of characters begin and end: 0, 2, 4 of 储能产业."""
    return _borders(run, DICTIONARY.roster)


@lru_cache(maxsize=16384)  # the same text is asked before and after its newspaper is known
def _borders(run: str, roster: Roster) -> frozenset[int]:
    places = set[int]()
    for part in RUN.finditer(run):
        at = part.start()
        places |= {at, part.end()}
        if part.lastgroup != "plain":
            for word in DICTIONARY.cut(part.group(), roster):
                at += len(word)
                places.add(at)
    return frozenset(places)


def words(folded: str) -> list[str]:
    """The words of a folded text as the index keeps them, in order, repeated as they occur."""
    return [word for word, _, _ in spans(folded)]


def query_words(folded: str) -> list[str]:
    """The words a folded query asks for: the longest ones only, each once."""
    asked: dict[str, None] = {}
    roster = DICTIONARY.roster
    for run in RUN.finditer(folded):
        plain = run.lastgroup == "plain"
        asked.update(dict.fromkeys([run.group()] if plain else DICTIONARY.cut(run.group(), roster)))
    return list(asked)


@cache
def fingerprint() -> str:
    """Names what all texts of an index must agree on; another one means another index.

    That is the cutter, its dictionary, the folding and the policy terms. The names that come from
    the database are left out: they come and go, and what holds a word literally is found anyway.
    """
    with jieba.Tokenizer().get_dict_file() as file:
        dictionary = hashlib.file_digest(file, "sha256").hexdigest()[:12]
    terms = hashlib.sha256("\n".join(policy_terms()).encode()).hexdigest()[:12]
    cutter = f"jieba-{jieba.__version__}/{dictionary}/terms-{terms}"
    return f"{cutter}/segment-{SEGMENT_VERSION}/fold-{FOLD_VERSION}"
