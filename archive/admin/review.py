"""The review of a page: its text beside the articles found, the least certain first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from archive.admin.forms import IssueDateForm
from archive.ingest.loader import free_number
from archive.models import Article, Issue, Page

BANDS = 8
TEMPLATE = "admin/archive/page/review.html"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page; `article` is the key of the article it belongs to, `why` furniture's."""

    number: int
    text: str
    article: int | None
    band: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """An article beside the colour band of its lines."""

    article: Article
    band: int


class ReviewView:
    """GET shows; POST publishes (`publish=<id>|all`), takes back (`unpublish=<id>`), or sets the date."""

    def __init__(self, model_admin: admin.ModelAdmin) -> None:
        self.admin = model_admin

    @property
    def articles(self) -> Any:
        """The admin of articles, which knows who may change them and keeps their history."""
        return self.admin.admin_site.get_model_admin(Article)

    def __call__(self, request: HttpRequest, pk: int) -> HttpResponse:
        page = get_object_or_404(Page.objects.select_related("issue__newspaper", "source"), pk=pk)
        if not self.admin.has_view_or_change_permission(request, page):
            raise PermissionDenied
        if request.method == "POST":
            return self._post(request, page)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        return self._show(request, page, IssueDateForm(initial={"date": page.issue.date}))

    def _show(self, request: HttpRequest, page: Page, form: IssueDateForm) -> HttpResponse:
        articles = list(
            page.articles.with_mentions().prefetch_related("person_mentions", "figures")
        )
        found = [Found(article, place % BANDS) for place, article in enumerate(articles)]
        context = {
            **self.admin.admin_site.each_context(request),
            "title": str(page),
            "is_nav_sidebar_enabled": False,  # the two columns need its room
            "opts": Page._meta,
            "page": page,
            "lines": page_lines(page, found),
            "found": sorted(found, key=lambda row: (row.article.confidence, row.article.order)),
            "drafts": sum(row.status == Article.Status.DRAFT for row in articles),
            "form": form,
            "may_publish": self.articles.has_change_permission(request),
            "may_date": self.admin.has_change_permission(request, page),
            "confirmed": page.issue.date_source == Issue.DateSource.EDITOR,
        }
        return TemplateResponse(request, TEMPLATE, context)

    def _post(self, request: HttpRequest, page: Page) -> HttpResponse:
        if "date" in request.POST:
            return self._date(request, page)
        if not self.articles.has_change_permission(request):
            raise PermissionDenied
        for name, status in (
            ("publish", Article.Status.PUBLISHED),
            ("unpublish", Article.Status.DRAFT),
        ):
            if name in request.POST:
                self._set_status(request, page, request.POST[name], status)
        return self._back(page)

    def _set_status(self, request: HttpRequest, page: Page, which: str, status: str) -> None:
        articles = page.articles.all()
        if which != "all":
            articles = articles.filter(pk=int(which) if which.isascii() and which.isdigit() else 0)
        changed = self.articles.set_status(request, articles, status)
        word = "发布" if status == Article.Status.PUBLISHED else "撤回"
        level = messages.SUCCESS if changed else messages.WARNING
        text = f"已{word} {changed} 篇文章。" if changed else f"没有可以{word}的文章。"
        messages.add_message(request, level, text)

    def _date(self, request: HttpRequest, page: Page) -> HttpResponse:
        if not self.admin.has_change_permission(request, page):
            raise PermissionDenied
        form = IssueDateForm(request.POST)
        if not form.is_valid():
            return self._show(request, page, form)
        confirm_date(page, form.cleaned_data["date"])
        self.admin.log_change(request, page, f"出版日期确认为 {page.issue.date}。")
        messages.success(request, f"出版日期已确认为 {page.issue.date}。")
        return self._back(page)

    def _back(self, page: Page) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:archive_page_review", args=[page.pk]))


def page_lines(page: Page, found: list[Found]) -> list[Line]:
    """The page's lines, each with the article or the furniture that it was taken for."""
    owner: dict[int, Found] = {}
    for row in found:
        for first, last in row.article.lines:
            owner.update(dict.fromkeys(range(first, last + 1), row))
    why: dict[int, str] = {}
    for item in page.furniture:
        first, last = item["lines"]
        why.update(dict.fromkeys(range(first, last + 1), item["why"]))
    lines = []
    for number, text in enumerate(page.text.split("\n"), start=1):
        row = owner.get(number)
        article, band = (row.article.pk, row.band) if row else (None, None)
        lines.append(Line(number, text, article, band, why.get(number, "")))
    return lines


@transaction.atomic
def confirm_date(page: Page, day: date) -> None:
    """The page belongs to its newspaper's issue of that day, on an editor's word."""
    old = page.issue
    if day == old.date:
        old.date_source = Issue.DateSource.EDITOR
        old.save(update_fields=["date_source"])
        return
    issue, _ = Issue.objects.update_or_create(
        newspaper=old.newspaper, date=day, defaults={"date_source": Issue.DateSource.EDITOR}
    )
    if issue.pages.filter(number=page.number).exists():
        page.number, page.number_known = free_number(issue), False
    page.issue = issue
    page.save()
    if not old.pages.exists():
        old.delete()
