"""What makes stored figures comparable, kept in step with the articles and places that they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from archive.extract.facts import facts_of
from archive.extract.figure_places import FigurePlaces, Spoken
from archive.models import Article, Figure, Issue, PlaceMention
from archive.records import FIELDS

FACTS = (
    "place", "key", "base_value", "base_unit", "year", "period_start", "period_end",
    "printed", "sentence", "hit_start", "hit_end",
)  # fmt: skip


def describe(rows: Iterable[Figure]) -> None:
    """Set the facts of figures of any articles; nothing is saved.

    Where an editor has corrected an article's figures, a place that is set stays.
    """
    figures = list(rows)
    articles = {row.article_id: row.article for row in figures}
    days = dict(
        Issue.objects.filter(pages__articles__in=articles).values_list("pages__articles", "date")
    )
    spoken, places = _spoken(articles)
    where = {
        number: FigurePlaces(_texts(article), spoken.get(number, []))
        for number, article in articles.items()
    }
    for figure in figures:
        article = articles[figure.article_id]
        day = days.get(article.pk)
        told = (figure.text, figure.indicator, figure.value, figure.unit, figure.period)
        facts = facts_of((*told, figure.evidence), _texts(article), where[article.pk], day)
        for name in FACTS:
            if name not in ("place", "printed"):
                setattr(figure, name, getattr(facts, name))
        figure.printed = day
        if not ("figures" in article.corrected and figure.place_id):
            figure.place_id = places.get(facts.place or "")


def settle_figures(articles: Iterable[Article]) -> None:
    """Bring the stored figures of these articles up to date."""
    kept = {article.pk: article for article in articles}
    rows = list(Figure.objects.filter(article__in=kept))
    for row in rows:
        row.article = kept[row.article_id]
    describe(rows)
    Figure.objects.bulk_update(rows, FACTS, batch_size=50)


def _texts(article: Article) -> dict[str, str]:
    return {name: getattr(article, name) for name in FIELDS}


def _spoken(articles: Iterable[int]) -> tuple[dict[int, list[Spoken]], dict[str, int]]:
    """The places that each article speaks of, and the key of each of them."""
    rows = PlaceMention.objects.filter(article__in=articles).values_list(
        "article", "place", "place__code", "place__level", "place__parent__code", "role", "evidence"
    )
    found: dict[int, list[Spoken]] = {}
    keys: dict[str, int] = {}
    for article, key, code, level, parent, role, evidence in rows:
        keys[code] = key
        found.setdefault(article, []).append(spoken_of(code, level, parent, role, evidence))
    return found, keys


def spoken_of(code: str, level: str, parent: str | None, role: str, evidence: list[Any]) -> Spoken:
    """A mention of a place as the extractor wants it."""
    spots = tuple((field, start, end) for field, start, end in evidence)
    return Spoken(code, level, parent, role == "subject", spots)
