"""Accounts, with how much each has kept. What that is stays the reader's own: no admin shows it."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import AbstractBaseUser
from django.utils.html import format_html
from django.utils.safestring import SafeString

User = get_user_model()
admin.site.unregister(User)


@admin.register(User)
class ReaderAdmin(UserAdmin):
    """Django's own, with two numbers."""

    readonly_fields = ("kept",)
    fieldsets = (
        *(UserAdmin.fieldsets or ()),
        ("读者自己的", {"fields": ("kept",)}),
    )

    @admin.display(description="存的检索和文章集")
    def kept(self, reader: AbstractBaseUser) -> SafeString:
        return format_html(
            "存的检索 {} 个，文章集 {} 个。内容是读者私人的，后台不显示；删除账号会一并删除。",
            reader.saved_searches.count(),  # type: ignore[attr-defined]
            reader.collections.count(),  # type: ignore[attr-defined]
        )
