"""Officials in the admin: told apart, merged, parted."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from archive.admin.forms import OfficialForm
from archive.admin.official_views import MOST, LikelyView, MergeView, SplitView
from archive.admin.spoken_of import PublishedAdmin
from archive.editing.rights import may_change_published
from archive.gazetteer.pinyin import name_pinyin
from archive.ingest.roster import listed_as, remember
from archive.models import Article, Official
from archive.roles import MERGE

MOST_NAMED = 50


@admin.register(Official)
class OfficialAdmin(PublishedAdmin):
    class Media:
        css = {"all": ["css/admin-review.css", "css/admin-officials.css"]}

    form = OfficialForm
    list_display = ["name", "place", "distinction", "pinyin", "articles"]
    ordering = ["name", "id"]  # said again, for counting drops the model's own
    list_select_related = ["place"]
    list_filter = [("place", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["name", "pinyin"]
    autocomplete_fields = ["place"]
    fields = ["name", "place", "distinction", "pinyin", "note", "merged"]
    readonly_fields = ["merged"]
    actions = ["merge"]

    def get_urls(self) -> list[URLPattern]:
        pages = [
            path(
                "merge/", self.admin_site.admin_view(MergeView(self)), name="archive_official_merge"
            ),
            path(
                "likely/",
                self.admin_site.admin_view(LikelyView(self)),
                name="archive_official_likely",
            ),
            path(
                "<int:pk>/split/",
                self.admin_site.admin_view(SplitView(self)),
                name="archive_official_split",
            ),
        ]
        return [*pages, *super().get_urls()]

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """Merging and parting change what is published, whoever is meant."""
        may_all = may_change_published(request.user) and self.has_change_permission(request)
        return may_all and request.user.has_perm(MERGE)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Official]:
        rows = super().get_queryset(request).select_related("place")
        return rows.annotate(mention_count=Count("mentions"))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, ...]:
        """Who is spoken of stays; the articles that say so are named, each with its link."""
        *found, protected = super().get_deleted_objects(objs, request)
        if protected:
            articles = Article.objects.filter(official_mentions__official__in=objs).distinct()
            protected = [
                format_html(
                    '文章：<a href="{}">{}</a>',
                    reverse("admin:archive_article_change", args=[article.pk]),
                    article,
                )
                for article in articles[:MOST_NAMED]
            ]
        return *found, protected

    @admin.display(description="文章", ordering="mention_count")
    def articles(self, official: Official) -> str:
        url = reverse("admin:archive_article_changelist")
        return format_html(
            '<a href="{}?official_mentions__official={}">{} 篇</a>',
            url,
            official.pk,
            official.mention_count,
        )

    @admin.display(description="曾列为")
    def merged(self, official: Official) -> str:
        if official.pk is None:
            return "—"
        rows = official.aliases.select_related("place")
        return (
            "；".join(
                f"{row.name}（{row.place.name if row.place else '任职地不详'}）"
                + (f"#{row.former_id}" if row.former_id else "")
                for row in rows
            )
            or "—"
        )

    @admin.action(description="合并所选官员", permissions=["merge"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Official]) -> HttpResponse | None:
        """Leads to the page that asks who stays; nothing is changed yet."""
        numbers = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
        if not 2 <= len(numbers) <= MOST:
            text = f"请选两位或更多官员来合并，一次最多 {MOST} 位。"
            self.message_user(request, text, messages.WARNING)
            return None
        chosen = urlencode({"id": numbers}, doseq=True)
        return HttpResponseRedirect(f"{reverse('admin:archive_official_merge')}?{chosen}")

    def save_model(
        self, request: HttpRequest, obj: Official, form: ModelForm, change: bool
    ) -> None:
        if not obj.pinyin or ("name" in form.changed_data and "pinyin" not in form.changed_data):
            obj.pinyin = name_pinyin(obj.name)[:120]
        before = listed_as(Official.objects.get(pk=obj.pk)) if change else listed_as(obj)
        super().save_model(request, obj, form, change)
        remember(obj, before)
