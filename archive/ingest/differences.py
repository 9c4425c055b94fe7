"""What a new reading of a page changed, article by article and item by item, for people to read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from archive.models import Article, Page

ADDED, DROPPED, CHANGED = "新增", "去掉", "改动"
_SHOWN = 60  # characters of a long text from where it first differs
_BEFORE = 12  # characters before that, to know the place by
_TEXTS = (
    "status", "kind", "column", "kicker", "title", "subtitle", "body", "reporters", "correspondents",
    "compilers", "photographers", "dateline_place", "dateline_date", "continued_from", "warnings",
)  # fmt: skip
_MENTIONS: dict[str, tuple[str, Callable[[Any], str]]] = {
    "place_mentions": ("地区", lambda row: _called(row.place.name, "", row.get_role_display())),
    "official_mentions": (
        "官员",
        lambda row: _called(row.official.name, row.post_text, row.get_role_display()),
    ),
    "industry_mentions": (
        "行业",
        lambda row: _called(row.industry.name, "", row.get_role_display()),
    ),
    "person_mentions": ("人物", lambda row: _called(row.name, row.post)),
    "figures": ("数据", lambda row: _called(row.text, row.indicator, row.get_kind_display())),
}
_PREFETCHED = (
    "place_mentions__place", "official_mentions__official", "industry_mentions__industry",
    "person_mentions", "figures",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """`what` is 新增, 去掉 or 改动; of a change `item` names what, `before` and `after` tell it."""

    article: int
    headline: str
    what: str
    item: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Portrait:
    """All of an article that a reading gives: texts by item, and what is mentioned by table."""

    headline: str
    texts: dict[str, str]
    mentions: dict[str, frozenset[str]]


def portraits(page: Page) -> dict[int, Portrait]:
    """The articles of a page as they are stored now, by key; six queries."""
    rows = Article.objects.filter(page=page).prefetch_related(*_PREFETCHED)
    return {row.pk: _portrait(row) for row in rows}


def differences(before: dict[int, Portrait], after: dict[int, Portrait]) -> list[Difference]:
    """From one state of a page to the other: what went, what changed, what came."""
    gone = [Difference(pk, before[pk].headline, DROPPED) for pk in before.keys() - after.keys()]
    come = [Difference(pk, after[pk].headline, ADDED) for pk in after.keys() - before.keys()]
    found = [
        Difference(pk, after[pk].headline, CHANGED, *item)
        for pk in sorted(before.keys() & after.keys())
        for item in _items(before[pk], after[pk])
    ]
    return sorted(gone, key=_key) + found + sorted(come, key=_key)


def _key(row: Difference) -> int:
    return row.article


def _portrait(row: Article) -> Portrait:
    texts = {
        str(Article._meta.get_field(name).verbose_name): _text(getattr(row, name))
        for name in _TEXTS
    }
    mentions = {
        label: frozenset(say(one) for one in getattr(row, name).all())
        for name, (label, say) in _MENTIONS.items()
    }
    return Portrait(row.headline, texts, mentions)


def _text(value: Any) -> str:
    return "；".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _called(name: str, *facts: str) -> str:
    known = "，".join(filter(None, facts))
    return f"{name}（{known}）" if known else name


def _items(before: Portrait, after: Portrait) -> Iterator[tuple[str, str, str]]:
    for label, text in before.texts.items():
        if text != after.texts[label]:
            yield label, *_where_they_differ(text, after.texts[label])
    for label, held in before.mentions.items():
        now = after.mentions[label]
        if held != now:
            yield label, _listed(held - now), _listed(now - held)


def _where_they_differ(before: str, after: str) -> tuple[str, str]:
    """Both texts from a little before the first difference, cut to some sixty characters."""
    start = max(0, len(os.path.commonprefix([before, after])) - _BEFORE)
    return _stretch(before, start), _stretch(after, start)


def _stretch(text: str, start: int) -> str:
    end = start + _SHOWN + _BEFORE
    inside = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{inside}{'…' if end < len(text) else ''}"


def _listed(names: Iterable[str]) -> str:
    return "、".join(sorted(names))
