"""Articles taken away for good, and lines of a page that belong to no article by an editor's word."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser

from archive.editing.rights import require_change
from archive.ingest.ranges import numbers, ranges
from archive.models import Article, Page
from archive.turns import in_turn


@in_turn()
def remove_articles(articles: Iterable[Article], *, author: AbstractBaseUser | None) -> None:
    """Delete them; their lines are furniture from now on, so that no later parse finds them again.

    Raises RightsError where one has been published by now and the author may not change that.
    """
    rows = list(Article.objects.filter(pk__in=[article.pk for article in articles]))
    require_change(author, *rows)
    for article in rows:
        release_lines(article)
        for page, lines in article.continuations.values_list("page", "lines"):
            _release(page, lines, article)
        article.delete()


def release_lines(article: Article) -> None:
    """The article's lines on its page are furniture, those of other articles aside.

    To be called in a transaction, before the article is deleted or put on another page.
    """
    _release(article.page_id, article.lines, article)


def _release(key: int, lines: list[list[int]], article: Article) -> None:
    page = Page.objects.select_for_update().get(pk=key)
    others = page.articles.exclude(pk=article.pk).values_list("lines", flat=True)
    chosen = numbers(lines) - {number for spans in others for number in numbers(spans)}
    if chosen:
        note_furniture(page, chosen, True)


def note_furniture(page: Page, chosen: set[int], is_furniture: bool) -> None:
    """The chosen lines are furniture by an editor's word, or no longer any."""
    rows = []
    for row in page.furniture:
        left = numbers([row["lines"]]) - chosen
        rows += [{"lines": list(span), "why": row["why"]} for span in ranges(left)]
    if is_furniture:
        rows += [{"lines": list(span), "why": "editor"} for span in ranges(chosen)]
    page.furniture = sorted(rows, key=lambda row: row["lines"])
    page.save(update_fields=["furniture"])
