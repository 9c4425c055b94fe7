"""Chinese words, by jieba's dictionary and a roster of names; nothing else imports jieba.

Index, query and highlights all cut here, so that what one side writes the other side finds.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Collection, Iterable, Iterator
from functools import cache, lru_cache
from importlib.metadata import version
from math import log
from operator import add
from typing import Any

import jieba

from archive.gazetteer.policy_terms import policy_terms
from archive.text.fold import FOLD_VERSION, LATIN, fold

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

    A word of the roster gets the frequency that keeps it whole by the dictionary alone, so that
    it does not matter in which order names came, or which ones were there before.
    """

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.roster: dict[str, int | None] = {}  # with the frequency each had without the roster
        self.version = 0  # of the roster; goes up with every change
        self._often: dict[str, int] = {}  # frequencies for the roster; 0: whole without one
        self._beginnings: frozenset[str] = frozenset()  # two characters each, of the roster
        self._jieba: jieba.Tokenizer | None = None
        self._quick: Any = None  # an rjieba.Jieba

    def jieba(self) -> jieba.Tokenizer:
        if self._jieba is None:
            with self.lock:
                if self._jieba is None:
                    cutter = jieba.Tokenizer()
                    cutter.FREQ, cutter.total = cutter.gen_pfdict(cutter.get_dict_file())
                    cutter.initialized = True
                    self._quick = _quick_cutter()
                    self._jieba = cutter
        return self._jieba

    def known(self) -> tuple[dict[str, int], int]:
        """Frequencies of words and of their beginnings (0 unless words), and the sum of all."""
        cutter = self.jieba()
        return cutter.FREQ, cutter.total

    def use(self, words: set[str]) -> None:
        """Make exactly these the words added to the dictionary."""
        with self.lock:
            cutter = self.jieba()
            for word, before in self.roster.items():
                cutter.FREQ[word] = before or 0
            self.roster, self._beginnings = {}, frozenset()
            known = self._often
            self._often = {word: known.get(word, -1) for word in words}
            for word in words - known.keys():
                split = _LOOKED_UP.fullmatch(word) and len(self.cut(word)) > 1
                self._often[word] = cutter.suggest_freq(word) if split else 0
            self._add({word: often for word, often in self._often.items() if often})
            self.version += 1
            borders.cache_clear()
            _run_spans.cache_clear()

    def _add(self, words: dict[str, int]) -> None:
        frequencies, _ = self.known()
        self.roster = {word: frequencies.get(word) for word in words}
        for word, often in words.items():
            for end in range(1, len(word)):
                frequencies.setdefault(word[:end], 0)
            frequencies[word] = often
        self._beginnings = frozenset(word[:2] for word in words)

    def cut(self, run: str) -> list[str]:
        """The likeliest words of a run of characters, exactly as jieba's `cut` without HMM."""
        frequencies, total = self.known()
        found: list[str] = []
        for part in _LOOKED_UP.findall(run):
            if len(part) == 1:
                found.append(part)
            elif self._quick and not self._may_name(part):
                found += self._quick.cut(part, False)
            else:
                found += likeliest(part, frequencies, log(total))
        return found

    def _may_name(self, part: str) -> bool:
        """Whether a word of the roster may stand here; rjieba knows none of them."""
        return not self._beginnings.isdisjoint(map(add, part, part[1:]))


def likeliest(run: str, frequencies: dict[str, int], log_total: float) -> list[str]:
    """The words whose frequencies have the greatest product; of equals, the longer first word.

    jieba's own way and its very operations, without its generators: three times as fast.
    """
    size = len(run)
    routes, ends, get = [0.0] * (size + 1), [0] * size, frequencies.get
    for start in range(size - 1, -1, -1):
        best, end = None, start + 1
        often = get(run[start])
        while often is not None:
            if often:
                value = log(often) - log_total + routes[end]
                if best is None or value >= best:
                    best, ends[start] = value, end
            end += 1
            often = get(run[start:end]) if end <= size else None
        if best is None:
            best, ends[start] = routes[start + 1] - log_total, start + 1
        routes[start] = best
    found, at = [], 0
    while at < size:
        found.append(run[at : ends[at]])
        at = ends[at]
    return found


DICTIONARY = Dictionary()


def use_roster(words: Iterable[str]) -> None:
    """Take names that must not be cut apart (林红玉, 太白湖新区); replaces the roster before."""
    DICTIONARY.use({plain for word in words if len(plain := fold(word)) > 1})


def spans(folded: str) -> Iterator[Span]:
    """Each word of a folded text with its place, shorter words inside longer ones first.

    Punctuation is left out: `发展储能产业,8.7%` gives 发展, 储能, 产业, 8.7%.
    """
    for run in RUN.finditer(folded):
        if run.lastgroup == "plain":
            yield run.group(), run.start(), run.end()
        else:
            yield from _words_of(run.group(), run.start())


def _words_of(run: str, at: int) -> Iterator[Span]:
    """The words of a run of characters that begins at `at`."""
    known, _ = DICTIONARY.known()
    for word in DICTIONARY.cut(run):
        yield from _inside(word, at, known)
        yield word, at, at + len(word)
        at += len(word)


@lru_cache(maxsize=2048)
def _run_spans(run: str) -> tuple[Span, ...]:
    return tuple(_words_of(run, 0))


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
    spans = _run_spans(folded[start : run.end()])
    return run.end(), [(start + left, start + right) for one, left, right in spans if one == word]


def _inside(word: str, at: int, known: dict[str, int]) -> Iterator[Span]:
    """The words of two and three characters that the dictionary knows inside a longer one."""
    for size in (2, 3):
        if len(word) > size:
            for start in range(len(word) - size + 1):
                part = word[start : start + size]
                if known.get(part):
                    yield part, at + start, at + start + size


@lru_cache(maxsize=16384)  # the same text is asked before and after its newspaper is known
def borders(run: str) -> frozenset[int]:
    """Where the longest words of a run of characters begin and end: 0, 2, 4 of 储能产业."""
    places = set[int]()
    for part in RUN.finditer(run):
        at = part.start()
        places |= {at, part.end()}
        if part.lastgroup != "plain":
            for word in DICTIONARY.cut(part.group()):
                at += len(word)
                places.add(at)
    return frozenset(places)


def words(folded: str) -> list[str]:
    """The words of a folded text as the index keeps them, in order, repeated as they occur."""
    return [word for word, _, _ in spans(folded)]


def query_words(folded: str) -> list[str]:
    """The words a folded query asks for: the longest ones only, each once."""
    asked: dict[str, None] = {}
    for run in RUN.finditer(folded):
        plain = run.lastgroup == "plain"
        asked.update(dict.fromkeys([run.group()] if plain else DICTIONARY.cut(run.group())))
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
