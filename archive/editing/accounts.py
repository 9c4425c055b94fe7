"""Accounts and their roles: who has which, who may manage whom, and who must stay for the record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.db import transaction
from django.db.models import Q

from archive.models import Article, Batch, Import, Official, Role
from archive.roles import ROLES, RoleKind

SUPERUSER, BY_HAND, NONE = "超级用户", "另行授权", "—"


def role_of(user: User) -> RoleKind | None:
    """The role that was given; the highest, where a superuser has put somebody into two groups."""
    keys = {role.key for group in user.groups.all() if (role := getattr(group, "role", None))}
    return next((kind for kind in reversed(ROLES.values()) if kind.key in keys), None)


def role_name(user: User) -> str:
    """超级用户, 编辑, 另行授权 for rights given by hand, or —."""
    if user.is_superuser:
        return SUPERUSER
    kind = role_of(user)
    if kind is not None:
        return kind.name
    return BY_HAND if user.is_staff else NONE


@transaction.atomic
def give_role(user: User, key: str) -> None:
    """Exactly this role, or none for ""; groups made by hand stay. Staff see the admin."""
    user.groups.remove(*user.groups.filter(role__isnull=False))
    if key:
        user.groups.add(Role.objects.get(key=key).group)
        user.is_staff = ROLES[key].staff or user.is_superuser
        user.save(update_fields=["is_staff"])


def rights_of(user: User) -> set[str]:
    """All that was granted, by itself or by groups; of one who is disabled, too, unlike Django's."""
    rows = Permission.objects.filter(Q(user=user) | Q(group__user=user))
    return _codes(rows)


def roles_to_give(actor: User) -> list[RoleKind]:
    """The roles that hold nothing which the actor does not."""
    if actor.is_superuser:
        return list(ROLES.values())
    own = actor.get_all_permissions()
    rows = {role.key: role.group for role in Role.objects.select_related("group")}
    given = {key: _codes(group.permissions.all()) for key, group in rows.items()}
    return [kind for kind in ROLES.values() if kind.key in given and given[kind.key] <= own]


def may_manage(actor: User, user: User) -> bool:
    """Whether `actor` may change that account: never one that can do what the actor cannot.

    Whoever sets another's password or address of mail could do all that the other can.
    """
    if actor.is_superuser or actor.pk == user.pk:
        return True
    return not user.is_superuser and rights_of(user) <= actor.get_all_permissions()


def left_traces(user: User) -> bool:
    """Whether what somebody did is on record: then the account is disabled, not deleted."""
    rows: Iterable[Any] = (
        LogEntry.objects.filter(user=user),
        Article.history.filter(history_user=user),
        Official.history.filter(history_user=user),
        Batch.objects.filter(author=user),
        Import.objects.filter(author=user),
    )
    return any(found.exists() for found in rows)


def _codes(rows: Any) -> set[str]:
    pairs = rows.values_list("content_type__app_label", "codename")
    return {f"{app}.{code}" for app, code in pairs}
