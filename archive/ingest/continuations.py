"""Continuations (转接): （上接第一版） opens a fragment, （下转第三版） ends a first half."""

from __future__ import annotations

import re

from archive.records import ArticleDraft
from archive.text.normalize import ends_sentence, join

_PAGE = r"第?\s*[A-Z]?[\d一二三四五六七八九十]{1,3}\s*版"
_FROM = re.compile(
    rf"^\s*[（(【\[]?\s*(?:上接|紧接|接)\s*(?P<page>{_PAGE})[^）)】\]]{{0,20}}[）)】\]]?\s*"
)
_TO = re.compile(rf"[（(【\[]?\s*(?:下转|转)\s*(?P<page>{_PAGE})[^）)】\]。]{{0,12}}[）)】\]]?\s*$")


def continued_from(text: str) -> str | None:
    """The page a fragment comes from (第一版), or None."""
    match = _FROM.match(text)
    return re.sub(r"\s", "", match["page"]) if match else None


def continued_on(text: str) -> str | None:
    """The page a first half goes on at (第三版), or None."""
    match = _TO.search(text)
    return re.sub(r"\s", "", match["page"]) if match else None


def join_halves(drafts: list[ArticleDraft]) -> list[ArticleDraft]:
    """First halves and fragments that one file holds, made one article without the markers.

    Told by the sentence that the first half leaves open, else by being the only pair.
    """
    firsts = [draft for draft in drafts if continued_on(draft.body) and not draft.continued_from]
    rests = [draft for draft in drafts if draft.continued_from]
    if len(firsts) != 1 or len(rests) != 1:
        return drafts
    first, rest = firsts[0], rests[0]
    head, tail = without_markers(first.body), without_markers(rest.body)
    first.body = f"{head}\n{tail}" if ends_sentence(head) else join(head, tail)
    first.lines = sorted([*first.lines, *rest.lines])
    return [draft for draft in drafts if draft is not rest]


def without_markers(text: str) -> str:
    """The text without 上接 at its head and 下转 at its end."""
    return _TO.sub("", _FROM.sub("", text, count=1))
