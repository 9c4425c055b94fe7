"""Articles in the admin: text, bylines and mentions corrected, published, taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from archive.admin.evidence import move_evidence, quotes, texts_of
from archive.admin.forms import ArticleForm
from archive.admin_site import picker_label
from archive.models import (
    Article,
    Figure,
    IndustryMention,
    OfficialMention,
    PersonMention,
    PlaceMention,
)

Status = Article.Status


class MentionInline(admin.TabularInline):
    """Mentions of one article; `quote` shows the words that they rest on."""

    extra = 0
    related: tuple[str, ...] = ()
    labelled = {"place": ("parent",), "official": ("place",)}  # what their labels ask for
    readonly_fields = ["quote"]
    exclude = ["evidence"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("article", *self.related)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Pickers without the buttons that change or delete what is picked: a slip is too easy."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        for button in ("can_change_related", "can_delete_related", "can_view_related"):
            if field is not None and hasattr(field.widget, button):
                setattr(field.widget, button, False)
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None:
            field.queryset = field.queryset.select_related(*self.labelled.get(db_field.name, ()))
            field.label_from_instance = picker_label
        return field

    @admin.display(description="依据")
    def quote(self, row: Any) -> str:
        if row.pk is None:
            return "—"
        return "；".join(quotes(row.evidence, texts_of(row.article))) or "—"


class PlaceInline(MentionInline):
    model = PlaceMention
    autocomplete_fields = ["place"]
    related = ("place",)


class OfficialInline(MentionInline):
    model = OfficialMention
    autocomplete_fields = ["official", "post"]
    related = ("official", "post")


class IndustryInline(MentionInline):
    model = IndustryMention
    autocomplete_fields = ["industry"]
    related = ("industry",)


class PersonInline(MentionInline):
    model = PersonMention


class FigureInline(MentionInline):
    model = Figure
    readonly_fields: list[str] = []


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    class Media:
        css = {"all": ["css/admin-review.css"]}

    form = ArticleForm
    inlines = [PlaceInline, OfficialInline, IndustryInline, PersonInline, FigureInline]
    list_display = [
        "headline_shown",
        "newspaper",
        "date",
        "number",
        "kind",
        "status",
        "confidence_shown",
    ]
    list_filter = [
        "status",
        "kind",
        ("page__issue__newspaper", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["page__issue__newspaper"]
    list_per_page = 50
    search_fields = ["title", "kicker", "subtitle"]
    search_help_text = "按标题查找"
    date_hierarchy = "page__issue__date"
    ordering = ["-page__issue__date", "page", "order"]
    autocomplete_fields = ["page"]
    actions = ["publish", "unpublish"]
    readonly_fields = ["review", "lines_shown", "confidence_shown", "warnings_shown"]
    fieldsets = [
        (None, {"fields": ["review", "status", "kind", "warnings_shown"]}),
        ("标题与正文", {"fields": ["column", "kicker", "title", "subtitle", "body"]}),
        ("署名", {"fields": ["reporters", "correspondents", "compilers", "photographers"]}),
        (
            "版面",
            {
                "fields": [
                    ("page", "order"),
                    ("dateline_place", "dateline_date"),
                    "continued_from",
                    "lines_shown",
                    "confidence_shown",
                ]
            },
        ),
    ]

    @admin.display(description="标题", ordering="title")
    def headline_shown(self, article: Article) -> str:
        return article.headline

    @admin.display(description="报纸", ordering="page__issue__newspaper__name")
    def newspaper(self, article: Article) -> str:
        return article.page.issue.newspaper.name

    @admin.display(description="日期", ordering="page__issue__date")
    def date(self, article: Article) -> str:
        return article.page.issue.date.isoformat()

    @admin.display(description="版", ordering="page__number")
    def number(self, article: Article) -> int:
        return article.page.number

    @admin.display(description="可信度", ordering="confidence")
    def confidence_shown(self, article: Article) -> str:
        return f"{article.confidence:.2f}"

    @admin.display(description="原文行")
    def lines_shown(self, article: Article) -> str:
        return "、".join(f"{first}–{last}" for first, last in article.lines) or "—"

    @admin.display(description="提示")
    def warnings_shown(self, article: Article) -> str:
        return "；".join(map(str, article.warnings)) or "—"

    @admin.display(description="审阅")
    def review(self, article: Article) -> str:
        if article.pk is None:
            return "—"
        url = reverse("admin:archive_page_review", args=[article.page_id])
        return format_html('<a href="{}#article-{}">对照版面原文</a>', url, article.pk)

    def view_on_site(self, article: Article) -> str | None:
        """Only what is published has a page of its own."""
        return article.get_absolute_url() if article.status == Status.PUBLISHED else None

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        mentions = ("official_mentions__official", "page", "page__issue")
        return lookup in mentions or super().lookup_allowed(lookup, value, request)

    def save_model(self, request: HttpRequest, obj: Article, form: ModelForm, change: bool) -> None:
        form.texts_before = texts_of(Article.objects.get(pk=obj.pk)) if change else texts_of(obj)
        super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        move_evidence(form.instance, form.texts_before)

    @admin.action(description="发布所选文章", permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        changed = self.set_status(request, queryset, Status.PUBLISHED)
        self.message_user(request, f"已发布 {changed} 篇文章。", messages.SUCCESS)

    @admin.action(description="撤回所选文章", permissions=["change"])
    def unpublish(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        changed = self.set_status(request, queryset, Status.DRAFT)
        self.message_user(request, f"已撤回 {changed} 篇文章，转为待审。", messages.SUCCESS)

    @transaction.atomic
    def set_status(self, request: HttpRequest, queryset: QuerySet[Article], status: str) -> int:
        """How many articles changed. Saved one by one: the index learns of each by its post_save."""
        articles = list(queryset.exclude(status=status))
        for article in articles:
            article.status = status
            article.save(update_fields=["status", "updated"])
            self.log_change(request, article, f"状态改为{article.get_status_display()}。")
        return len(articles)
