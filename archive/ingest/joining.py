"""Continuations over the pages of an issue: 下转第三版 here and 上接第一版 there are one article."""

from __future__ import annotations

from django.db import transaction

from archive.ingest.applying import renew_derived
from archive.ingest.continuations import continued_on
from archive.ingest.halves import Half, joined_text, page_number, pair_halves
from archive.ingest.ranges import numbers, ranges
from archive.models import Article, Continuation, Issue, MovedArticle, Page


@transaction.atomic
def join_continuations(issue: Issue) -> int:
    """Join what the issue's pages hold both halves of; how many articles became whole.

    The first half keeps its address, the fragment's leads to it. Pages come in any order, so
    this is asked after each. Halves whose text an editor has corrected are left to the editor.
    """
    articles = Article.objects.filter(page__issue=issue).select_related("page").order_by("pk")
    rows = [row for row in articles if "body" not in row.corrected and row.page.text]
    firsts = [row for row in rows if continued_on(row.body)]
    rests = [row for row in rows if row.continued_from and not continued_on(row.body)]
    halves = [_half(row, continued_on(row.body)) for row in firsts]
    fragments = [_half(row, row.continued_from) for row in rests]
    pairs = [
        (firsts[one], rests[two])
        for one, two in pair_halves(halves, fragments)
        if firsts[one].page_id != rests[two].page_id
    ]
    for first, rest in pairs:
        _join(first, rest)
    return len(pairs)


def _half(article: Article, marker: str | None) -> Half:
    page: Page = article.page
    own = page.number if page.number_known else None
    return Half(f"{article.title}\n{article.body}", own, page_number(marker))


def _join(first: Article, rest: Article) -> None:
    tail = numbers(rest.lines) - numbers(rest.title_lines)
    Continuation.objects.create(
        article=first, page=rest.page, lines=[list(span) for span in ranges(tail)]
    )
    first.body = joined_text(first.body, rest.body)
    if not first.history.exists():
        first.skip_history_when_saving = True
    first.save()
    MovedArticle.objects.filter(article=rest).update(article=first)
    former = rest.pk
    rest.delete()
    MovedArticle.objects.update_or_create(former_id=former, defaults={"article": first})
    renew_derived(first)
