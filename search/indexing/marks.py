"""Whether the index and the database belong together, told by a word that both hold.

It is drawn anew with every change: the database notes it first, then the index, then the index
changes, then the database forgets all others. Where one of the two is an older copy that was put
back, the words differ, whatever the numbers of the articles say; where a process was killed
between any two steps, they agree. Whoever calls holds the indexer's lock.
"""

from __future__ import annotations

import secrets

from search.backend import policy_backend
from search.models import Mark


def agree() -> bool:
    """Raises IndexUnavailable."""
    mark = policy_backend().engine.mark()
    return bool(mark) and Mark.objects.filter(mark=mark).exists()


def fresh() -> str:
    """A new mark, which the database knows; it is for the index to note before it changes."""
    mark = secrets.token_hex(16)
    Mark.objects.create(mark=mark)
    return mark


def settle(mark: str) -> None:
    """The index has changed."""
    Mark.objects.exclude(mark=mark).delete()
