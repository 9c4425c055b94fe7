"""Articles of a page cut, joined and given other lines by an editor.

Every change redrafts the articles it touches from their lines, keeps what was corrected by hand,
and is one transaction. An InputError says in one line what cannot be done, and why.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser

from archive.editing import history
from archive.editing.lines import require_title_lines, up_to_date
from archive.editing.removing import note_furniture
from archive.editing.rights import require_change
from archive.ingest.applying import apply_draft, correct, free_order, renew_derived
from archive.ingest.errors import InputError
from archive.ingest.evidence import texts_of
from archive.ingest.ranges import blank_lines, numbers, ranges
from archive.ingest.redraft import leading_title, redraft
from archive.models import Article, Continuation, MovedArticle, Page
from archive.records import ArticleDraft
from archive.turns import in_turn

TITLE, BODY = "title", "body"
HEADLINE = ("kicker", "title", "subtitle")
LOST = "正文是手工改过的，按原文行重新生成会丢失这些改动。"
READY = "正文不是从这一版的原文行来的，按原文行重新生成会丢失它。"
Author = AbstractBaseUser | None


class LostError(InputError):
    """What was set by hand would be lost; `force=True` does it all the same."""


@dataclass(slots=True)
class Lines:
    """The lines of one article: those of its headline, and all the others."""

    title: set[int]
    body: set[int]

    @classmethod
    def of(cls, article: Article) -> Lines:
        title = numbers(article.title_lines)
        return cls(title, numbers(article.lines) - title)

    @property
    def all(self) -> set[int]:
        return self.title | self.body


@in_turn()
def split_article(article: Article, line: int, *, author: Author, force: bool = False) -> Article:
    """The lines from `line` (1-based) on become an article of their own, the new one."""
    up_to_date(article.page, article, author=author)
    lines = Lines.of(article)
    rest = {number for number in lines.all if number >= line}
    if not rest or rest == lines.all:
        raise InputError("请选这篇文章中间的一行，从那里拆开。")
    _redraft(article, Lines(lines.title - rest, lines.body - rest), author, "拆分", force)
    return _new(article.page, rest, author, "拆分而来", article.status)


@in_turn()
def merge_articles(
    first: Article, others: list[Article], *, author: Author, force: bool = False
) -> Article:
    """The others' lines go to the first, whose headline stays; their addresses lead to it."""
    others = [article for article in others if article.pk != first.pk]
    if not others or any(article.page_id != first.page_id for article in others):
        raise InputError("请选同一版上的两篇或更多文章来合并。")
    up_to_date(first.page, first, *others, author=author)
    require_change(author, first, *others)
    lines = Lines.of(first)
    if not first.page.text:
        history.begin(first)
        before = texts_of(first)
        first.body = "\n".join(article.body for article in [first, *others] if article.body)
        correct(first, "body")
        _gone(others, first)
        history.save(first, author=author, reason="合并")
        renew_derived(first, before)
        return first
    for article in others:
        lines.body |= Lines.of(article).all
        _guard(article, force)
    _gone(others, first)
    _redraft(first, lines, author, "合并", force)
    return first


@in_turn()
def assign_lines(
    page: Page,
    chosen: set[int],
    *,
    to: Article | None,
    part: str = BODY,
    author: Author,
    force: bool = False,
) -> None:
    """The chosen lines become headline or body of `to`, or belong to no article where it is None.

    An article that is left without lines is deleted, unless it is published.
    """
    page = up_to_date(page, author=author)
    for article in page.articles.all():
        lines = Lines.of(article)
        if article == to or not lines.all & chosen:
            continue
        require_change(author, article)
        left = Lines(lines.title - chosen, lines.body - chosen)
        if left.all:
            _redraft(article, left, author, "改动行", force)
        elif article.status == Article.Status.PUBLISHED:
            raise InputError(f"“{article.headline}”已发布，不能取走它所有的行；请先撤回。")
        else:
            _guard(article, force)
            article.delete()
    note_furniture(page, chosen, to is None)
    if to is not None:
        to.refresh_from_db()
        lines = Lines.of(to)
        title, body = lines.title - chosen, lines.body - chosen
        both = (title | chosen, body) if part == TITLE else (title, body | chosen)
        _redraft(to, Lines(*both), author, "改动行", force)


@in_turn()
def new_article(page: Page, chosen: set[int], *, author: Author, force: bool = False) -> Article:
    """An article of the chosen lines, taken from whatever they belonged to."""
    assign_lines(page, chosen, to=None, author=author, force=force)
    page.refresh_from_db()
    note_furniture(page, chosen, False)
    return _new(page, chosen, author, "新建", Article.Status.DRAFT)


