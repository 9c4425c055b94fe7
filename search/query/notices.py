"""Lines for the page about what was typed and may have been meant otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from search.query.canonical import brief
from search.query.fields import STARS
from search.query.tokens import DASHES, Token

EVERYTHING = gettext_lazy("没有可检索的词语，列出全部文章。")
_SMALL = {
    "and": gettext_noop("且"),
    "or": gettext_noop("或"),
    "not": gettext_noop("排除"),
    "near": gettext_noop("邻近"),
}
_NEAR = re.compile(r"near(?:/[0-9]+)?")
_BEFORE = {"word", "phrase", "label", "close"}
_AFTER = {"word", "phrase", "open", "field", "NOT"}


def doubts(found: Sequence[Token]) -> list[str]:
    """A line for each kind of operator in small letters, and one for the first signed number, or
    star, that may have been meant otherwise."""
    words = [token for token in found if token.kind == "word"]
    odd = (next(filter(None, map(about, words)), "") for about in (_sign, _star))
    return [*dict.fromkeys(_small(found)), *filter(None, odd)]


def _small(found: Sequence[Token]) -> Iterator[str]:
    for before, token, after in zip(found, found[1:], found[2:], strict=False):
        small = "near" if _NEAR.fullmatch(token.text) else token.text
        meant = _SMALL.get(small) if token.kind == "word" else None
        if meant and before.kind in _BEFORE and after.kind in _AFTER:
            told = {"text": token.text, "meant": _(meant), "large": token.text.upper()}
            yield _("“%(text)s”已按普通词语检索；要表示“%(meant)s”请用大写 %(large)s。") % told


def _sign(token: Token) -> str:
    """A number with a sign, where it may have been meant to be left out."""
    number = token.text.lstrip(DASHES)
    if number == token.text or not number[:1].isdigit():
        return ""
    told = {"text": brief(token.text), "number": brief(number)}
    line: str = _("“%(text)s”的减号读作负号；要排除请写 NOT %(number)s。")
    return line % told


def _star(token: Token) -> str:
    """A star before or within a word, which stands for nothing there."""
    text = token.text.rstrip(STARS)
    if not any(star in text for star in STARS) or not text.strip(STARS):
        return ""
    told = {"text": brief(token.text)}
    line: str = _("“%(text)s”里的星号没有作用；它只能在词尾，表示以此开头的词。")
    return line % told
