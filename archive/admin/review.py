"""The review of a page: its text beside the articles found, the least certain first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from archive.admin.forms import OriginForm
from archive.admin.origin import confirm_origin, replace_page
from archive.models import Article, Issue, Newspaper, Page

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
    """GET shows; POST publishes (`publish=<id>|all`), takes back (`unpublish=<id>`), or says of
    which newspaper and day the page is (`date`, `newspaper`), with `replace` reading it anew."""

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
        origin = {"newspaper": page.issue.newspaper, "date": page.issue.date}
        return self._show(request, page, OriginForm(initial=origin))

    def _show(self, request: HttpRequest, page: Page, form: OriginForm) -> HttpResponse:
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
            "may_confirm": self.admin.has_change_permission(request, page),
            "may_replace": self._may_replace(request, page),
            "media": form.media,
            "confirmed": page.issue.date_source == Issue.DateSource.EDITOR,
        }
        return TemplateResponse(request, TEMPLATE, context)

    def _post(self, request: HttpRequest, page: Page) -> HttpResponse:
        if "date" in request.POST:
            return self._origin(request, page)
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

    def _origin(self, request: HttpRequest, page: Page) -> HttpResponse:
        if not self.admin.has_change_permission(request, page):
            raise PermissionDenied
        form = OriginForm(request.POST)
        if not form.is_valid():
            return self._show(request, page, form)
        newspaper = form.cleaned_data["newspaper"] or page.issue.newspaper
        if "replace" in request.POST:
            return self._replace(request, page, newspaper, form.cleaned_data["date"])
        confirm_origin(page, newspaper, form.cleaned_data["date"])
        self.admin.log_change(request, page, f"确认为 {page.issue}。")
        messages.success(request, f"已确认为 {page.issue}。")
        return self._back(page)

    def _may_replace(self, request: HttpRequest, page: Page) -> bool:
        """Nothing published may vanish by it."""
        allowed = self.articles.has_delete_permission(request)
        published = page.articles.filter(status=Article.Status.PUBLISHED)
        return allowed and self.admin.has_change_permission(request) and not published.exists()

    def _replace(
        self, request: HttpRequest, page: Page, newspaper: Newspaper, day: date
    ) -> HttpResponse:
        if not self._may_replace(request, page):
            raise PermissionDenied
        outcome = replace_page(page, newspaper, day, request.user)
        if outcome.page is None:
            messages.error(request, f"没有重新解析：{outcome.error}")
            return self._back(page)
        self.admin.log_addition(request, outcome.page, f"按 {outcome.page.issue} 重新解析。")
        messages.success(request, f"已按 {outcome.page.issue} 重新解析，{outcome.articles} 篇。")
        return self._back(outcome.page)

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
