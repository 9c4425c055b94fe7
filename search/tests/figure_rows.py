"""Figures for tests, as the archive stores them: an article each, with a sentence that tells it."""

from __future__ import annotations

from typing import Any

from archive.ingest.figure_facts import settle_figures
from archive.models import Article, Figure
from search.tests import factories as make


def figure(
    value: float = 116,
    unit: str = "亿元",
    indicator: str = "全市规上工业增加值",
    period: str = "2024",
    kind: str = "actual",
    day: str = "2024-03-15",
    city: str = "370900",
    **article: Any,
) -> Figure:
    """One figure of a published article about a city; `article` goes to its factory."""
    told = f"{value:g}{unit}"
    body = article.pop("body", f"{period}{indicator}{told}。")
    cities = {city: "subject"} if city else {}
    made = make.article(body=body, day=day, cities=cities, **article)
    start = body.index(told)
    row = Figure.objects.create(
        article=made, text=told, indicator=indicator, value=value, unit=unit, period=period,
        kind=kind, evidence=[["body", start, start + len(told)]],
    )  # fmt: skip
    settle_figures([made])
    row.refresh_from_db()
    return row


def draft(**values: Any) -> Figure:
    return figure(status=Article.Status.DRAFT, **values)
