"""The history of an article: its versions with author, time, reason, and what each one changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from archive.admin.asked import key_of
from archive.editing.labels import labels_of
from archive.models import Article, Page
from archive.text.line_diff import Run, common_runs

# What is told apart; keys and marks of the program are not an editor's matter.
TOLD = (
    "status", "kind", "column", "kicker", "title", "subtitle", "body",
    "reporters", "correspondents", "compilers", "photographers",
    "dateline_place", "dateline_date", "continued_from", "lines", "title_lines", "order",
    "page_id", "corrected",
)  # fmt: skip
KEPT, GONE, CAME, SKIPPED = "kept", "gone", "came", "skipped"
AROUND = 1  # unchanged paragraphs shown beside a change
AT_ONCE = 20  # versions on a page
MOST_PIECES = 1000  # of one change; more are told as one text that went and one that came


@dataclass(frozen=True, slots=True)
class Change:
    """One field that a version changed: pieces of text, each kept, gone, come, or left out."""

    label: str
    pieces: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Version:
    record: Any
    changes: list[Change]


def render_history(
    model_admin: admin.ModelAdmin, request: HttpRequest, object_id: str
) -> HttpResponse:
    """The versions, newest first, `?p=2` for older ones; those of a deleted article too."""
    key = key_of(object_id)
    article = Article.objects.filter(pk=key).first()
    records = Article.history.filter(id=key).select_related("history_user").order_by("-history_id")
    newest = records.first()
    if article is None and newest is None:
        raise Http404
    if not model_admin.has_view_or_change_permission(request, article):
        raise PermissionDenied
    shown = article or newest.instance
    page = Paginator(records, AT_ONCE).get_page(request.GET.get("p"))
    begin = AT_ONCE * (page.number - 1)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"历史：{shown.headline}",
        "opts": Article._meta,
        "article": article,
        "headline": shown.headline,
        "page": page,
        "number": page.paginator.count - begin,
        "versions": versions(list(records[begin : begin + AT_ONCE + 1]))[:AT_ONCE],
    }
    return TemplateResponse(request, "admin/archive/article/history.html", context)


def versions(records: list[Any]) -> list[Version]:
    """Records from the newest on, each with what it changed; the oldest changed nothing."""
    rows = [Version(new, list(_changes(old, new))) for new, old in pairwise(records)]
    return rows + [Version(record, []) for record in records[-1:]]


def _changes(old: Any, new: Any) -> Iterator[Change]:
    """What differs; the marks of correction only where nothing else does, for they repeat it."""
    marks = "corrected"
    changed = [name for name in TOLD if getattr(old, name) != getattr(new, name)]
    for name in [name for name in changed if name != marks] or changed:
        before, after = getattr(old, name), getattr(new, name)
        label = "版" if name == "page_id" else str(Article._meta.get_field(name).verbose_name)
        if name == "body":
            yield Change(label, paragraphs(before, after))
        else:
            texts = [(GONE, _text(name, before)), (CAME, _text(name, after))]
            yield Change(label, [(how, text) for how, text in texts if text])


def paragraphs(before: str, after: str) -> list[tuple[str, str]]:
    """Two bodies paragraph by paragraph; long runs that did not change are counted, not shown."""
    one, two = before.split("\n"), after.split("\n")
    pieces: list[tuple[str, str]] = []
    a = b = 0
    runs = common_runs(one, two)
    for c, d, size in [*runs, (len(one), len(two), 0)]:
        pieces += [(GONE, text) for text in one[a:c]] + [(CAME, text) for text in two[b:d]]
        pieces += _around(one[c : c + size])
        a, b = c + size, d + size
    return pieces if len(pieces) <= MOST_PIECES else _whole(one, two, runs)


def _whole(one: list[str], two: list[str], runs: list[Run]) -> list[tuple[str, str]]:
    """All between the first change and the last as one text that went and one that came."""
    first = runs[0][2] if runs and runs[0][:2] == (0, 0) else 0
    a, b, size = runs[-1] if runs else (0, 0, 0)
    last = size if (a + size, b + size) == (len(one), len(two)) else 0
    gone, came = one[first : len(one) - last], two[first : len(two) - last]
    changed = [(GONE, "\n".join(gone)), (CAME, "\n".join(came))]
    told = [(how, text) for how, text in changed if text]
    return [*_around(one[:first]), *told, *_around(one[len(one) - last :])]


def _around(same: list[str]) -> list[tuple[str, str]]:
    if len(same) <= 2 * AROUND + 1:
        return [(KEPT, text) for text in same]
    left_out = (SKIPPED, f"……{len(same) - 2 * AROUND} 段未改……")
    return [(KEPT, same[0]), left_out, (KEPT, same[-1])]


def _text(name: str, value: Any) -> str:
    if name == "status":
        return str(Article.Status(value).label)
    if name == "kind":
        return str(Article.Kind(value).label)
    if name == "page_id":
        return str(Page.objects.filter(pk=value).first() or value)
    if name in ("lines", "title_lines"):
        return "、".join(f"{first}–{last}" for first, last in value)
    if name == "corrected":
        return "、".join(labels_of(value))
    return "、".join(map(str, value)) if isinstance(value, list) else str(value or "")
