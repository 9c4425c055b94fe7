"""Store what the articles of one page speak of: a row a thing and article, evidence kept."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from archive.ingest.figure_facts import describe, settle_figures
from archive.ingest.fitting import fit
from archive.ingest.roster import Roster
from archive.models import (
    Article,
    Figure,
    Industry,
    IndustryMention,
    Official,
    OfficialMention,
    PersonMention,
    Place,
    PlaceMention,
)
from archive.records import ArticleDraft, Evidence

Rows = dict[tuple[Any, ...], Any]


@dataclass(slots=True)
class Stored:
    """A draft beside the row it became."""

    draft: ArticleDraft
    article: Article


# What an article speaks of, by the names that `Article.corrected` uses.
TABLES: dict[str, type[Model]] = {
    "places": PlaceMention,
    "officials": OfficialMention,
    "industries": IndustryMention,
    "people": PersonMention,
    "figures": Figure,
}


def store_mentions(
    stored: list[Stored], home: Place | None, only: Collection[str] = tuple(TABLES)
) -> None:
    """Everything the drafts mention, in one insert a table; `home` is the newspaper's place.

    `only` names the tables to be filled, all of them by default. Figures come last: the place that
    each speaks of is one of the places stored; those that stay are settled anew.
    """
    places = _places(stored)
    rows: dict[str, Callable[[], list[Any]]] = {
        "places": lambda: _place_rows(stored, places),
        "officials": lambda: _official_rows(stored, places, home),
        "industries": lambda: _industry_rows(stored),
        "people": lambda: _person_rows(stored),
        "figures": lambda: _figure_rows(stored),
    }
    for name, table in TABLES.items():
        if name in only:
            table._default_manager.bulk_create(rows[name]())
    if "figures" not in only:
        settle_figures(item.article for item in stored)


def _spans(evidence: Iterable[Evidence]) -> list[list[Any]]:
    return [[row.field, row.start, row.end] for row in evidence]


def _merge(rows: Rows, key: tuple[Any, ...], row: Any) -> None:
    """One row a key; what is said of the same thing again adds its evidence only."""
    if key in rows:
        rows[key].evidence += row.evidence
    else:
        rows[key] = row


def _places(stored: list[Stored]) -> dict[str, Place]:
    """The places that the drafts name by code; a code the database has not is left out."""
    codes = set()
    for item in stored:
        for place in item.draft.mentions.places:
            codes |= {place.code, *(county.code for county in place.counties)}
        codes |= {row.place for row in item.draft.mentions.officials if row.place}
    rows = Place.objects.select_related("parent__parent__parent").filter(code__in=codes)
    return {place.code: place for place in rows}


def _place_rows(stored: list[Stored], places: dict[str, Place]) -> list[PlaceMention]:
    """Cities, their counties and zones alike, each by its own code."""
    rows: Rows = {}
    for item in stored:
        cities = item.draft.mentions.places
        for mention in [*cities, *(county for city in cities for county in city.counties)]:
            if place := places.get(mention.code):
                row = PlaceMention(
                    article=item.article,
                    place=place,
                    role=mention.role,
                    evidence=_spans(mention.evidence),
                )
                _merge(rows, (item.article.pk, place.pk), row)
    return list(rows.values())


def _official_rows(
    stored: list[Stored], places: dict[str, Place], home: Place | None
) -> list[OfficialMention]:
    """In the order of the page, although mentions with a post are looked up first."""
    pairs = [(item.article, row) for item in stored for row in item.draft.mentions.officials]
    roster = Roster({mention.name for _, mention in pairs}, home)
    found: dict[int, Official] = {}
    for _, mention in sorted(pairs, key=lambda pair: not pair[1].post):
        found[id(mention)] = roster.official(mention, places.get(mention.place or ""))
    rows: Rows = {}
    for article, mention in pairs:
        official = found[id(mention)]
        row = OfficialMention(
            article=article,
            official=official,
            post=roster.post(mention, places.get(mention.place or "")),
            post_text=fit(OfficialMention, "post_text", mention.post_text),
            role=mention.role,
            evidence=_spans(mention.evidence),
        )
        _merge(rows, (article.pk, official.pk), row)
    return list(rows.values())


def _industry_rows(stored: list[Stored]) -> list[IndustryMention]:
    industries = {row.slug: row for row in Industry.objects.all()}
    rows: Rows = {}
    for item in stored:
        for mention in item.draft.mentions.industries:
            if industry := industries.get(mention.slug):
                row = IndustryMention(
                    article=item.article,
                    industry=industry,
                    role=mention.role,
                    rule=fit(IndustryMention, "rule", mention.rule),
                    evidence=_spans(mention.evidence),
                )
                _merge(rows, (item.article.pk, industry.pk), row)
    return list(rows.values())


def _person_rows(stored: list[Stored]) -> list[PersonMention]:
    rows: Rows = {}
    for item in stored:
        for mention in item.draft.mentions.people:
            row = PersonMention(
                article=item.article,
                name=fit(PersonMention, "name", mention.name),
                post=fit(PersonMention, "post", mention.post),
                evidence=_spans(mention.evidence),
            )
            _merge(rows, (item.article.pk, row.name), row)
    return list(rows.values())


def _figure_rows(stored: list[Stored]) -> list[Figure]:
    """Every figure; one that is no finite number cannot be stored and is left out."""
    rows = [
        Figure(
            article=item.article,
            text=fit(Figure, "text", figure.text),
            indicator=fit(Figure, "indicator", figure.indicator),
            value=figure.value,
            unit=fit(Figure, "unit", figure.unit),
            period=fit(Figure, "period", figure.period),
            kind=figure.kind,
            evidence=_spans(figure.evidence),
        )
        for item in stored
        for figure in item.draft.mentions.figures
        if math.isfinite(figure.value)
    ]
    describe(rows)
    return rows
