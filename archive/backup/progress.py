"""How far a backup or a restore is, for whoever looks on."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]  # what is being done, how far, of how many


def unwatched(step: str, done: int, total: int) -> None:
    """Nobody looks on."""
