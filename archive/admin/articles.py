"""Articles in the admin: text, bylines and mentions corrected, published, taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from archive.admin.article_history import render_history
from archive.admin.forms import ArticleForm
from archive.admin.mention_inlines import INLINES
from archive.admin.publishing import threshold_of
from archive.admin.spoken_of import TurnAdmin
from archive.editing import history
from archive.editing.labels import labels_of
from archive.editing.publishing import set_status
from archive.editing.removing import release_lines, remove_articles
from archive.editing.restoring import restore
from archive.editing.rights import may_change_published, may_publish
from archive.editing.texts import KEPT, follow, reason
from archive.ingest.applying import correct
from archive.ingest.errors import InputError
from archive.ingest.evidence import texts_of
from archive.ingest.joining import join_continuations
from archive.ingest.mentions import TABLES as MODELS
from archive.models import Article
from archive.turns import in_turn

Status = Article.Status
TABLE_OF = {model: name for name, model in MODELS.items()}


@admin.register(Article)
class ArticleAdmin(TurnAdmin):
    class Media:
        css = {"all": ["css/admin-review.css"]}

    form = ArticleForm
    inlines = INLINES
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
    actions = ["publish", "publish_sure", "unpublish", "restore_found"]
    readonly_fields = [
        "review", "lines_shown", "confidence_shown", "warnings_shown", "corrected_shown",
    ]  # fmt: skip
    fieldsets = [
        (None, {"fields": ["review", "status", "kind", "warnings_shown", "corrected_shown"]}),
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

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_change_permission(request, obj) and _is_theirs(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _is_theirs(request, obj)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return super().has_change_permission(request) and may_publish(request.user)

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        fixed = [] if self.has_publish_permission(request) else ["status"]
        return [*self.readonly_fields, *fixed]

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
        return format_html('<a href="{}">对照版面原文</a>', _review_of(article))

    def view_on_site(self, article: Article) -> str | None:
        """Only what is published has a page of its own."""
        return article.get_absolute_url() if article.status == Status.PUBLISHED else None

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        mentions = ("official_mentions__official", "page", "page__issue")
        return lookup in mentions or super().lookup_allowed(lookup, value, request)

    @admin.display(description="人工更正")
    def corrected_shown(self, article: Article) -> str:
        return "、".join(labels_of(article.corrected)) or "—"

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """The threshold is the one that the editor chose last on a page's review."""
        actions = super().get_actions(request)
        if "publish_sure" in actions:
            function, name, _ = actions["publish_sure"]
            label = f"发布可信度 ≥ {threshold_of(request):g} 的所选文章"
            actions["publish_sure"] = (function, name, label)
        return actions

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return render_history(self, request, object_id)

    def response_post_save_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        """Whoever came from the review of the page goes back there."""
        if "review" in request.GET:
            return HttpResponseRedirect(_review_of(obj))
        return super().response_post_save_change(request, obj)

    def save_model(self, request: HttpRequest, obj: Article, form: ModelForm, change: bool) -> None:
        """Saved here without history, which follows once the mentions are saved too."""
        original = Article.objects.get(pk=obj.pk) if change else obj
        history.begin(original)
        form.texts_before = texts_of(original)
        if change and original.page_id != obj.page_id:
            release_lines(original)  # else the next parse of the other page finds it there again
            obj.lines, obj.title_lines = [], []
            correct(obj, "lines")
        obj.skip_history_when_saving = True
        super().save_model(request, obj, form, change)
        del obj.skip_history_when_saving

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        remove_articles([obj], author=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        remove_articles(queryset, author=request.user)

    @in_turn()
    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool
    ) -> None:
        """What was changed is marked as corrected and told by the history."""
        super().save_related(request, form, formsets, change)
        article = form.instance
        tables = [TABLE_OF[rows.model] for rows in formsets if rows.has_changed()]
        names = [name for name in form.changed_data if name in KEPT] + tables
        others = [name for name in form.changed_data if name not in KEPT]
        if change and not names and not others:
            return
        correct(article, *names)
        words = reason(names) if names else f"改动：{'、'.join(labels_of(others))}"
        history.save(article, author=request.user, reason=words if change else "新建")
        follow(article, form.texts_before)
        if "status" in form.changed_data:  # the halves of an article wait for each other
            join_continuations(article.page.issue)

    @admin.action(description="发布所选文章", permissions=["publish"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        changed = self.set_status(request, queryset, Status.PUBLISHED)
        self.message_user(request, f"已发布 {changed} 篇文章。", messages.SUCCESS)

    @admin.action(description="发布可信的所选文章", permissions=["publish"])
    def publish_sure(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        least = threshold_of(request)
        changed = self.set_status(request, queryset.filter(confidence__gte=least), Status.PUBLISHED)
        text = f"已发布 {changed} 篇可信度 ≥ {least:g} 的文章。"
        self.message_user(request, text, messages.SUCCESS)

    @admin.action(description="撤回所选文章", permissions=["publish"])
    def unpublish(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        changed = self.set_status(request, queryset, Status.DRAFT)
        self.message_user(request, f"已撤回 {changed} 篇文章，转为待审。", messages.SUCCESS)

    @admin.action(description="恢复自动结果（去掉所选文章的人工更正）", permissions=["change"])
    def restore_found(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        changed = 0
        for article in queryset.select_related("page__issue__newspaper__place"):
            try:
                text = restore(article, list(article.corrected), author=request.user)
            except InputError as error:
                self.message_user(request, str(error), messages.WARNING)
                continue
            if text:
                self.log_change(request, article, text)
                changed += 1
        self.message_user(request, f"已恢复 {changed} 篇文章的自动结果。", messages.SUCCESS)

    def set_status(self, request: HttpRequest, queryset: QuerySet[Article], status: str) -> int:
        """How many articles changed."""
        changed = set_status(queryset, status, author=request.user)
        for article in changed:
            self.log_change(request, article, f"状态改为{article.get_status_display()}。")
        return len(changed)


def _is_theirs(request: HttpRequest, article: Article | None) -> bool:
    """A draft is any editor's; what is published is only theirs who may change that."""
    is_draft = article is None or article.status == Status.DRAFT
    return is_draft or may_change_published(request.user)


def _review_of(article: Article) -> str:
    address = reverse("admin:archive_page_review", args=[article.page_id])
    return f"{address}#article-{article.pk}"
