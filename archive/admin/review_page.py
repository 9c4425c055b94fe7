"""What the review of a page shows, and to whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from archive.admin.asked import key_of
from archive.admin.forms import OriginForm
from archive.admin.found import Found, found_on
from archive.admin.page_lines import page_lines
from archive.admin.publishing import shown_order, threshold_of
from archive.admin.review_keys import KEYS
from archive.editing.desk import next_pending, pending_pages
from archive.editing.rights import may_change_published, may_publish
from archive.models import Article, Issue, Page

TEMPLATE = "admin/archive/page/review.html"


@dataclass(frozen=True, slots=True)
class Refused:
    """Why something was not done; `again` are the fields that do it all the same."""

    text: str
    again: list[tuple[str, str]] = field(default_factory=list)


def may_do(model_admin: admin.ModelAdmin, request: HttpRequest, page: Page) -> dict[str, bool]:
    """What the editor may do to the page and its articles; buttons for all else are left out.

    `confirm` is the newspaper, the day and the number, `published` what is published already.
    Parsing again changes articles, brings new ones, and drops drafts that are not found again.
    """
    may = {
        verb: request.user.has_perm(f"archive.{verb}_article")
        for verb in ("add", "change", "delete")
    }
    confirm = model_admin.has_change_permission(request, page)
    own = {
        "publish": may["change"] and may_publish(request.user),
        "published": may_change_published(request.user),
    }
    return may | own | {"confirm": confirm, "reparse": confirm and all(may.values())}


def render_review(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    page: Page,
    *,
    form: OriginForm | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    """The page beside its articles; `form` and `refused` bring back what could not be done."""
    if refused:
        page.refresh_from_db()
    form = form or OriginForm(initial={"newspaper": page.issue.newspaper, "date": page.issue.date})
    may = may_do(model_admin, request, page)
    opened = key_of(request.GET.get("open")) if may["change"] else None
    found = found_on(page, opened, request.user)
    parts = page.continuations.select_related("article__page")
    context = {
        **model_admin.admin_site.each_context(request),
        "title": str(page),
        "is_nav_sidebar_enabled": False,  # the two columns need its room
        "opts": Page._meta,
        "page": page,
        "lines": page_lines(page, found, list(parts)) if page.text else [],
        "found": _sorted(found, request),
        "in_order": found,
        "by_order": request.GET.get("by") == "order",
        "drafts": sum(row.article.status == Article.Status.DRAFT for row in found),
        "form": form,
        "may": may,
        "refused": refused,
        "chosen": {name: request.POST.get(name, "") for name in ("first", "last", "lines", "to")},
        "threshold": f"{threshold_of(request):g}",
        "next_page": next_pending(page),
        "waiting": pending_pages().count(),
        "keys": KEYS,
        "media": model_admin.media + form.media + _media(found),
        "confirmed": page.issue.date_source == Issue.DateSource.EDITOR,
    }
    return TemplateResponse(request, TEMPLATE, context)


def _sorted(found: list[Found], request: HttpRequest) -> list[Found]:
    rows = {row.article.pk: row for row in found}
    articles = shown_order((row.article for row in found), request.GET.get("by"))
    return [rows[article.pk] for article in articles]


def _media(found: list[Found]) -> Any:
    """The pickers' scripts, where an article is open."""
    forms = [table.form for row in found for table in row.tables if table.form]
    return sum((form.media for form in forms), OriginForm().media)
