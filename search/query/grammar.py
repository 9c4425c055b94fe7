"""The grammar of a query. One that cannot be read is searched as plain words, and a notice says why.

or      = and {"OR" and}
and     = not {["AND"] not}
not     = "NOT" not | near
near    = primary {"NEAR" primary}
primary = field ["NOT"] primary | "(" [or] ")" | word | phrase | label
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from archive.text.fold import fold
from search.query.fields import STARS, TEXT_LABELS, WIDE, leaf
from search.query.notices import EVERYTHING, doubts
from search.query.tokens import Broken, Token, is_word, seen, tokens, words
from search.tree import And, Everything, Named, Near, Node, Not, Or, Phrase, Word

DEEPEST = 20  # brackets and NOTs inside one another
MOST = 64  # words and other conditions in a query
FARTHEST = 1000  # characters that NEAR may leave between
_END = Token("end", "", 0)
_OPERATORS = {"AND", "OR", "NOT", "NEAR", "field"}


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree, and lines for the page where the query was not taken as written."""

    tree: Node
    notices: list[str] = field(default_factory=list)


def parse(text: str, inside: str = "") -> Parsed:
    """The tree of a query; an empty one finds everything. Takes any string.

    `inside` is the field that words are looked for in where none is named.
    """
    if not text.strip():
        return Parsed(Everything())
    text = seen(text)
    try:
        found = tokens(text)
        reading = _Reading(found, inside)
        tree = reading.whole()
    except Broken as error:
        return _broken(text, inside, error)
    nothing = [str(EVERYTHING)] if tree == Everything() else []
    return Parsed(tree, [*reading.notices, *doubts(found), *nothing])


def _broken(text: str, inside: str, error: Broken) -> Parsed:
    tree = _plain(text, inside)
    instead = EVERYTHING if tree == Everything() else _("已按普通词语检索。")
    told = {"at": error.at + 1, "why": error, "instead": instead}
    return Parsed(tree, [_("检索式有误（第 %(at)s 个字：%(why)s），%(instead)s") % told])


def _plain(text: str, inside: str) -> Node:
    bare = [word.rstrip(STARS) for word in words(text)]
    found: list[Node] = [Word(word, inside) for word in bare if is_word(word) and fold(word)]
    return _all(found[:MOST])


def _all(parts: list[Node]) -> Node:
    """All of them; what asks for nothing is left out."""
    asking = tuple(part for part in parts if not isinstance(part, Everything))
    return And(asking) if len(asking) > 1 else (*asking, Everything())[0]


def _any(parts: list[Node]) -> Node:
    asking = tuple(part for part in parts if not isinstance(part, Everything))
    return Or(asking) if len(asking) > 1 else (*asking, Everything())[0]


class _Reading:
    """A walk over the tokens; `inside` is the field of the brackets it stands in."""

    def __init__(self, found: list[Token], inside: str) -> None:
        self.tokens = found
        self.inside = inside
        self.at = 0
        self.depth = 0
        self.leaves = 0
        self.notices: list[str] = []

    def whole(self) -> Node:
        if not self.tokens:
            return Everything()
        tree = self._or()
        if self._kind() != "end":
            raise Broken(_("右括号没有配对"), self._here().at)
        return tree

    def _here(self) -> Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else _END

    def _kind(self) -> str:
        return self._here().kind

    def _take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def _or(self) -> Node:
        parts = [self._and()]
        while self._kind() == "OR":
            self._take()
            parts.append(self._and())
        return _any(parts)

    def _and(self) -> Node:
        parts = [self._not()]
        while self._kind() not in ("OR", "close", "end"):
            if self._kind() == "AND":
                self._take()
            parts.append(self._not())
        return _all(parts)

    def _not(self) -> Node:
        return self._negated(self._not) if self._kind() == "NOT" else self._near()

    def _negated(self, read: Callable[[], Node]) -> Node:
        with self._deeper():
            self._take()
            part = read()
        return part if isinstance(part, Everything) else Not(part)

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Broken(_("括号或 NOT 套得太深"), self._here().at)
        yield
        self.depth -= 1

    def _near(self) -> Node:
        """A chain is neighbours, each of them near the next."""
        sides = [self._primary()]
        signs: list[Token] = []
        while self._kind() == "NEAR":
            signs.append(self._take())
            sides.append(self._primary())
        if not signs:
            return sides[0]
        pairs = zip(sides, sides[1:], signs, strict=False)
        return _all([self._neighbours(left, right, sign) for left, right, sign in pairs])

    def _neighbours(self, left: Node, right: Node, sign: Token) -> Node:
        if isinstance(left, Everything) or isinstance(right, Everything):
            return _all([left, right])
        if not (isinstance(left, Word | Phrase) and isinstance(right, Word | Phrase)):
            raise Broken(_("NEAR 两边须是词语或加引号的短语"), sign.at)
        if left.field and right.field and left.field != right.field:
            raise Broken(_("NEAR 两边须在同一个字段里"), sign.at)
        distance = int(sign.text)
        if distance > FARTHEST:
            line = _("NEAR 最多相隔 %(most)s 个字，已按 %(most)s 个字检索。")
            self.notices.append(line % {"most": FARTHEST})
        return Near(left.text, right.text, min(distance, FARTHEST), left.field or right.field)

    def _primary(self) -> Node:
        match self._kind():
            case "field":
                return self._fielded()
            case "open":
                return self._group()
            case "word" | "phrase" | "label":
                return self._leaf()
        raise self._missing()

    def _fielded(self) -> Node:
        name = self._take()
        value = self._here()
        outer, self.inside = self.inside, name.text
        with self._deeper():
            negated = self._kind() == "NOT"
            part = self._negated(self._primary) if negated else self._primary()
        self.inside = outer
        if value.kind in ("word", "label") and isinstance(part, Named) and name.shown[-1] == WIDE:
            # A headline may begin like a field: 城市：让生活更美好.
            stands_in = outer if outer in TEXT_LABELS else ""
            return replace(part, instead=Phrase(name.shown + value.text, stands_in))
        return part

    def _group(self) -> Node:
        """Empty brackets ask for nothing."""
        with self._deeper():
            begin = self._take()
            part = Everything() if self._kind() in ("close", "end") else self._or()
        if self._kind() != "close":
            raise Broken(_("左括号没有配对"), begin.at)
        self._take()
        return part

    def _leaf(self) -> Node:
        token = self._take()
        self.leaves += 1
        if self.leaves > MOST:
            raise Broken(_("词语多于 %(most)s 个，以下略去") % {"most": MOST}, token.at)
        try:
            return leaf(self.inside, token.text, token.kind == "phrase")
        except ValueError as error:
            raise Broken(str(error), token.at) from None

    def _missing(self) -> Broken:
        """What is wrong where a word should stand and none does."""
        here = self._here()
        before = self.tokens[self.at - 1] if self.at else _END
        if before.kind in _OPERATORS:
            return Broken(_("%(sign)s 后缺少词语") % {"sign": before.shown}, before.at)
        if here.kind == "close":
            return Broken(_("右括号没有配对"), here.at)
        return Broken(_("%(sign)s 前缺少词语") % {"sign": here.shown}, here.at)
