"""How many articles speak of a thing: one row of every list with a bar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model


@dataclass(frozen=True, slots=True)
class Tally:
    """`count` articles speak of `thing`, a place, an official or an industry."""

    thing: Model
    count: int


def tally(*, counts: Iterable[tuple[int, int]], things: dict[int, Model]) -> list[Tally]:
    """Rows of (primary key, count) with the things looked up, the most frequent first.

    The sort is stable, so equal counts keep the order of `counts`.
    """
    rows = [Tally(things[pk], count) for pk, count in counts if pk in things]
    return sorted(rows, key=lambda row: -row.count)
