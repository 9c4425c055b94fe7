"""A page draft as the JSON document that `manage.py parse` prints."""

from __future__ import annotations

from typing import Any

from archive.records import ArticleDraft, Dateline, PageDraft, PlaceMention


def page_document(page: PageDraft) -> dict[str, Any]:
    """The whole page; keys and their order are the contract's."""
    return {
        "file": page.file,
        "newspaper": page.newspaper,
        "date": page.date.isoformat() if page.date else None,
        "date_source": page.date_source,
        "articles": [article_document(article) for article in page.articles],
        "furniture": [{"lines": list(row.lines), "why": row.why} for row in page.furniture],
        "warnings": page.warnings,
    }


def article_document(article: ArticleDraft) -> dict[str, Any]:
    mentions = article.mentions
    return {
        "kind": article.kind,
        "column": article.column,
        "kicker": article.kicker,
        "title": article.title,
        "subtitle": article.subtitle,
        "body": article.body,
        "lines": [list(span) for span in article.lines],
        "reporters": article.reporters,
        "correspondents": article.correspondents,
        "compilers": article.compilers,
        "photographers": article.photographers,
        "dateline": _dateline(article.dateline),
        "continued_from": article.continued_from,
        "places": [_place(row) for row in mentions.places],
        "officials": [
            {"name": row.name, "post": row.post, "role": row.role} for row in mentions.officials
        ],
        "people": [{"name": row.name, "post": row.post} for row in mentions.people],
        "industries": [
            {"slug": row.slug, "name": row.name, "role": row.role} for row in mentions.industries
        ],
        "figures": [
            {
                "text": row.text,
                "indicator": row.indicator,
                "value": row.value,
                "unit": row.unit,
                "period": row.period,
                "kind": row.kind,
            }
            for row in mentions.figures
        ],
        "confidence": round(article.confidence, 2),
        "warnings": article.warnings,
    }


def _dateline(dateline: Dateline | None) -> dict[str, str | None] | None:
    if dateline is None:
        return None
    day = dateline.date.isoformat() if dateline.date else None
    return {"place": dateline.place, "date": day}


def _place(place: PlaceMention) -> dict[str, Any]:
    """Counties proper hang under their city; functional zones are kept apart as `zones`."""
    proper = [row for row in place.counties if row.kind != "zone"]
    zones = [row for row in place.counties if row.kind == "zone"]
    return {
        "code": place.code,
        "name": place.name,
        "role": place.role,
        "counties": [{"code": row.code, "name": row.name} for row in proper],
        "zones": [{"code": row.code, "name": row.name} for row in zones],
    }
