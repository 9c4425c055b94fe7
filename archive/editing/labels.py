"""What editors call the parts of an article that may be corrected."""

from __future__ import annotations

from collections.abc import Iterable

from archive.models import Article

TABLES = {
    "places": "地区",
    "officials": "官员",
    "industries": "行业",
    "people": "人物",
    "figures": "数据",
}


def label_of(name: str) -> str:
    """title is 主题, officials is 官员."""
    return TABLES.get(name) or str(Article._meta.get_field(name).verbose_name)


def labels_of(names: Iterable[str]) -> list[str]:
    return [label_of(name) for name in names]
