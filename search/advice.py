"""What helps beside the hits: names and days typed as text, searches that have hits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from django.urls import reverse

from archive.models import Article
from search.engine import IndexUnavailable, TooCostly
from search.executor import SearchExecutor
from search.facets import link
from search.labels import day_label
from search.periods import written
from search.query.tokens import Broken, Token, seen, tokens
from search.request import FACETS, SearchRequest
from search.results import SearchPage
from search.suggestions import is_held, named

EXAMPLES = ("储能", "营商环境", "乡村振兴", "招商引资", "高质量发展", "医疗")
SHOWN = 3
_LABELS = {facet.name: facet.label for facet in FACETS}


@dataclass(frozen=True, slots=True)
class Advice:
    """`named`: filters that what is typed is the name of; `examples` are found somewhere.

    `day`: the search within a year, month or day that was typed as a word. `is_empty`: there is no
    article at all.
    """

    named: list[dict[str, Any]]
    examples: list[str]
    is_empty: bool = False
    day: Day | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """储能 2024: 储能 within 2024. `total` hits, never none."""

    label: str
    url: str
    total: int


def advice(request: SearchRequest, page: SearchPage) -> Advice:
    """Texts are asked for only where nothing was found; a newspaper's name leads to it always."""
    filters = [one | {"facet": _LABELS[one["kind"]]} for one in named(request.q)]
    try:
        day = typed_day(request)
        if page.total:
            return Advice([one for one in filters if one["kind"] == "newspaper"], [], day=day)
        if not Article.objects.published().exists():
            return Advice(filters, [], is_empty=True)
        held = (text for text in EXAMPLES if text != request.q and is_held(text))
        return Advice(filters, [*islice(held, SHOWN)], day=day)
    except (IndexUnavailable, TooCostly):
        return Advice(filters, [])


def typed_day(request: SearchRequest) -> Day | None:
    """The first year, month or day that stands alone in what is typed, where no days are chosen.

    Raises IndexUnavailable.
    """
    if request.date_from or request.date_to:
        return None
    text = seen(request.q)
    try:
        found = tokens(text)
    except Broken:
        return None
    for at, token in enumerate(found):
        if (days := _days(token)) and _is_alone(found, at):
            left = f"{text[: token.at]} {text[token.at + len(token.text) :]}"
            kept = " ".join(left.split())
            asked = replace(request, q=kept, date_from=days, date_to=days, page=1)
            total = SearchExecutor(asked).total()
            return Day(day_label(days), link(reverse("search"), asked), total) if total else None
    return None


def _days(token: Token) -> str:
    try:
        return written(token.text) if token.kind == "word" else ""
    except ValueError:
        return ""


def _is_alone(found: Sequence[Token], at: int) -> bool:
    """Whether no operator or field binds the word to another, so that it can be left out."""
    beside = [found[one].kind for one in (at - 1, at + 1) if 0 <= one < len(found)]
    return all(kind in ("word", "phrase", "label") for kind in beside)
