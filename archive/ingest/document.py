"""A page draft as the JSON document that `manage.py parse` prints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archive.ingest.pipeline import NO_DATE, NO_NEWSPAPER
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


def file_document(pages: Sequence[PageDraft]) -> dict[str, Any]:
    """All pages of a file in one document; rows of a file of several tell their `sheet`.

    Newspaper and date are those of the first page that tells them: a page without a folio of its
    own takes them, and the sure sources go before a date reckoned from datelines.
    Raises ValueError where there is no page.
    """
    if not pages:
        raise ValueError("a file has a page")
    if len(pages) == 1:
        return page_document(pages[0])
    dated = min((page for page in pages if page.date), key=_unsureness, default=pages[0])
    told = next((page for page in pages if page.newspaper), pages[0])
    documents = [_with_sheet(page) for page in pages]
    return {
        "file": pages[0].file,
        "newspaper": told.newspaper,
        "date": dated.date.isoformat() if dated.date else None,
        "date_source": dated.date_source,
        "articles": [row for document in documents for row in document["articles"]],
        "furniture": [row for document in documents for row in document["furniture"]],
        "warnings": [
            f"第{page.sheet}页：{text}" for page in pages for text in _warnings(page, told, dated)
        ],
    }


def _unsureness(page: PageDraft) -> bool:
    return page.date_source == "dateline"


def _with_sheet(page: PageDraft) -> dict[str, Any]:
    document = page_document(page)
    for row in [*document["articles"], *document["furniture"]]:
        row["sheet"] = page.sheet
    return document


def _warnings(page: PageDraft, told: PageDraft, dated: PageDraft) -> list[str]:
    """A page's warnings, without those that another page of its file answers."""
    answered = set()
    if page.newspaper is None and told.newspaper:
        answered.add(NO_NEWSPAPER)
    if page.date is None and dated.date:
        answered.add(NO_DATE)
    return [text for text in page.warnings if text not in answered]


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
