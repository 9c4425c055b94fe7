"""Newspapers, issues and pages in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from archive.admin.calendar import CalendarView, GapsView
from archive.admin.forms import NewspaperForm
from archive.admin.lookups import LookupAdmin
from archive.admin.origin import drop_empty
from archive.admin.review import ReviewView
from archive.admin.spoken_of import PublishedAdmin
from archive.ingest.applying import renew_derived
from archive.models import Article, Issue, Newspaper, Page


@admin.register(Newspaper)
class NewspaperAdmin(LookupAdmin):
    class Media:
        css = {"all": ["css/admin-review.css"]}

    form = NewspaperForm
    fields = ["name", "slug", "aliases", "level", "place"]
    list_display = ["name", "level", "place", "issues_count", "calendar"]
    ordering = ["name"]
    list_filter = ["level"]
    list_select_related = ["place"]
    search_fields = ["name", "slug"]
    autocomplete_fields = ["place"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Newspaper]:
        return super().get_queryset(request).annotate(issue_count=Count("issues"))

    def get_urls(self) -> list[URLPattern]:
        calendar, gaps = CalendarView(self), GapsView(self)
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/calendar/", wrap(calendar), name="archive_newspaper_calendar"),
            path("<int:pk>/calendar.csv", wrap(gaps), name="archive_newspaper_gaps"),
            *super().get_urls(),
        ]

    @admin.display(description="出版日历")
    def calendar(self, newspaper: Newspaper) -> str:
        url = reverse("admin:archive_newspaper_calendar", args=[newspaper.pk])
        return format_html('<a href="{}" aria-label="{}的出版日历">日历</a>', url, newspaper.name)

    @admin.display(description="期数", ordering="issue_count")
    def issues_count(self, newspaper: Newspaper) -> int:
        return newspaper.issue_count


@admin.register(Issue)
class IssueAdmin(PublishedAdmin):
    class Media:
        css = {"all": ["css/admin-review.css"]}

    list_display = ["date", "newspaper", "date_source", "pages_count"]
    ordering = ["-date", "newspaper"]
    list_filter = ["date_source", ("newspaper", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["newspaper"]
    search_fields = ["newspaper__name"]
    date_hierarchy = "date"
    autocomplete_fields = ["newspaper"]
    readonly_fields = ["date_source"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Issue]:
        return super().get_queryset(request).annotate(page_count=Count("pages"))

    @admin.display(description="版数", ordering="page_count")
    def pages_count(self, issue: Issue) -> int:
        return issue.page_count

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Issue, form: ModelForm, change: bool) -> None:
        """A date that an editor has saved is confirmed; on another day 去年 is another year."""
        obj.date_source = Issue.DateSource.EDITOR
        super().save_model(request, obj, form, change)
        if change and {"date", "newspaper"} & set(form.changed_data):
            for article in Article.objects.filter(page__issue=obj):
                renew_derived(article)


class PendingFilter(admin.SimpleListFilter):
    title = "审阅"
    parameter_name = "pending"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("1", "有待审文章"), ("0", "已全部发布")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Page]) -> QuerySet[Page]:
        if self.value() is None:
            return queryset
        return queryset.filter(**{"pending__gt" if self.value() == "1" else "pending": 0})


@admin.register(Page)
class PageAdmin(PublishedAdmin):
    class Media:
        css = {"all": ["css/admin-review.css"]}

    list_display = ["page", "date", "section", "articles_count", "pending_count", "review"]
    list_filter = [PendingFilter, ("issue__newspaper", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["issue__newspaper"]
    list_per_page = 50
    search_fields = ["issue__newspaper__name", "issue__date", "section"]
    date_hierarchy = "issue__date"
    ordering = ["-issue__date", "issue", "number"]
    fields = ["review", "issue", "number", "number_known", "section", "source", "sha256"]
    readonly_fields = ["review", "issue", "source", "sha256"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Page]:
        draft = Q(articles__status=Article.Status.DRAFT)
        return (
            super()
            .get_queryset(request)
            .select_related("issue__newspaper")
            .defer("text")
            .annotate(article_count=Count("articles"), pending=Count("articles", filter=draft))
        )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(ReviewView(self))
        return [
            path("<int:pk>/review/", view, name="archive_page_review"),
            *super().get_urls(),
        ]

    @admin.display(description="版", ordering="number")
    def page(self, page: Page) -> str:
        return str(page)

    @admin.display(description="日期", ordering="issue__date")
    def date(self, page: Page) -> str:
        return page.issue.date.isoformat()

    @admin.display(description="文章", ordering="article_count")
    def articles_count(self, page: Page) -> int:
        return page.article_count

    @admin.display(description="待审", ordering="pending")
    def pending_count(self, page: Page) -> int:
        return page.pending

    @admin.display(description="审阅")
    def review(self, page: Page) -> str:
        url = reverse("admin:archive_page_review", args=[page.pk])
        return format_html('<a href="{}">对照原文审阅</a>', url)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Page) -> None:
        issue = obj.issue
        super().delete_model(request, obj)
        drop_empty(issue)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Page]) -> None:
        for page in queryset:
            self.delete_model(request, page)
