"""Places, posts and industries in the admin."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.http import HttpRequest

from archive.admin.lookups import LookupAdmin
from archive.admin.spoken_of import PublishedAdmin
from archive.models import Industry, Place, PlaceAlias, Post


class ReferenceAdmin(LookupAdmin):
    """Reference data come from fixtures/ through load_reference; here they are looked at."""

    class Media:
        css = {"all": ["css/admin-review.css"]}

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

    def get_queryset(self, request: HttpRequest) -> QuerySet[Place]:
        return super().get_queryset(request).select_related("parent")

    def nearest_first(self, rows: QuerySet[Place], term: str) -> QuerySet[Place]:
        """For a picker: the place so called, then divisions, then zones: 曲阜 is 曲阜市 first."""
        named = When(Q(name=term) | Q(short=term), then=Value(0))
        division = When(kind=Place.Kind.GB2260, then=Value(1))
        return rows.annotate(far=Case(named, division, default=Value(2))).order_by("far", "code")


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


@admin.register(Post)
class PostAdmin(PublishedAdmin):
    class Media:
        css = {"all": ["css/admin-review.css"]}

    list_display = ["title", "place"]
    list_select_related = ["place"]
    search_fields = ["title"]
    autocomplete_fields = ["place"]
