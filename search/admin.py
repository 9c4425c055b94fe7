"""Accounts, with how much each has kept. What that is stays the reader's own: no admin shows it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.admin.accounts import AccountAdmin


@admin.register(User)
class ReaderAdmin(AccountAdmin):
    """The archive's accounts, with two numbers."""

    readonly_fields = (*AccountAdmin.readonly_fields, "kept")

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        rows = super().get_fieldsets(request, obj)
        return rows if obj is None else [*rows, ("读者自己的", {"fields": ("kept",)})]

    @admin.display(description="存的检索和文章集")
    def kept(self, reader: User) -> SafeString:
        return format_html(
            "存的检索 {} 个，文章集 {} 个。内容是读者私人的，后台不显示；删除账号会一并删除。",
            reader.saved_searches.count(),  # type: ignore[attr-defined]
            reader.collections.count(),  # type: ignore[attr-defined]
        )
