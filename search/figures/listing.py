"""A page of figures: the rows, how many there are, and which indicators and units they have."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from archive.models import Figure
from archive.selectors.figures import (
    FigureFilter,
    figure_page,
    figure_rows,
    figure_summary,
    figure_units,
    keys_like,
)
from search.figures import spans
from search.figures.asked import FigureRequest
from search.figures.understanding import filter_of

SIZE = 50
INDICATORS, UNITS = 24, 16  # choices listed at once


@dataclass(frozen=True, slots=True)
class Row:
    """A figure with its sentence in three parts, its period in words, and where it stands."""

    figure: Figure
    before: str
    hit: str
    after: str
    period: str
    url: str


@dataclass(frozen=True, slots=True)
class Listing:
    """`indicators` and `units` with how many figures each has; `alike` where nothing was found."""

    total: int
    page: int
    rows: list[Row]
    indicators: list[tuple[str, int]]
    units: list[tuple[str, int]]
    alike: list[tuple[str, int]]


def rows_of(request: FigureRequest) -> QuerySet[Figure]:
    """The figures asked for. Raises IndexUnavailable where articles are searched and cannot be."""
    return figure_rows(asked=filter_of(request))


def listing(request: FigureRequest, size: int = SIZE) -> Listing:
    """The page asked for, or the last one where there are fewer."""
    asked = filter_of(request)
    rows, total, keys = figure_summary(asked=asked, limit=INDICATORS)
    page = min(request.page, max(1, -(-total // size)))
    shown = figure_page(rows=rows, order=request.sort, start=(page - 1) * size, stop=page * size)
    keyed = figure_rows(asked=FigureFilter(keys=asked.keys))
    return Listing(
        total,
        page,
        [row_of(figure) for figure in shown],
        keys,
        figure_units(rows=keyed, limit=UNITS),
        _alike(request) if not total else [],
    )


def _alike(request: FigureRequest) -> list[tuple[str, int]]:
    """Indicators that hold what was asked for as one, where none is called just that."""
    texts = request.indicator or tuple(request.words)
    return [row for text in texts[:1] for row in keys_like(text=text, limit=INDICATORS)]


def row_of(figure: Figure) -> Row:
    before, hit, after = parts(figure.sentence, figure.hit_start, figure.hit_end)
    period = spans.told(figure.period_start, figure.period_end, figure.period)
    return Row(figure, before, hit, after, period, address(figure.article_id, figure.pk))


def parts(sentence: str, start: int, end: int) -> tuple[str, str, str]:
    return sentence[:start], sentence[start:end], sentence[end:]


def address(article: int, figure: int) -> str:
    """Where the figure stands in its article."""
    return f"{reverse('article-detail', args=[article])}#figure-{figure}"
