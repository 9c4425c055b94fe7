"""Newspapers of the database by any of their names."""

from __future__ import annotations

from archive.models import Newspaper


class Papers:
    """All of them, read once: by name, slug or alias."""

    def __init__(self) -> None:
        rows = list(Newspaper.objects.select_related("place__parent__parent"))
        self.by_pk = {row.pk: row for row in rows}
        aliases = {alias: row for row in rows for alias in row.aliases}
        slugs = {row.slug: row for row in rows}
        self.by_name = {**aliases, **slugs, **{row.name: row for row in rows}}

    def named(self, name: str) -> Newspaper | None:
        """The newspaper meant: 济宁日报, jining-ribao or an alias."""
        return self.by_name.get(name) or self.by_name.get(name.lower())
