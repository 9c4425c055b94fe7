"""A query cut into tokens: words, phrases, brackets, operators and field names, each with its place."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from search.query.fields import FIELDS, NAMED

NEAR = 10  # characters between two texts where NEAR says no number
_STOP = r"\s\"＂“”「『()（）"
_NAMES = "|".join(FIELDS)
DASHES = "-－−﹣–"
_DASH = re.escape(DASHES)
_ALONE = (
    r"(?<![^\s(（:：&＆|｜])"  # nothing but a blank, a bracket, a colon or an operator before it
)
_SIGN = rf"{_ALONE}[{_DASH}]\d"
# A reader's keyboard mixes “ ” " freely, so each of them opens and closes. A dash is a minus where it
# stands alone: not in 2024-03 or "C"-130; before a digit it is the sign of a number: -3.5%.
_TOKEN = re.compile(
    rf"""(?P<phrase>["＂“”][^"＂“”]*["＂“”]|「[^」]*」|『[^』]*』)
        |(?P<open>[(（])|(?P<close>[)）])
        |(?P<AND>&&|＆＆)|(?P<OR>\|\||｜｜)
        |(?P<NOT>(?!{_SIGN}){_ALONE}[{_DASH}]+(?=[^\s{_DASH})）]))
        |(?P<dashes>(?!{_SIGN})[{_DASH}]+)
        |(?P<field>(?i:{_NAMES})[:：])
        |(?P<word>(?:(?!&&|＆＆|\|\||｜｜)[^{_STOP}])+)""",
    re.VERBOSE,
)
# `李强（泰安市）` is how a label tells one 李强 from another: with a name's field it is one value.
_LABEL = re.compile(rf"\s*([^{_STOP}]+(?:（[^{_STOP}]+）|\([^{_STOP}]+\)))")
_BLANK = re.compile(r"\s*")
_STRAY = re.compile(r'["＂“”「」『』()（）]')
_NEAR = re.compile(r"NEAR(?:/([0-9]{1,9}))?")
_UNSEEN = {"Cc", "Cf", "Cs"}


class Broken(ValueError):
    """Why a query cannot be read, fit for the page; `at` is the offset of the fault."""

    def __init__(self, why: str, at: int) -> None:
        super().__init__(why)
        self.at = at


@dataclass(frozen=True, slots=True)
class Token:
    """`kind`: phrase, word, label, open, close, field, AND, OR, NOT or NEAR.

    `text` of a field is its name in FIELDS, of NEAR its number; `shown` is as typed.
    """

    kind: str
    text: str
    at: int
    shown: str = ""


def seen(text: str) -> str:
    """The text without what nobody sees: controls, marks of direction, joiners, halves of characters."""
    return "".join(one for one in text if one.isspace() or unicodedata.category(one) not in _UNSEEN)


def tokens(text: str) -> list[Token]:
    """In time linear in the text. Raises Broken where a quote is not closed."""
    found: list[Token] = []
    at = 0
    while (at := _skip(text, at)) < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            raise Broken(_("引号 %(sign)s 没有配对") % {"sign": text[at]}, at)
        at = match.end()
        if token := _token(match):
            found.append(token)
            label = _LABEL.match(text, at) if token.text in NAMED else None
            if label and token.kind == "field":
                found.append(Token("label", label[1], label.start(1)))
                at = label.end()
    return found


def _skip(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _token(match: re.Match[str]) -> Token | None:
    """None for dashes that mean nothing."""
    kind, value, at = str(match.lastgroup), match.group(), match.start()
    match kind:
        case "dashes":
            return None
        case "phrase":
            return Token(kind, value[1:-1], at)
        case "field":
            return Token(kind, FIELDS[value[:-1].lower()], at, value)
        case "word":
            return _word(value, at)
    return Token(kind, value, at, value)


def _word(value: str, at: int) -> Token:
    """A word, or an operator written as one; ＡＮＤ is AND."""
    plain = unicodedata.normalize("NFKC", value) if len(value) <= len("NEAR/123456789") else value
    if plain in ("AND", "OR", "NOT"):
        return Token(plain, plain, at, plain)
    if near := _NEAR.fullmatch(plain):
        return Token("NEAR", near[1] or str(NEAR), at, plain)
    return Token("word", value, at)


def words(text: str) -> list[str]:
    """The plain words of a query, without quotes, brackets, operators and names of fields."""
    found = tokens(_STRAY.sub(" ", text))
    return [token.text for token in found if token.kind == "word"]


def is_word(text: str) -> bool:
    """Whether the text, typed bare, is read as this one word."""
    try:
        return tokens(text) == [Token("word", text, 0)]
    except Broken:
        return False
