"""What a page asks about the articles of one scope; the quick source is looked for once a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from archive.models import Article
from archive.selectors.articles import article_rows
from archive.selectors.counted import DatabaseSource
from archive.selectors.counting import ByMonth, Counts, Scope, Source, Spans, quick_source
from archive.selectors.months import Timeline, fold_months

_DATABASE = DatabaseSource()


@dataclass(frozen=True, slots=True)
class Survey:
    """Counts, months and lists of published articles, from the index where there is one."""

    scope: Scope = field(default_factory=dict)
    quick: Source | None = field(default_factory=quick_source)

    def within(self, **scope: Sequence[str]) -> Survey:
        """The same page's questions about other articles."""
        return Survey(scope, self.quick)

    def counts(self, *facets: str) -> Counts:
        """By facet, then by value."""
        return self._ask("counts", self.scope, facets)

    def by_month(self, facet: str) -> ByMonth:
        """By value, then by month."""
        return self._ask("by_month", self.scope, facet)

    def newest(self, start: int = 0, stop: int | None = None) -> list[int]:
        """The numbers of some, newest day first."""
        return self._ask("newest", self.scope, start, stop)

    def spans(self, facet: str) -> Spans:
        """By value, the days of the first and of the last article."""
        return self._ask("spans", self.scope, facet)

    def timeline(self, months: dict[str, int]) -> Timeline:
        """The months with the days of the first and the last article."""
        if not months:
            return Timeline()
        first, last = zip(*self.spans("newspaper").values(), strict=True)  # each is in one paper
        return fold_months(months=months, days=(min(first), max(last)))

    def articles(self, months: dict[str, int]) -> ArticleList:
        """All of them; their months tell how many there are, each is in one."""
        return ArticleList(self, sum(months.values()))

    def _ask(self, name: str, *asked: Any) -> Any:
        found = getattr(self.quick, name)(*asked) if self.quick else None
        return getattr(_DATABASE, name)(*asked) if found is None else found


class ArticleList:
    """The articles of a survey as a paginator wants them, newest first; read by the slice."""

    ordered = True

    def __init__(self, survey: Survey, total: int) -> None:
        self._survey = survey
        self._total = total

    def count(self) -> int:
        return self._total

    def __len__(self) -> int:
        return self._total

    def __getitem__(self, cut: slice) -> list[Article]:
        numbers = self._survey.newest(cut.start or 0, cut.stop)
        found = article_rows(articles=Article.objects.filter(pk__in=numbers)).in_bulk()
        return [found[number] for number in numbers if number in found]
