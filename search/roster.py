"""The roster of names that the segmentation must not cut apart, from the database and fixtures/.

Texts are cut by the roster of the moment, so an index holds words by older rosters too. That is
harmless: an article that holds a plain word literally is found in any case, whatever its words.
What all texts must agree on (cutter, dictionary, folding, policy terms) is in
`segment.fingerprint`, and an index of another one is rebuilt.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

from django.contrib.admin.models import LogEntry
from django.db import connection

from archive.gazetteer.policy_terms import policy_terms
from archive.models import Industry, Official, OfficialAlias, Place, ReferenceLoad
from archive.text.segment import use_roster

FRESH = 2.0  # seconds between looks whether anything changed; a look is one small query
SHARE = 0.02  # of the time at most may go into reading names while they change all the time
SURE = 600.0  # seconds after which the names are read again even so
_lock = threading.Lock()
_look_at = 0.0  # not before then
_read_at = 0.0
_state: tuple[object, ...] | None = None
_names: frozenset[str] | None = None


def names() -> Iterator[str]:
    """Officials, merged ones too, places with short names, industries with keywords, policy terms."""
    yield from policy_terms()
    yield from Official.objects.values_list("name", flat=True)
    yield from OfficialAlias.objects.values_list("name", flat=True)
    for name, short in Place.objects.values_list("name", "short"):
        yield from (name, short)
    for name, keywords in Industry.objects.values_list("name", "keywords"):
        yield name
        yield from (word for word in keywords if isinstance(word, str))


def keep_current() -> None:
    """Load the roster where a name came, went or changed since the last look.

    One thread looks; the others go on with the roster before. Only where there is none yet do
    they wait for it.
    """
    if time.monotonic() >= _look_at and _lock.acquire(blocking=_names is None):
        try:
            _look_if_due(time.monotonic())
        finally:
            _lock.release()


def _look_if_due(now: float) -> None:
    global _look_at
    if now >= _look_at:
        _look(now)
        done = time.monotonic()
        _look_at = done + max(FRESH, (done - now) / SHARE)


def _look(now: float) -> None:
    global _state, _names, _read_at
    state = state_of_names()
    if state == _state and now - _read_at < SURE:
        return
    found = frozenset(names())
    if found != _names:
        use_roster(found)
    _state, _names, _read_at = state, found, now


def state_of_names() -> tuple[object, ...]:
    """Changes whenever an official, an alias, a place or an industry does; one query.

    Officials leave a row in their history, the reference data one for each load, and what editors
    change in the admin one in its log.
    """
    rows = (Official, OfficialAlias, Place, Industry)
    asked = [("COUNT(*)", one) for one in rows] + [("MAX(id)", one) for one in rows]
    asked += [("MAX(history_id)", Official.history.model), ("MAX(id)", LogEntry)]
    asked += [("MAX(loaded)", ReferenceLoad)]
    quote = connection.ops.quote_name
    each = [f"(SELECT {what} FROM {quote(one._meta.db_table)})" for what, one in asked]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(each))
        return tuple(cursor.fetchone())


def forget() -> None:
    """Load it anew at the next use."""
    global _look_at, _state, _names
    _look_at, _state, _names = 0.0, None, None
