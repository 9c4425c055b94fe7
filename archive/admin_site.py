"""The admin as editors see it: rooms in the order of their work, pickers that tell namesakes apart.

It stands outside of the room archive.admin, which registers with it as soon as it is imported.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from archive.editing.desk import desk
from archive.models import Official, Place

ORDER = (
    "Import", "Batch", "Page", "Article", "Official", "Post",
    "Newspaper", "Issue", "Place", "Industry",
)  # fmt: skip


def picker_label(row: Model) -> str:
    """鼓楼区（南京市）, 王伟（泰安市，女）; other things go by their name."""
    if isinstance(row, Place):
        return _with(row.name, row.parent.name if row.parent else "")
    if isinstance(row, Official):
        return _with(row.name, row.place.name if row.place else "", row.distinction)
    return str(row)


def _with(name: str, *facts: str) -> str:
    known = "，".join(filter(None, facts))
    return f"{name}（{known}）" if known else name


class PickerView(AutocompleteJsonView):
    """What a picker offers while somebody types."""

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset()
        nearest_first = getattr(self.model_admin, "nearest_first", None)
        return nearest_first(rows, self.term.strip()) if nearest_first else rows

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        return super().serialize_result(obj, to_field_name) | {"text": picker_label(obj)}


class ArchiveAdminSite(admin.AdminSite):
    site_header = site_title = "政策档案"
    index_title = "编辑部"

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The start page, with what awaits whoever may look at pages."""
        found = desk() if request.user.has_perm("archive.view_page") else None
        return super().index(request, {"desk": found, **(extra_context or {})})

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return PickerView.as_view(admin_site=self)(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        apps = super().get_app_list(request, app_label)
        for app in apps:
            if app["app_label"] == "archive":
                app["models"].sort(key=lambda row: ORDER.index(row["object_name"]))
        return sorted(apps, key=lambda app: app["app_label"] != "archive")
