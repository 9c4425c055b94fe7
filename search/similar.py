"""Articles like one article, none of them a reprint of it or of one another."""

from __future__ import annotations

from archive import selectors
from archive.models import Article
from search import roster
from search.backend import policy_backend
from search.engine import IndexUnavailable, TooCostly

MOST = 5
LOOKED_AT = 4 * MOST  # reprints among the nearest make room for others
TEXT = 4000  # characters that say what an article is about
# What a list of articles does not show; a page's text is long.
UNSHOWN = ("page__text", "lines", "title_lines", "warnings", "corrected")


def similar(article: Article) -> list[Article]:
    """The most similar published articles, nearest first; none where the index cannot be asked."""
    copies = {article.pk, *(copy.pk for copy in selectors.article_copies(article=article))}
    text = "\n".join([article.title, article.kicker, article.subtitle, article.body[:TEXT]])
    try:
        numbers = _nearest(text, copies)
    except (IndexUnavailable, TooCostly):
        return []
    chosen = _each_text_once(numbers)[:MOST]
    found = Article.objects.published().with_press().defer(*UNSHOWN).in_bulk(chosen)
    return [found[number] for number in chosen if number in found]


def _nearest(text: str, exclude: set[int]) -> list[int]:
    roster.keep_current()
    return [number for number, _ in policy_backend().engine.similar(text, exclude, LOOKED_AT)]


def _each_text_once(numbers: list[int]) -> list[int]:
    """Those that are published; of each reprinted text the nearest."""
    rows = Article.objects.published().filter(pk__in=numbers)
    groups = dict(rows.values_list("pk", "reprints"))
    first = {groups[number] or -number: number for number in reversed(numbers) if number in groups}
    kept = set(first.values())
    return [number for number in numbers if number in kept]
