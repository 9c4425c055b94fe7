"""Chinese words, by jieba's dictionary and a roster of names; nothing else imports jieba.

Index, query and highlights all cut here, so that what one side writes the other side finds.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

import jieba

from archive.text.fold import FOLD_VERSION, LATIN, fold

SEGMENT_VERSION = 1
Span = tuple[str, int, int]
_NUMBER = rf"[0-9]+(?:[.,][0-9]+)*%?(?!{LATIN})"
PLAIN = re.compile(rf"{_NUMBER}|{LATIN}+")
RUN = re.compile(rf"(?P<plain>{PLAIN.pattern})|(?P<han>(?:(?!{LATIN})[^\W_])+)")


class Dictionary:
    """jieba's tokenizer, loaded once, without the cache file it would write to the temp folder."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.roster: dict[str, int | None] = {}
        self.version = 0  # of the roster; goes up with every change
        self._jieba: jieba.Tokenizer | None = None

    def jieba(self) -> jieba.Tokenizer:
        if self._jieba is None:
            with self.lock:
                if self._jieba is None:
                    cutter = jieba.Tokenizer()
                    cutter.FREQ, cutter.total = cutter.gen_pfdict(cutter.get_dict_file())
                    cutter.initialized = True
                    self._jieba = cutter
        return self._jieba

    def known(self) -> tuple[dict[str, int], int]:
        """Frequencies of words and of their beginnings (0 unless words), and the sum of all."""
        cutter = self.jieba()
        return cutter.FREQ, cutter.total

    def use(self, words: set[str]) -> None:
        """Make exactly these the words added to the dictionary; what it knew before is kept."""
        with self.lock:
            cutter = self.jieba()
            for word in self.roster.keys() - words:
                cutter.FREQ[word] = self.roster.pop(word) or 0
            for word in words - self.roster.keys():
                known = cutter.FREQ.get(word)
                self.roster[word] = known
                cutter.add_word(word, cutter.suggest_freq(word))
            self.version += 1
            borders.cache_clear()


DICTIONARY = Dictionary()


def use_roster(words: Iterable[str]) -> None:
    """Take names that must not be cut apart (林红玉, 太白湖新区); replaces the roster before."""
    DICTIONARY.use({plain for word in words if len(plain := fold(word)) > 1})


def spans(folded: str) -> Iterator[Span]:
    """Each word of a folded text with its place, shorter words inside longer ones first.

    Punctuation is left out: `发展储能产业,8.7%` gives 发展, 储能, 产业, 8.7%.
    """
    cutter = DICTIONARY.jieba()
    for run in RUN.finditer(folded):
        at = run.start()
        if run.lastgroup == "plain":
            yield run.group(), at, run.end()
            continue
        for word in cutter.cut(run.group(), HMM=False):
            yield from _inside(word, at, cutter.FREQ)
            yield word, at, at + len(word)
            at += len(word)


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
    cutter, found = DICTIONARY.jieba(), set[int]()
    for part in RUN.finditer(run):
        at = part.start()
        found |= {at, part.end()}
        if part.lastgroup != "plain":
            for word in cutter.cut(part.group(), HMM=False):
                at += len(word)
                found.add(at)
    return frozenset(found)


def words(folded: str) -> list[str]:
    """The words of a folded text as the index keeps them, in order, repeated as they occur."""
    return [word for word, _, _ in spans(folded)]


def query_words(folded: str) -> list[str]:
    """The words a folded query asks for: the longest ones only, each once."""
    cutter = DICTIONARY.jieba()
    found: dict[str, None] = {}
    for run in RUN.finditer(folded):
        plain = run.lastgroup == "plain"
        found.update(dict.fromkeys([run.group()] if plain else cutter.cut(run.group(), HMM=False)))
    return list(found)


@cache
def fingerprint() -> str:
    """Names the cutter, its dictionary and the folding; another one means another index."""
    with jieba.Tokenizer().get_dict_file() as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:12]
    return f"jieba-{jieba.__version__}/{digest}/segment-{SEGMENT_VERSION}/fold-{FOLD_VERSION}"
