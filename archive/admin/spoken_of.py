"""What stands behind published articles: changed and deleted only by those who may change these."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from archive.editing.rights import holds_published, may_change_published


class PublishedAdmin(admin.ModelAdmin):
    """Pages, issues, officials and posts: free to edit while drafts alone rest on them."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _is_theirs(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _is_theirs(request, obj)


def _is_theirs(request: HttpRequest, row: Any) -> bool:
    return may_change_published(request.user) or row is None or not holds_published(row)
