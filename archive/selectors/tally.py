"""How many articles speak of a thing: one row of every list with a bar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model


@dataclass(frozen=True, slots=True)
class Tally:
    """`count` articles speak of `thing`, a place, an official or an industry."""

    thing: Model
    count: int


def tally(*, counts: Iterable[tuple[Any, int]], things: Mapping[Any, Model]) -> list[Tally]:
    """Rows of (key, count) with the things looked up, the most frequent first.

    The sort is stable, so equal counts keep the order of `counts`.
    """
    rows = [Tally(things[key], count) for key, count in counts if key in things]
    return sorted(rows, key=lambda row: -row.count)