@in_turn()
def move_article(article: Article, step: int, *, author: Author) -> None:
    """One place up (-1) or down (1) in the order of its page; at the end nothing happens."""
    rows = list(article.page.articles.order_by("order"))
    place = rows.index(article)
    if not 0 <= place + step < len(rows):
        return
    rows.insert(place + step, rows.pop(place))
    free = free_order(article.page)
    orders = sorted(row.order for row in rows)
    moved = [(row, order) for row, order in zip(rows, orders, strict=True) if row.order != order]
    for number, (row, _) in enumerate(moved):
        history.begin(row)
        Article.objects.filter(pk=row.pk).update(order=free + number)
    for row, order in moved:
        row.order = order
        history.save(row, author=author, reason="调整次序")


@in_turn()
def part_continuation(part: Continuation, *, author: Author, force: bool = False) -> Article:
    """What goes on on another page is an article of that page again, and never joined by itself."""
    up_to_date(part.article.page, part.article, author=author)
    up_to_date(part.page, part, author=author)
    first, page, chosen = part.article, part.page, numbers(part.lines)
    require_change(author, first)
    _guard(first, force)
    part.delete()
    _redraft(first, Lines.of(first), author, "拆回转接", force)
    rest = _new(page, chosen, author, "转接拆回", first.status)
    _lead_back(first, rest)
    rest.continued_from = ""
    correct(rest, "continued_from")
    history.save(rest, author=author, reason="不再转接")
    return rest


def _guard(article: Article, force: bool) -> None:
    if force:
        return
    if "body" in article.corrected:
        raise LostError(f"“{article.headline}”的{LOST}")
    if not article.lines:
        raise LostError(f"“{article.headline}”的{READY}")


def _redraft(article: Article, lines: Lines, author: Author, reason: str, force: bool) -> None:
    """The article from other lines: its body is read anew, its headline where those changed.

    The heading of its column stands outside of its lines, and stays.
    """
    require_change(author, article)
    _guard(article, force)
    if not lines.title:
        require_title_lines(article)
    history.begin(article)
    before = texts_of(article)
    headline = HEADLINE if lines.title != numbers(article.title_lines) else ()
    draft = _drafted(article, lines)
    renewed = {"body", "lines", *headline}
    article.corrected = [name for name in article.corrected if name not in renewed]
    apply_draft(article, draft, keep={"column", *HEADLINE} - {*headline})
    _set_lines(article, lines)
    history.save(article, author=author, reason=reason)
    renew_derived(article, before)


def _drafted(article: Article, lines: Lines) -> ArticleDraft:
    page, brief = article.page, article.kind == Article.Kind.BRIEF
    return redraft(page.text, lines.title, lines.body, page.issue.date, brief=brief)


def _set_lines(article: Article, lines: Lines) -> None:
    """No later parse gives the article others."""
    blank = blank_lines(article.page.text)
    article.lines = [list(span) for span in ranges(lines.all, blank)]
    article.title_lines = [list(span) for span in ranges(lines.title)]
    correct(article, "lines")


def _new(page: Page, chosen: set[int], author: Author, reason: str, status: str) -> Article:
    article = Article(page=page, order=_order(page, min(chosen)), status=status)
    title = leading_title(page.text, chosen)
    apply_draft(article, redraft(page.text, title, chosen - title, page.issue.date))
    _set_lines(article, Lines(title, chosen - title))
    history.save(article, author=author, reason=reason)
    renew_derived(article)
    return article


def _order(page: Page, first: int) -> int:
    """The place of an article that begins on this line; those that begin later make room.

    By updates: that others move by one is no edit of them.
    """
    rows = list(page.articles.order_by("order"))
    later = [row.order for row in rows if row.lines and min(numbers(row.lines)) > first]
    if not later:
        return free_order(page)
    for row in reversed(rows):
        if row.order >= min(later):
            Article.objects.filter(pk=row.pk).update(order=row.order + 1)
    return min(later)


def _lead_back(first: Article, rest: Article) -> None:
    """Addresses of what stood on the page of `rest` lead there again, no longer to the first half.

    Articles merged by an editor are of the first half's own page; the history tells of deleted ones.
    """
    moved = MovedArticle.objects.filter(article=first)
    former = Article.history.filter(id__in=moved.values("former_id"), page=rest.page)
    moved.filter(former_id__in=list(former.values_list("id", flat=True))).update(article=rest)


def _gone(articles: list[Article], into: Article) -> None:
    """Delete what was merged; its address, and those that led to it, lead to the other now."""
    for article in articles:
        MovedArticle.objects.filter(article=article).update(article=into)
        article.continuations.update(article=into)
        former = article.pk
        article.delete()
        MovedArticle.objects.update_or_create(former_id=former, defaults={"article": into})
