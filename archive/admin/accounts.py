"""Accounts in the admin: one role each; nobody manages who can do more than themselves."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from archive.admin.account_forms import AccountForm, NewAccountForm
from archive.admin.lookups import LookupAdmin
from archive.editing.accounts import give_role, left_traces, may_manage, role_name, role_of
from archive.roles import ROLES

admin.site.unregister(User)
admin.site.unregister(Group)

RIGHTS = ("is_staff", "is_superuser", "groups", "user_permissions")  # a superuser's matter
TRACES = "“{}”留有编辑或管理记录，不能删除；请改为停用（去掉“有效”）。"


class RoleFilter(admin.SimpleListFilter):
    title = "角色"
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(role.key, role.name) for role in ROLES.values()] + [("none", "没有角色")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        if self.value() is None:
            return queryset
        if self.value() == "none":
            return queryset.exclude(groups__role__isnull=False)
        return queryset.filter(groups__role__key=self.value())


class AccountAdmin(LookupAdmin, UserAdmin):
    """Registered by the search app, which adds what an account keeps on its desk."""

    class Media:
        css = {"all": ["css/admin-review.css"]}

    form = AccountForm
    add_form = NewAccountForm
    list_display = ("username", "first_name", "role_shown", "is_active", "seen")
    list_filter = (RoleFilter, "is_active")
    search_fields = ("username", "first_name", "email")
    readonly_fields = ("role_shown", "seen", "last_login", "date_joined")
    add_fieldsets = (
        (None, {"fields": ("username", "first_name", "email", "password1", "password2", "role")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups__role")

    @admin.display(description="角色")
    def role_shown(self, user: User) -> str:
        return role_name(user)

    @admin.display(description="上次登录", ordering="last_login")
    def seen(self, user: User) -> str:
        last = user.last_login
        return f"{timezone.localtime(last):%Y-%m-%d %H:%M}" if last else "从未"

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_manage(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        own = obj is not None and obj.pk == request.user.pk
        return allowed and not own and (obj is None or may_manage(request.user, obj))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, ...]:
        """Deleting somebody would delete the log of what they did."""
        rows, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if kept := [TRACES.format(user.get_username()) for user in objs if left_traces(user)]:
            lacking, protected = set(), kept  # said instead of all that would go along
        return rows, counts, lacking, protected

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        own = obj.pk == request.user.pk
        state = ("role_shown",) if own else ("role", "is_active")
        rows = [
            (None, {"fields": ("username", "password", "first_name", "email")}),
            ("角色", {"fields": state}),
            ("记录", {"fields": ("seen", "date_joined")}),
        ]
        if request.user.is_superuser and not own:
            rows.append(("另行授权", {"fields": RIGHTS, "classes": ("collapse",)}))
        return rows

    def get_form(self, request: HttpRequest, obj: User | None = None, **kwargs: Any) -> Any:
        """Nobody's own role is in the form: a declared field is there though no fieldset shows it."""
        form = super().get_form(request, obj, **kwargs)
        own = {"role": None} if obj is not None and obj.pk == request.user.pk else {}
        return type(form.__name__, (form,), {"actor": request.user} | own)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool
    ) -> None:
        """The role after the groups made by hand, which a superuser may have set in the form."""
        before = role_of(User.objects.get(pk=form.instance.pk)) if change else None
        super().save_related(request, form, formsets, change)
        if "role" not in form.cleaned_data:
            return
        key = form.cleaned_data["role"]
        give_role(form.instance, key)
        after = ROLES.get(key)
        if before != after:
            one, two = (role.name if role else "无" for role in (before, after))
            self.log_change(request, form.instance, f"角色：{one} → {two}。")


@admin.register(Group)
class GroupsAdmin(LookupAdmin, GroupAdmin):
    """Groups for superusers: those made by hand, and those of the roles, which stay."""

    class Media:
        css = {"all": ["css/admin-review.css"]}

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_view_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return request.user.is_superuser

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return request.user.is_superuser and (obj is None or not hasattr(obj, "role"))
