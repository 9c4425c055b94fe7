"""The lexicon of posts: titles, public bodies, levels, and what makes a person no official.

Read from fixtures/posts.toml and fixtures/non_officials.txt; see fixtures/README.md.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"

OFFICIAL, SHARED, HONOUR, GROUP = "official", "shared", "honour", "group"
PERSON, BYLINE = "person", "byline"


@dataclass(frozen=True, slots=True)
class PostLexicon:
    """What a post is built of.

    `titles` gives the class of every closing word; `title` finds one with 副, 代, 常务副 before it.
    `organs` are public bodies as printed, `full` their full forms (工信厅 → 工业和信息化厅).
    """

    titles: dict[str, str]
    title: re.Pattern[str]
    states: frozenset[str]
    joints: frozenset[str]
    organs: frozenset[str]
    leagues: frozenset[str]
    full: dict[str, str]
    generic: tuple[str, ...]
    bodies: tuple[str, ...]
    levels: tuple[str, ...]
    openers: tuple[str, ...]
    towns: tuple[str, ...]
    zones: tuple[str, ...]
    vague: frozenset[str]
    direct: frozenset[str]
    governors: frozenset[str]
    inner: frozenset[str]
    plain: frozenset[str]
    public: tuple[str, ...]
    sessions: frozenset[str]
    alone: dict[str, str]
    leaders: dict[str, dict[str, str]]

    def organ_before(self, text: str, end: int) -> str | None:
        """The longest known public body that ends at `end`."""
        return longest_before(text, end, self.organs, 24)

    def opens_organ(self, text: str) -> bool:
        """Whether a public body begins the text: 委和 in 济宁市|委和|渔业局."""
        return any(text[:size] in self.organs for size in range(1, len(text) + 1))

    def kind(self, title: str) -> str:
        """The class of a title with or without 副 and the like before it."""
        return self.titles.get(title) or self.titles[self.bare(title)]

    def bare(self, title: str) -> str:
        """副市长 → 市长; a title that is one word as a whole stays (副调研员)."""
        if title in self.titles:
            return title
        found = self.title.fullmatch(title)
        return found["word"] if found else title


def longest_before(text: str, end: int, words: frozenset[str], most: int) -> str | None:
    """The longest of `words` that ends at `end`."""
    for start in range(max(0, end - most), end):
        if text[start:end] in words:
            return text[start:end]
    return None


def tail_before(text: str, end: int, tails: tuple[str, ...]) -> str | None:
    """The first of `tails` (longest first) that ends at `end`."""
    if not text.endswith(tails, 0, end):
        return None
    return next((tail for tail in tails if text.endswith(tail, 0, end)), None)


def by_length(words: Iterable[str]) -> tuple[str, ...]:
    """Longest first, each once."""
    return tuple(sorted(set(words), key=lambda word: (-len(word), word)))


def classed_words(name: str) -> Iterator[tuple[str, str]]:
    """(class, word) of a file of lines `class word word …`."""
    for line in (FIXTURES / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, *words = line.split()
            yield from ((kind, word) for word in words)


# Of a short form that is nearly the whole name nothing is filled in: 市场监管局, 卫生健康委.
_SHORT = 0.62


def _departments(data: dict[str, list[str]], tails: list[str]) -> Iterator[tuple[str, str]]:
    for stem, shorts in data.items():
        for tail in tails:
            whole = {"委": "委员会", "办": "办公室"}.get(tail, tail)
            yield from ((short + tail, stem + whole) for short in [stem, *shorts])


def _full_forms(data: dict[str, dict[str, list[str]]], tails: str) -> dict[str, str]:
    forms = dict(_departments(data["departments"], tails.split()))
    for name, shorts in data["bureaus"].items():
        forms |= dict.fromkeys([name, *shorts], name)
    return forms


def _is_short(short: str, name: str) -> bool:
    return short == name or len(short) <= _SHORT * len(name)


def _titles(data: dict[str, dict[str, str]]) -> dict[str, str]:
    classes = {
        GROUP: data["groups"]["words"] + " " + data["groups"]["sessions"],
        HONOUR: data["titles"]["honours"],
        SHARED: data["titles"]["shared"],
        OFFICIAL: data["titles"]["official"],
    }
    titles = {word: kind for kind, words in classes.items() for word in words.split()}
    kinds = {"title": PERSON, "byline": BYLINE}
    for kind, word in classed_words("non_officials.txt"):
        if kind in kinds:
            titles.setdefault(word, kinds[kind])
    return titles


@lru_cache(maxsize=1)
def posts() -> PostLexicon:
    """The one lexicon of this process."""
    data = tomllib.loads((FIXTURES / "posts.toml").read_text(encoding="utf-8"))
    titles, full = _titles(data), _full_forms(data, data["tails"]["departments"])
    before = "|".join(by_length(data["titles"]["before"].split()))
    words = "|".join(map(re.escape, by_length(titles)))
    heads = "".join(sorted({word[0] for word in [*titles, *data["titles"]["before"].split()]}))
    organs = {
        word for key, words in data["organs"].items() if key != "leagues" for word in words.split()
    }
    return PostLexicon(
        titles=titles,
        # The look ahead at the first character changes nothing but the time it takes.
        title=re.compile(
            f"(?=[{heads}])(?:{before})?(?P<word>{words})(?!{data['titles']['followers']})"
        ),
        states=frozenset(data["titles"]["states"].split()),
        joints=frozenset(data["titles"]["joints"].split()) | {" "},
        organs=frozenset(organs | full.keys()),
        leagues=frozenset(data["organs"]["leagues"].split()),
        full={short: name for short, name in full.items() if _is_short(short, name)},
        generic=by_length(data["tails"]["generic"].split()),
        bodies=by_length(w for kind, w in classed_words("non_officials.txt") if kind == "body"),
        levels=by_length(data["levels"]["words"].split()),
        openers=by_length(data["levels"]["openers"].split()),
        towns=by_length(data["levels"]["towns"].split()),
        zones=by_length(data["levels"]["zones"].split()),
        vague=frozenset(data["levels"]["vague"].split()),
        direct=frozenset(data["titles"]["direct"].split()),
        governors=frozenset(data["titles"]["governors"].split()),
        inner=frozenset(data["tails"]["inner"].split()),
        public=by_length(data["tails"]["public"].split()),
        plain=frozenset(data["titles"]["plain"].split()),
        sessions=frozenset(data["groups"]["sessions"].split()),
        alone=data["titles_alone"],
        leaders=data["national"],
    )
