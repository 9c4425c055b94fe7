"""The roles 读者, 编辑, 发布者, 管理员: what each may do, as groups that are kept up with this file.

Each role may all that those before it may. Superusers stand above, whatever their role.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps as registry
from django.db import transaction

PUBLISH = "archive.publish_article"
CHANGE_PUBLISHED = "archive.change_published_article"
MERGE = "archive.merge_official"

READER, EDITOR, PUBLISHER, ADMINISTRATOR = "reader", "editor", "publisher", "administrator"
MENTIONS = ("placemention", "officialmention", "industrymention", "personmention", "figure")


@dataclass(frozen=True, slots=True)
class RoleKind:
    """A role: its name, what it is for in a few words, its permissions; `staff` see the admin."""

    key: str
    name: str
    about: str
    codes: frozenset[str]
    staff: bool = True


def _codes(verbs: str, *models: str, app: str = "archive") -> frozenset[str]:
    return frozenset(f"{app}.{verb}_{model}" for verb in verbs.split() for model in models)


_EDITOR = (
    _codes("view add change delete", "article", *MENTIONS)
    | _codes("view change", "page", "issue")
    | _codes("view add change", "official", "post")
    | _codes("view", "newspaper", "place", "industry")
    | _codes("view add", "import")
)
_PUBLISHER = (
    _EDITOR
    | {PUBLISH, CHANGE_PUBLISHED, MERGE}
    | _codes("delete", "page", "official", "post")
    | _codes("change", "import")
)
_ADMINISTRATOR = (
    _PUBLISHER
    | _codes("add change delete", "newspaper")
    | _codes("delete", "issue", "import")
    | _codes("view add change delete", "user", app="auth")
)
ROLES: Mapping[str, RoleKind] = {
    role.key: role
    for role in (
        RoleKind(READER, "读者", "只有自己的书桌，不进后台", frozenset(), staff=False),
        RoleKind(EDITOR, "编辑", "上传、审阅、更正待审的文章", _EDITOR),
        RoleKind(PUBLISHER, "发布者", "另可发布、撤回、改动已发布的内容，合并官员", _PUBLISHER),
        RoleKind(ADMINISTRATOR, "管理员", "另可管理账号和报纸", _ADMINISTRATOR),
    )
}


def renew_groups(*, sender: Any, apps: Any = registry, using: str = "default", **told: Any) -> None:
    """After a migration: make the groups that are missing, and bring what changed here to the rest.

    Of each permission the group gets what is newly the role's and loses what no longer is. What
    a superuser has added to the group or taken from it stays so; other groups are never touched.
    """
    last = [one for one in registry.get_app_configs() if one.models_module][-1]
    try:
        rows = apps.get_model("archive", "Role").objects.using(using)
    except LookupError:  # migrated to a state before there were roles
        return
    if sender.label == last.label:  # by then the permissions of all apps are there
        with transaction.atomic(using=using):
            known = _known(apps, using)
            for kind in ROLES.values():
                _renew(rows, apps, kind, known)


def _known(apps: Any, using: str) -> dict[str, Any]:
    rows = apps.get_model("auth", "Permission").objects.using(using).select_related("content_type")
    return {f"{row.content_type.app_label}.{row.codename}": row for row in rows}


def _renew(rows: Any, apps: Any, kind: RoleKind, known: dict[str, Any]) -> None:
    role = rows.filter(key=kind.key).select_related("group").first()
    if role is None:
        groups = apps.get_model("auth", "Group").objects.using(rows.db)
        role = rows.create(key=kind.key, group=groups.create(name=_free_name(groups, kind.name)))
    before, wanted = set(role.granted), kind.codes & known.keys()
    if before != wanted:
        role.group.permissions.add(*(known[code] for code in wanted - before))
        role.group.permissions.remove(*(known[code] for code in (before - wanted) & known.keys()))
        role.granted = sorted(wanted)
        role.save()


def _free_name(groups: Any, name: str) -> str:
    """编辑, or 编辑（角色） where somebody has made a group of that name by hand."""
    names = [name, f"{name}（角色）", *(f"{name}（角色 {number}）" for number in range(2, 99))]
    taken = set(groups.filter(name__in=names).values_list("name", flat=True))
    return next(free for free in names if free not in taken)
