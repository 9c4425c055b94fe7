"""What editors set on a newspaper in the admin, as its log tells: fixtures/ do not undo it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry

from archive.models import Newspaper

FIELDS = ("name", "aliases", "level", "place")


def label(field: str) -> str:
    """As the admin shows it and its log names it: 别名."""
    return str(Newspaper._meta.get_field(field).verbose_name)


def edited() -> dict[int, set[str]]:
    """The fields that somebody has set, by the newspaper's primary key; all where it was added."""
    found: dict[int, set[str]] = defaultdict(set)
    entries = LogEntry.objects.filter(
        content_type__app_label="archive",
        content_type__model="newspaper",
        action_flag__in=[ADDITION, CHANGE],
    )
    for key, flag, message in entries.values_list("object_id", "action_flag", "change_message"):
        if key and key.isdecimal():
            found[int(key)].update(FIELDS if flag == ADDITION else _named(message))
    return found


def _named(message: str) -> Iterator[str]:
    """`[{"changed": {"fields": ["别名"]}}]`; a plain sentence names none."""
    try:
        steps = json.loads(message)
    except ValueError:
        return
    labels = {label(field): field for field in FIELDS}
    for step in steps if isinstance(steps, list) else ():
        names = step.get("changed", {}).get("fields", [])
        yield from (labels[name] for name in names if name in labels)
