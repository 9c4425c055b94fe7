"""What an article speaks of, as tables under its form in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from archive.admin.versions import VersionedRows
from archive.admin_site import picker_label
from archive.editing.evidence import quotes
from archive.ingest.evidence import texts_of
from archive.models import (
    Figure,
    IndustryMention,
    OfficialMention,
    PersonMention,
    PlaceMention,
)


class MentionInline(admin.TabularInline):
    """Mentions of one article; `quote` shows the words that they rest on."""

    formset = VersionedRows
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
        if field is not None:  # the head of its column is no label to a screen reader
            field.widget.attrs["aria-label"] = field.label or db_field.verbose_name
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
    autocomplete_fields = ["place"]
    related = ("place",)
    readonly_fields: list[str] = []


INLINES = [PlaceInline, OfficialInline, IndustryInline, PersonInline, FigureInline]
