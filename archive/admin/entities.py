"""Places, officials, posts and industries in the admin."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from archive.gazetteer.pinyin import name_pinyin
from archive.models import Industry, Official, Place, PlaceAlias, Post


class ReferenceAdmin(admin.ModelAdmin):
    """Reference data come from fixtures/ through load_reference; here they are looked at."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class AliasInline(admin.TabularInline):
    model = PlaceAlias
    extra = 0
    fields = ["name", "historical"]


@admin.register(Place)
class PlaceAdmin(ReferenceAdmin):
    list_display = ["code", "name", "short", "level", "kind", "parent"]
    list_display_links = ["code", "name"]
    list_filter = ["level", "kind"]
    list_select_related = ["parent"]
    search_fields = ["code", "name", "short", "aliases__name"]
    inlines = [AliasInline]


@admin.register(Industry)
class IndustryAdmin(ReferenceAdmin):
    list_display = ["name", "slug", "divisions_shown", "articles"]
    ordering = ["order", "slug"]
    search_fields = ["name", "slug"]
    fields = ["name", "slug", "divisions_shown", "keywords_shown"]
    readonly_fields = ["divisions_shown", "keywords_shown"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Industry]:
        return super().get_queryset(request).annotate(mention_count=Count("mentions"))

    @admin.display(description="文章数", ordering="mention_count")
    def articles(self, industry: Industry) -> int:
        return industry.mention_count

    @admin.display(description="国民经济行业大类")
    def divisions_shown(self, industry: Industry) -> str:
        return "、".join(f"{row['code']} {row['name']}" for row in industry.divisions)

    @admin.display(description="关键词")
    def keywords_shown(self, industry: Industry) -> str:
        return "、".join(industry.keywords)


@admin.register(Official)
class OfficialAdmin(admin.ModelAdmin):
    list_display = ["name", "place", "distinction", "pinyin", "articles"]
    ordering = ["name", "id"]  # said again, for counting drops the model's own
    list_select_related = ["place"]
    list_filter = [("place", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["name", "pinyin"]
    autocomplete_fields = ["place"]
    fields = ["name", "place", "distinction", "pinyin", "note"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Official]:
        rows = super().get_queryset(request).select_related("place")
        return rows.annotate(mention_count=Count("mentions"))

    @admin.display(description="文章", ordering="mention_count")
    def articles(self, official: Official) -> str:
        url = reverse("admin:archive_article_changelist")
        return format_html(
            '<a href="{}?official_mentions__official={}">{} 篇</a>',
            url,
            official.pk,
            official.mention_count,
        )

    def save_model(
        self, request: HttpRequest, obj: Official, form: ModelForm, change: bool
    ) -> None:
        if not obj.pinyin or ("name" in form.changed_data and "pinyin" not in form.changed_data):
            obj.pinyin = name_pinyin(obj.name)[:120]
        super().save_model(request, obj, form, change)


@admin.register(Post)
class PostAdmin(admin.ModelAdmin):
    list_display = ["title", "place"]
    list_select_related = ["place"]
    search_fields = ["title"]
    autocomplete_fields = ["place"]
