"""Articles and results as JSON documents, for the API and /search.json; keys are the contract's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archive import selectors
from archive.models import Article, Figure
from search import mentions
from search.found import FoundArticle
from search.request import CHOICES, SearchRequest
from search.results import Facet, Hit, SearchPage
from search.similar import similar

Absolute = Callable[[str], str]


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
    """The whole article with everything it speaks of."""
    issue = article.page.issue
    day = article.dateline_date
    dateline = {
        "place": article.dateline_place,
        "date": day.isoformat() if day else None,
    }
    return article_head(article, absolute) | {
        "kind": article.kind,
        "body": article.body,
        "newspaper_slug": issue.newspaper.slug,
        "date_source": issue.date_source,
        "section": article.page.section,
        "lines": article.lines,
        "correspondents": article.correspondents,
        "compilers": article.compilers,
        "photographers": article.photographers,
        "dateline": dateline if article.dateline_place else None,
        "continued_from": article.continued_from or None,
        "confidence": article.confidence,
        "copies": [_copy(other, absolute) for other in selectors.article_copies(article=article)],
        "similar": [{**_copy(other, absolute), "title": other.title} for other in similar(article)],
        "people": [
            {"name": row.name, "post": row.post or None} for row in article.person_mentions.all()
        ],
        "figures": [_figure(row) for row in article.figures.all()],
    }


def _copy(other: Article, absolute: Absolute) -> dict[str, Any]:
    issue = other.page.issue
    return {
        "id": other.pk,
        "url": absolute(other.get_absolute_url()),
        "newspaper": issue.newspaper.name,
        "date": issue.date.isoformat(),
    }


def _figure(row: Figure) -> dict[str, Any]:
    return {
        "text": row.text,
        "indicator": row.indicator,
        "value": row.value,
        "unit": row.unit,
        "period": row.period or None,
        "kind": row.kind,
    }
