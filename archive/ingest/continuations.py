"""Continuations (转接): （上接第一版） opens a fragment, （下转第三版） ends a first half."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.records import ArticleDraft
from archive.text.normalize import ends_sentence, half_width, join

_PAGE = r"(?:第\s*)?(?:[A-Z]\s*)?(?:[\d一二三四五六七八九十]{1,3}|头)\s*版"
_OPEN, _SHUT = r"[（(【\[〔▲▶►→◀◄←●■□\s]*", r"[）)】\]〕\s]*"
_FROM = re.compile(
    rf"^{_OPEN}(?:上接|紧接|续接|接)\s*(?:今日|本报)?\s*(?P<page>{_PAGE})"
    rf"(?P<rest>[^）)】\]。]{{0,30}}(?=[）)】\]〕]))?{_SHUT}"
)
_TO = re.compile(
    rf"{_OPEN}(?:下转|转|未完待续\s*[,，]?\s*转)\s*(?:今日|本报)?\s*(?P<page>{_PAGE})"
    rf"[^）)】\]。]{{0,12}}{_SHUT}[▲▶►→◀◄←]?\s*$"
)
# What a narrow column's end leaves of （上接第一版）
_FROM_CUT = re.compile(
    r"^[（(【\[]\s*(?:上接|紧接)\s*(?P<page>第?\s*[A-Z]?[\d一二三四五六七八九十]{0,3})$"
)
# A marker and the brackets around it are shorter: a text is not searched but at its end.
_TAIL = 80
_TITLE = re.compile(r"[《“](.{4,40})[》”]")


@dataclass(frozen=True, slots=True)
class Marker:
    """上接第一版《某某》: the page, and the title where it is told."""

    page: str
    title: str | None


def continued_from(text: str) -> str | None:
    """The page a fragment comes from (第一版), or None. A line may hold but the marker's start."""
    marker = _marker(text)
    if marker:
        return marker.page
    match = _FROM_CUT.match(half_width(text).strip())
    return re.sub(r"\s", "", match["page"]) if match else None


def continued_on(text: str) -> str | None:
    """The page a first half goes on at (第三版), or None."""
    match = _at_end(half_width(text))
    return re.sub(r"\s", "", match["page"]) if match else None


def _at_end(plain: str) -> re.Match[str] | None:
    end = len(plain.rstrip())
    return _TO.search(plain, max(0, end - _TAIL), end)


def _marker(text: str) -> Marker | None:
    match = _FROM.match(half_width(text))
    if match is None:
        return None
    title = _TITLE.search(match["rest"] or "")
    return Marker(re.sub(r"\s", "", match["page"]), title[1] if title else None)


def join_halves(drafts: list[ArticleDraft]) -> list[ArticleDraft]:
    """First halves and fragments that one file holds, made one article without the markers.

    Told by the title that the fragment's marker names, else by being the only pair.
    """
    firsts = [draft for draft in drafts if continued_on(draft.body) and not draft.continued_from]
    rests = [draft for draft in drafts if draft.continued_from]
    joined: list[ArticleDraft] = []
    for rest in rests:
        first = _first_half(rest, firsts, alone=len(rests) == 1)
        if first is not None:
            _join(first, rest)
            firsts.remove(first)
            joined.append(rest)
    return [draft for draft in drafts if not any(draft is rest for rest in joined)]


def _first_half(
    rest: ArticleDraft, firsts: list[ArticleDraft], *, alone: bool
) -> ArticleDraft | None:
    marker = _marker(rest.body)
    if marker and marker.title:
        named = [draft for draft in firsts if _same(marker.title, draft.title)]
        return named[0] if len(named) == 1 else None
    return firsts[0] if alone and len(firsts) == 1 else None


def _same(told: str, title: str | None) -> bool:
    """Titles are told as printed or cut short: 《坚定不移抓项目》."""
    plain = [re.sub(r"\W", "", part) for part in (told, title or "")]
    return len(plain[1]) >= 4 and (plain[0] in plain[1] or plain[1] in plain[0])


def _join(first: ArticleDraft, rest: ArticleDraft) -> None:
    """The fragment's text, lines and signatures go to the first half."""
    first.body = joined_text(first.body, rest.body)
    first.lines = sorted([*first.lines, *rest.lines])
    for role in ("reporters", "correspondents", "compilers", "photographers"):
        mine = getattr(first, role)
        mine.extend(name for name in getattr(rest, role) if name not in mine)


def without_markers(text: str) -> str:
    """The text without 上接 at its head and 下转 at its end."""
    plain = half_width(text)  # of the same length
    head, end = _FROM.match(plain), _at_end(plain)
    return text[head.end() if head else 0 : end.start() if end else len(text)]


def joined_text(first: str, rest: str) -> str:
    """Both halves as one text without the markers; a sentence cut in two is whole again."""
    head, tail = without_markers(first), without_markers(rest)
    if not tail:
        return head
    return f"{head}\n{tail}" if ends_sentence(head) else join(head, tail)
