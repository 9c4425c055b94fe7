"""Structural edits that the review of a page offers: lines given to articles, articles cut and joined."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404

from archive.admin.asked import Action, Asked, Done, key_of
from archive.editing.structure import (
    BODY,
    TITLE,
    assign_lines,
    merge_articles,
    move_article,
    new_article,
    part_continuation,
    split_article,
)
from archive.ingest.errors import InputError
from archive.ingest.ranges import numbers
from archive.models import Article
from archive.turns import in_turn


def _split(asked: Asked) -> Done:
    line = min(asked.lines())
    for article in asked.page.articles.all():
        if line in numbers(article.lines):
            other = split_article(article, line, author=asked.author, force=asked.force)
            return Done(f"已从第 {line} 行拆开，新的一篇是“{other.headline}”。", other)
    raise InputError(f"第 {line} 行不属于任何文章，没有可拆的。")


def _merge(asked: Asked) -> Done:
    first, other = asked.article(), asked.article("other")
    merged = merge_articles(first, [other], author=asked.author, force=asked.force)
    return Done(f"已把“{other.headline}”并入“{merged.headline}”。", merged)


def _assign(asked: Asked, part: str) -> Done:
    if not asked.values.get("to"):
        raise InputError("请先选这些行属于哪一篇。")
    article, chosen = asked.article("to"), _free(asked)
    _keeping(asked, chosen, article, part)
    what = "标题" if part == TITLE else "正文"
    return Done(f"已把 {len(chosen)} 行定为“{article.headline}”的{what}。", article)


def _title(asked: Asked) -> Done:
    return _assign(asked, TITLE)


def _body(asked: Asked) -> Done:
    return _assign(asked, BODY)


def _furniture(asked: Asked) -> Done:
    chosen = _free(asked)
    _keeping(asked, chosen, None, BODY)
    return Done(f"已把 {len(chosen)} 行定为版面杂项。")


@in_turn()
def _keeping(asked: Asked, chosen: set[int], to: Article | None, part: str) -> None:
    """Articles that are left without lines are deleted, if the editor may delete."""
    before = asked.page.articles.count()
    assign_lines(asked.page, chosen, to=to, part=part, author=asked.author, force=asked.force)
    if asked.page.articles.count() < before:
        _may_delete(asked)


@in_turn()
def _new(asked: Asked) -> Done:
    chosen, before = _free(asked), asked.page.articles.count()
    article = new_article(asked.page, chosen, author=asked.author, force=asked.force)
    if asked.page.articles.count() <= before:
        _may_delete(asked)
    return Done(f"已新建“{article.headline}”。", article)


def _may_delete(asked: Asked) -> None:
    if not asked.author.has_perm("archive.delete_article"):
        raise PermissionDenied


def _part(asked: Asked) -> Done:
    """Lines with which an article of another page goes on become an article here."""
    parts = asked.page.continuations.select_related("article__page__issue")
    part = parts.filter(pk=key_of(asked.values.get("part"))).first()
    if part is None:
        raise Http404("这一版上没有这样的转接。")
    article = part_continuation(part, author=asked.author, force=asked.force)
    return Done(f"已拆回本版，成为“{article.headline}”。", article)


def _free(asked: Asked) -> set[int]:
    """The chosen lines; those with which an article of another page goes on are not to be taken."""
    chosen = asked.lines()
    for part in asked.page.continuations.select_related("article__page"):
        if taken := numbers(part.lines) & chosen:
            raise InputError(
                f"第 {min(taken)} 行是第{part.article.page.number}版"
                f"“{part.article.headline}”的转接部分；请先拆回本版。"
            )
    return chosen


def _move(asked: Asked, step: int) -> Done:
    article = asked.article()
    move_article(article, step, author=asked.author)
    return Done(f"已把“{article.headline}”{'上' if step < 0 else '下'}移一位。", article)


def _up(asked: Asked) -> Done:
    return _move(asked, -1)


def _down(asked: Asked) -> Done:
    return _move(asked, 1)


LINE_ACTIONS = {
    "split": Action(_split, needs=("add",)),
    "merge": Action(_merge, needs=("delete",)),
    "title": Action(_title),
    "body": Action(_body),
    "new": Action(_new, needs=("add",)),
    "furniture": Action(_furniture),
    "part": Action(_part, needs=("add",)),
    "up": Action(_up),
    "down": Action(_down),
}
