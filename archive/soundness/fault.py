"""One thing that is not as it should be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """`text` names it. `mend` does what can be done and says what it did, "" where it did nothing:
    whether the fault is gone, only another look tells.

    Where nothing mends it, `advice` says what the operator does.
    """

    text: str
    mend: Callable[[], str] | None = None
    advice: str = ""
