"""Articles and results as JSON documents, for the API and /search.json; keys are the contract's."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

from archive import selectors
from archive.models import Article
from search import mentions
from search.found import FoundArticle
from search.request import CHOICES, SearchRequest
from search.results import Facet, Hit, SearchPage
from search.similar import similar

Absolute = Callable[[str], str]
Row = dict[str, Any]
# What an article has that lists leave out, and what is told of each of its figures.
OWN = (
    "kind", "body", "lines", "correspondents", "compilers", "photographers", "dateline_place",
    "dateline_date", "continued_from", "confidence", "page__section", "page__issue__date_source",
    "page__issue__newspaper__slug",
)  # fmt: skip
FIGURE = (
    "text", "indicator", "value", "unit", "period", "kind", "year", "sentence", "place__code",
)  # fmt: skip


def search_document(request: SearchRequest, page: SearchPage, absolute: Absolute) -> dict[str, Any]:
    return {
        "total": page.total,
        "page": page.page,
        "pages": page.pages,
        "size": page.size,
        "query": query_document(request),
        "results": [result_document(hit, absolute) for hit in page.hits],
        "facets": {facet.name: facet_document(facet) for facet in page.facets},
        "notices": page.notices,
    }


def query_document(request: SearchRequest) -> dict[str, Any]:
    """The canonical query, under the names that the address uses."""
    choices = {name: list(request.chosen(name)) for name in CHOICES}
    return {
        "q": request.q,
        **choices,
        "from": request.date_from,
        "to": request.date_to,
        "role": request.role,
        "sort": request.sort,
    }


def facet_document(facet: Facet) -> list[dict[str, Any]]:
    return [
        {
            "value": value.value,
            "label": value.label,
            "count": value.count,
            "selected": value.selected,
            "url": value.url,
        }
        for value in facet.values
    ]


def result_document(hit: Hit, absolute: Absolute) -> dict[str, Any]:
    return article_head(hit.article, absolute) | {"snippet": hit.snippet, "score": hit.score}


def article_head(article: Article | FoundArticle, absolute: Absolute) -> dict[str, Any]:
    """What a list of articles needs of each."""
    issue = article.page.issue
    return {
        "id": article.pk,
        "url": absolute(article.get_absolute_url()),
        "title": article.title,
        "kicker": article.kicker,
        "subtitle": article.subtitle,
        "newspaper": issue.newspaper.name,
        "date": issue.date.isoformat(),
        "page": article.page.number,
        "column": article.column,
        "reporters": article.reporters,
        "cities": _places(mentions.cities(article)),
        "counties": _places(mentions.counties(article)),
        "officials": [
            {
                "id": row.official_id,
                "name": row.official.name,
                "post": row.post.title if row.post else row.post_text or None,
                "role": row.role,
            }
            for row in article.official_mentions.all()
        ],
        "industries": [
            {"slug": row.industry.slug, "name": row.industry.name, "role": row.role}
            for row in article.industry_mentions.all()
        ],
    }


def _places(rows: mentions.PlaceRoles) -> list[dict[str, str]]:
    return [{"code": place.code, "name": place.name, "role": role} for place, role in rows]


def article_document(article: Article, absolute: Absolute) -> dict[str, Any]:
    """The whole article with everything it speaks of, its reprints and what is like it."""
    own = {name: _of(article, name) for name in OWN}
    people = [{"name": row.name, "post": row.post} for row in article.person_mentions.all()]
    figures = [{name: _of(row, name) for name in FIGURE} for row in article.figures.all()]
    return (
        article_head(article, absolute)
        | whole_document(own, people, figures)
        | {
            "copies": [_copy(one, absolute) for one in selectors.article_copies(article=article)],
            "similar": [{**_copy(one, absolute), "title": one.title} for one in similar(article)],
        }
    )


def whole_document(own: Row, people: list[Row], figures: list[Row]) -> Row:
    """What lists leave out: `own` by the names of OWN, `figures` by those of FIGURE."""
    day = own["dateline_date"]
    dateline = {"place": own["dateline_place"], "date": day.isoformat() if day else None}
    return {
        "kind": own["kind"],
        "body": own["body"],
        "newspaper_slug": own["page__issue__newspaper__slug"],
        "date_source": own["page__issue__date_source"],
        "section": own["page__section"],
        "lines": own["lines"],
        "correspondents": own["correspondents"],
        "compilers": own["compilers"],
        "photographers": own["photographers"],
        "dateline": dateline if own["dateline_place"] else None,
        "continued_from": own["continued_from"] or None,
        "confidence": own["confidence"],
        "people": [row | {"post": row["post"] or None} for row in people],
        "figures": [_figure(row) for row in figures],
    }


def _of(row: Any, path: str) -> Any:
    """What `values` would give under this name; None where something on the way is."""
    return reduce(lambda one, name: getattr(one, name, None), path.split("__"), row)


def _figure(row: Row) -> Row:
    told = {name: value for name, value in row.items() if name != "place__code"}
    return told | {"period": row["period"] or None, "place": row["place__code"]}


def _copy(other: Article, absolute: Absolute) -> dict[str, Any]:
    issue = other.page.issue
    return {
        "id": other.pk,
        "url": absolute(other.get_absolute_url()),
        "newspaper": issue.newspaper.name,
        "date": issue.date.isoformat(),
    }
