"""The tables as the applied migrations made them, whatever the models of today say.

So an archive can be backed up before an upgrade migrates it, and an older backup be brought back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from archive.backup.errors import BackupError

Node = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """`fields` are those of its columns, in the order of the model."""

    name: str
    model: type[models.Model]
    fields: Sequence[models.Field[Any, Any]]

    @property
    def columns(self) -> list[str]:
        return [str(field.column) for field in self.fields]

    @property
    def counted(self) -> str:
        """The column that the database counts up by itself; "" where there is none."""
        key = self.model._meta.pk
        return str(key.column) if isinstance(key, models.AutoField) else ""


def applied(connection: BaseDatabaseWrapper) -> dict[str, list[str]]:
    """The applied migrations of the installed apps. Raises BackupError where one is unknown."""
    loader = MigrationLoader(None)
    done = sorted(
        node
        for node in MigrationRecorder(connection).applied_migrations()
        if node[0] in loader.migrated_apps
    )
    _known(loader, done, "数据库")
    if not done:
        raise BackupError("数据库还是空的，没有可备份的内容。")
    return _by_app(done)


def _by_app(nodes: Iterable[Node]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for app, name in nodes:
        found.setdefault(app, []).append(name)
    return found


def _known(loader: MigrationLoader, nodes: Iterable[Node], whose: str) -> None:
    for node in nodes:
        if node not in loader.graph.nodes:
            raise BackupError(
                f"{whose}出自更新的版本（有这个程序不认识的迁移 {'.'.join(node)[:100]}）；"
                "请先升级程序。"
            )


def leaves(migrations: dict[str, list[str]]) -> list[Node]:
    """The last migrations of each app among these. Raises BackupError where one is unknown."""
    loader = MigrationLoader(None)
    nodes = {(app, name) for app, names in migrations.items() for name in names}
    _known(loader, sorted(nodes), "备份")
    for node in nodes:
        lacking = {parent.key for parent in loader.graph.node_map[node].parents} - nodes
        if lacking:
            raise BackupError("备份所记的迁移不完整，不是本程序写的备份。")
    graph = loader.graph.node_map
    inner = {
        parent.key for node in nodes for parent in graph[node].parents if parent.key[0] == node[0]
    }
    return sorted(nodes - inner)


def tables(migrations: dict[str, list[str]]) -> dict[str, Table]:
    """What is backed up, by name, ascending: all tables but BACKUP_LEAVES_OUT."""
    state = MigrationLoader(None).project_state(leaves(migrations))
    found = [
        Table(model._meta.db_table, model, list(model._meta.local_concrete_fields))
        for model in state.apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not _is_left_out(model)
    ]
    return {one.name: one for one in sorted(found, key=lambda one: f"{one.name}/")}


def _is_left_out(model: type[models.Model]) -> bool:
    left = {name.lower() for name in settings.BACKUP_LEAVES_OUT}
    return bool({model._meta.app_label.lower(), model._meta.label_lower} & left)
