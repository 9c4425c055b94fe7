"""Continuations over the pages of an issue: 下转第三版 here and 上接第一版 there are one article."""

from __future__ import annotations

from dataclasses import dataclass

from archive.ingest.applying import renew_derived
from archive.ingest.continuations import continued_on, joined_text
from archive.ingest.evidence import texts_of
from archive.ingest.halves import Half, page_number, pair_halves
from archive.ingest.mentions import TABLES
from archive.ingest.ranges import blank_lines, numbers, ranges
from archive.models import Article, Continuation, Issue, MovedArticle, Page
from archive.turns import in_turn

APART = "没有并成一篇"  # is in every warning of halves that belong together
UNEQUAL = f"另一半在第{{number}}版，一半已发布，一半待审，{APART}；都发布后自动并成一篇"
HELD = f"另一半在第{{number}}版，有人工更正，{APART}，请核对"


@dataclass(frozen=True, slots=True)
class Pair:
    """A first half and the fragment that it goes on with."""

    first: Article
    rest: Article

    @property
    def obstacle(self) -> str | None:
        """Why an editor is to look first: a fragment is gone once it is joined, with all that was
        set on it, and what was not reviewed must not become public."""
        first, rest = set(self.first.corrected), set(self.rest.corrected)
        if first & {"body", *TABLES} or rest - {"lines"}:
            return HELD
        return UNEQUAL if self.first.status != self.rest.status else None


@in_turn()
def join_continuations(issue: Issue) -> int:
    """Join what the issue's pages hold both halves of; how many halves found their article.

    The first half keeps its address, the fragment's leads to it. Pages come in any order, so
    this is asked after each, and again when one of an issue is published. What goes on over three
    pages is joined from its end. Halves that wait for each other say so in their warnings.
    """
    count, pairs = 0, _pairs(issue)
    while free := [pair for pair in pairs if not pair.obstacle]:
        for pair in free:
            _join(pair.first, pair.rest)
        count, pairs = count + len(free), _pairs(issue)
    _warn(issue, pairs)
    return count


def is_half(article: Article) -> bool:
    """Whether it goes on on another page, or comes from one."""
    return bool(article.continued_from or continued_on(article.body))


def _pairs(issue: Issue) -> list[Pair]:
    articles = Article.objects.filter(page__issue=issue).select_related("page").order_by("pk")
    rows = [row for row in articles if row.lines and row.page.text]
    firsts = [row for row in rows if continued_on(row.body)]
    rests = [row for row in rows if row.continued_from and not continued_on(row.body)]
    halves = [_half(row, continued_on(row.body)) for row in firsts]
    fragments = [_half(row, row.continued_from) for row in rests]
    return [
        Pair(firsts[one], rests[two])
        for one, two in pair_halves(halves, fragments)
        if firsts[one].page_id != rests[two].page_id
    ]


def _half(article: Article, marker: str | None) -> Half:
    page: Page = article.page
    own = page.number if page.number_known else None
    return Half(f"{article.title}\n{article.body}", own, page_number(marker))


def _join(first: Article, rest: Article) -> None:
    before = texts_of(first)
    _take_parts(first, rest)
    first.body = joined_text(first.body, rest.body)
    first.warnings = [text for text in first.warnings if APART not in text]
    first._change_reason = "并入转接"
    if not first.history.exists():
        first.skip_history_when_saving = True
    first.save()
    MovedArticle.objects.filter(article=rest).update(article=first)
    former = rest.pk
    rest.delete()
    MovedArticle.objects.update_or_create(former_id=former, defaults={"article": first})
    renew_derived(first, before)


def _take_parts(first: Article, rest: Article) -> None:
    """The fragment's lines, then what it goes on with itself: in the order of the text."""
    tail = numbers(rest.lines) - numbers(rest.title_lines)
    lines = [list(span) for span in ranges(tail, blank_lines(rest.page.text))]
    Continuation.objects.create(article=first, page=rest.page, lines=lines)
    for part in rest.continuations.all():
        Continuation.objects.create(article=first, page=part.page, lines=part.lines)


def _warn(issue: Issue, pairs: list[Pair]) -> None:
    """Halves that belong together and are not joined say why; others say so no longer."""
    why: dict[int, str] = {}
    for pair in pairs:
        for one, other in ((pair.first, pair.rest), (pair.rest, pair.first)):
            why[one.pk] = (pair.obstacle or "").format(number=other.page.number)
    for article in Article.objects.filter(page__issue=issue).only("warnings"):
        others = [text for text in article.warnings if APART not in text]
        warnings = [*others, why[article.pk]] if article.pk in why else others
        if warnings != article.warnings:  # a note for editors: no edit, and not searched
            Article.objects.filter(pk=article.pk).update(warnings=warnings)
