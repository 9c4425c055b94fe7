"""Articles like one article, none of them a reprint of it or of one another."""

from __future__ import annotations

from archive import selectors
from archive.models import Article
from search import roster
from search.backend import policy_backend
from search.engine import IndexUnavailable

MOST = 5
LOOKED_AT = 4 * MOST  # reprints among the nearest make room for others
TEXT = 4000  # characters that say what an article is about


def similar(article: Article) -> list[Article]:
    """The most similar published articles, nearest first; none where the index cannot be asked."""
    copies = {article.pk, *(copy.pk for copy in selectors.article_copies(article=article))}
    text = "\n".join([article.title, article.kicker, article.subtitle, article.body[:TEXT]])
    try:
        numbers = _nearest(text, copies)
    except IndexUnavailable:
        return []
    found = Article.objects.published().with_press().in_bulk(numbers)
    return _each_text_once([found[number] for number in numbers if number in found])[:MOST]


def _nearest(text: str, exclude: set[int]) -> list[int]:
    roster.keep_current()
    return [number for number, _ in policy_backend().engine.similar(text, exclude, LOOKED_AT)]


def _each_text_once(articles: list[Article]) -> list[Article]:
    seen: set[int] = set()
    kept = []
    for article in articles:
        if article.reprints_id is None or article.reprints_id not in seen:
            kept.append(article)
        if article.reprints_id is not None:
            seen.add(article.reprints_id)
    return kept
