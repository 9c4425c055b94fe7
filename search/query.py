"""The parser of what a reader types: words, “exact phrases”, -not, AND OR NOT, ( ). Pure Python.

A query that cannot be read so is searched as plain words, and a notice says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from archive.text.fold import fold
from search.tree import And, Everything, Node, Not, Or, Phrase, Word

# A reader's keyboard mixes “ ” " freely, so each of them opens and closes.
_TOKEN = re.compile(
    r"""\s*(?:(?P<phrase>["＂“”][^"＂“”]*["＂“”]|「[^」]*」|『[^』]*』)
          |(?P<minus>[-－](?=["＂“”「『(（]))
          |(?P<open>[(（])|(?P<close>[)）])
          |(?P<word>[^\s"＂“”「『()（）]+))""",
    re.VERBOSE,
)
_OPERATORS = {"AND", "OR", "NOT"}
_MINUS = "-－"
_STRAY = re.compile(r'["＂“”「」『』()（）]+')
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree, and lines for the page where the query was not taken as written."""

    tree: Node
    notices: list[str] = field(default_factory=list)


class _Broken(ValueError):
    """Why a query cannot be read; fit for the page."""


def parse(text: str) -> Parsed:
    """The tree of a query; an empty one finds everything."""
    try:
        return Parsed(_Parser(_tokens(text)).whole())
    except _Broken as error:
        notice = f"检索式有误（{error}），已按普通词语检索。"
        return Parsed(_plain(text), [notice])


def _plain(text: str) -> Node:
    words = [
        word for word in _STRAY.sub(" ", text).split() if word not in _OPERATORS and fold(word)
    ]
    return _all([Word(word) for word in words])


Token = tuple[str, str]


def _tokens(text: str) -> list[Token]:
    """(kind, text) with kind phrase, word, open, close, not, AND, OR or NOT."""
    found: list[Token] = []
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if not match:
            raise _Broken("引号没有配对")
        kind, value = str(match.lastgroup), match[match.lastgroup or 0]
        if kind == "word":
            _word(value, found)
        elif kind == "minus":
            found.append(("NOT", value))
        else:
            found.append((kind, value[1:-1] if kind == "phrase" else value))
        at = match.end()
    return found


def _word(value: str, found: list[Token]) -> None:
    """`-x` is NOT x; a dash standing alone is nothing."""
    if value in _OPERATORS:
        found.append((value, value))
        return
    if value[0] in _MINUS and value.strip(_MINUS):
        found.append(("NOT", value[0]))
        value = value[1:]
    if value.strip(_MINUS):
        found.append(("word", value))


def _all(parts: list[Node]) -> Node:
    parts = [part for part in parts if not isinstance(part, Everything)]
    if not parts:
        return Everything()
    return parts[0] if len(parts) == 1 else And(tuple(parts))


class _Parser:
    """or := and ("OR" and)* ; and := not (["AND"] not)* ; not := "NOT" not | "(" or ")" | leaf"""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    def whole(self) -> Node:
        if not self.tokens:
            return Everything()
        tree = self._or()
        if self.at < len(self.tokens):
            raise _Broken("括号没有配对")
        return tree

    def _kind(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else "end"

    def _take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def _or(self) -> Node:
        parts = [self._and()]
        while self._kind() == "OR":
            self._take()
            parts.append(self._and())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _and(self) -> Node:
        parts = [self._not()]
        while self._kind() not in ("OR", "close", "end"):
            if self._kind() == "AND":
                self._take()
            parts.append(self._not())
        return _all(parts)

    def _not(self) -> Node:
        kind = self._kind()
        leaves: dict[str, Callable[[], Node]] = {
            "NOT": self._negated,
            "open": self._group,
            "word": lambda: self._leaf(Word),
            "phrase": lambda: self._leaf(Phrase),
        }
        if kind not in leaves:
            missing = {"end": "末尾", "close": "右括号"}.get(kind, kind)
            raise _Broken(f"{missing}前缺少词语")
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _Broken("括号或 NOT 套得太深")
        node = leaves[kind]()
        self.depth -= 1
        return node

    def _leaf(self, kind: type[Word] | type[Phrase]) -> Node:
        text = self._take()[1]
        return kind(text) if fold(text) else Everything()

    def _negated(self) -> Node:
        self._take()
        part = self._not()
        return part if isinstance(part, Everything) else Not(part)

    def _group(self) -> Node:
        self._take()
        part = self._or()
        if self._kind() != "close":
            raise _Broken("括号没有配对")
        self._take()
        return part
