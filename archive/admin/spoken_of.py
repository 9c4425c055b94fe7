"""What stands behind published articles: changed and deleted only by those who may change these."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from archive.admin.lookups import LookupAdmin
from archive.editing.rights import holds_published, may_change_published
from archive.turns import in_turn


class TurnAdmin(LookupAdmin):
    """What is saved or deleted was read in the same turn: nobody else has changed it since."""

    def changeform_view(self, request: HttpRequest, *values: Any, **named: Any) -> HttpResponse:
        if request.method != "POST":
            return super().changeform_view(request, *values, **named)
        with in_turn():
            return super().changeform_view(request, *values, **named)

    def delete_view(self, request: HttpRequest, *values: Any, **named: Any) -> HttpResponse:
        if request.method != "POST":
            return super().delete_view(request, *values, **named)
        with in_turn():
            return super().delete_view(request, *values, **named)


class PublishedAdmin(TurnAdmin):
    """Pages, issues, officials and posts: free to edit while drafts alone rest on them."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _is_theirs(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _is_theirs(request, obj)


def _is_theirs(request: HttpRequest, row: Any) -> bool:
    return may_change_published(request.user) or row is None or not holds_published(row)
