"""The lexicon of personal names: family names, words that only look like names, what stands beside them.

Read from fixtures/surnames.txt, name_words.txt and name_context.toml; see fixtures/README.md.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from archive.gazetteer.posts import FIXTURES, by_length, classed_words

_SELDOM = re.compile(r"(.)[在其而此使且]([\u4e00-\u9fff])(?=说|介绍|告诉|[：，、。）])")


@dataclass(frozen=True, slots=True)
class Words:
    """A set of words asked for at a place in a text, longest first."""

    words: frozenset[str]
    longest: int
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, words: Iterable[str]) -> Words:
        found = frozenset(words)
        pattern = re.compile("|".join(map(re.escape, by_length(found))))
        return cls(found, max(map(len, found)), pattern)

    def at(self, text: str, start: int) -> str | None:
        """The longest word that begins at `start`."""
        for size in range(self.longest, 0, -1):
            if text[start : start + size] in self.words:
                return text[start : start + size]
        return None

    def finditer(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """All of the words within `start:end`, from the left, none inside another."""
        return self.pattern.finditer(text, start, end)

    def ending(self, text: str, end: int) -> str | None:
        """The longest word that ends at `end`."""
        for size in range(min(self.longest, end), 0, -1):
            if text[end - size : end] in self.words:
                return text[end - size : end]
        return None


@dataclass(frozen=True, slots=True)
class NameLexicon:
    """`common`, `rare` and `double` family names; which `words` may be names, and beside what.

    `words` are names only where somebody speaks, `full` behind a full post too, `namelike` beside any post;
    `acts` are those of `namelike` that are adverbs or verbs there.
    """

    common: frozenset[str]
    rare: frozenset[str]
    double: frozenset[str]
    unsurnamed: Words
    sounds: frozenset[str]
    words: frozenset[str]
    full: frozenset[str]
    namelike: frozenset[str]
    acts: frozenset[str]
    never: frozenset[str]
    tails: frozenset[str]
    particles: frozenset[str]
    after: Words
    before: Words
    openings: Words
    breaks: Words
    edges: Words
    speech: Words
    leading: Words
    attend: Words
    occasions: Words
    business: tuple[str, ...]
    copulas: Words
    appointments: Words

    def is_surname(self, character: str) -> bool:
        return character in self.common or character in self.rare

    def seldom_end(self, text: str, start: int) -> int | None:
        """Where a name of three ends whose second character is mostly another word: 局长龙在田说."""
        found = _SELDOM.match(text, start)
        if not found or not self.is_surname(found[1]):
            return None
        return None if found[2] in self.never or found[2] in self.tails else start + 3


@lru_cache(maxsize=1)
def names() -> NameLexicon:
    """The one lexicon of this process."""
    family: dict[str, set[str]] = {
        "common": set(),
        "rare": set(),
        "double": set(),
        "unsurnamed": set(),
        "sounds": set(),
    }
    for kind, word in classed_words("surnames.txt"):
        family[kind] |= set(word) if kind in ("common", "rare", "sounds") else {word}
    looks: dict[str, set[str]] = {"word": set(), "full": set(), "name": set(), "act": set()}
    for kind, word in classed_words("name_words.txt"):
        looks[kind].add(word)
    data = tomllib.loads((FIXTURES / "name_context.toml").read_text(encoding="utf-8"))
    words = {
        key: Words.of(data[key].split())
        for key in data
        if key not in ("never", "tails", "particles", "business")
    }
    return NameLexicon(
        common=frozenset(family["common"] - family["rare"]),
        rare=frozenset(family["rare"]),
        double=frozenset(family["double"]),
        unsurnamed=Words.of(family["unsurnamed"]),
        sounds=frozenset(family["sounds"]),
        words=frozenset(looks["word"] | looks["full"]),
        full=frozenset(looks["full"]),
        namelike=frozenset(looks["name"]),
        acts=frozenset(looks["act"]),
        never=frozenset(data["never"]),
        tails=frozenset(data["tails"]),
        particles=frozenset(data["particles"]),
        business=tuple(data["business"].split()),
        **words,
    )
