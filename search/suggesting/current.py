"""The shelf of this process: made from the index and the names, made anew after the index changed."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from archive.gazetteer.pinyin import name_syllables, place_syllables
from archive.models import Industry, Newspaper, Official, OfficialAlias, Place, PlaceAlias
from archive.text.fold import fold
from search.backend import policy_backend
from search.engine import EngineQuery, FacetRequest, IndexUnavailable, SearchEngine, TooCostly
from search.labels import full_name
from search.suggesting.shelf import WIDTH, Int32s, Name, Shelf
from search.suggesting.sounds import spelled

REST = 50  # times as long as making it took, an outdated shelf stays in use
FACETS = ("city", "county", "official", "industry", "newspaper")
_LETTERS = 2  # characters that a word has at least
_FIGURE = re.compile(r"[0-9.,%]+|[0-9.,]{3,}[a-z]+")  # 2024, 2024kwh; but 5g is a word
Counts = dict[str, dict[str, int]]


Now = tuple[str, tuple[str, int]]  # the folder of the index, and its generation


@dataclass(frozen=True, slots=True)
class _Made:
    shelf: Shelf
    of: Now
    until: float


_lock = threading.Lock()
_made: _Made | None = None


def shelf() -> Shelf:
    """Raises IndexUnavailable. At most a fiftieth of the time goes into keeping it current.

    Nobody waits while an outdated one is made anew: it serves as long as that takes.
    """
    backend = policy_backend()
    now = (str(backend.root), backend.engine.generation())
    made = _made
    serves = made and made.of[0] == now[0]
    if made and serves and (made.of == now or time.monotonic() < made.until):
        return made.shelf
    if made and serves and _lock.locked():
        return made.shelf
    with _lock:
        return _remade(backend.engine, now, made).shelf


def _remade(engine: SearchEngine, now: Now, before: _Made | None) -> _Made:
    """Made now, or by whoever held the lock until now."""
    global _made
    if _made is None or _made is before:
        began = time.monotonic()
        fresh = Shelf(*_words(engine), list(names(_counts(engine))))
        ended = time.monotonic()
        _made = _Made(fresh, now, ended + REST * (ended - began))
    return _made


def forget() -> None:
    """Make it anew at the next use."""
    global _made
    _made = None


def _words(engine: SearchEngine) -> tuple[list[str], Int32s]:
    """None where that takes a cluster too long: then names alone are suggested for a while."""
    try:
        words, counts = engine.lexicon()
    except TooCostly:
        return [], np.zeros(0, np.int32)
    kept = [
        row
        for row, word in enumerate(words)
        if _LETTERS <= len(word) <= WIDTH and not _FIGURE.fullmatch(word)
    ]
    return [words[row] for row in kept], counts[kept]


def _counts(engine: SearchEngine) -> Counts:
    """How many articles each value of each facet has."""
    facets = tuple(FacetRequest(facet, facet) for facet in FACETS)
    try:
        return engine.search(EngineQuery(facets=facets, order="newest", stop=0)).facets
    except TooCostly as error:
        raise IndexUnavailable("统计没有及时完成") from error


def names(counts: Counts) -> Iterator[Name]:
    """Everything that a published article speaks of, under each name that it goes by."""
    yield from _officials(counts["official"])
    yield from _places(counts["city"], counts["county"])
    for slug, name in Industry.objects.values_list("slug", "name"):
        if often := counts["industry"].get(slug):
            yield Name("industry", slug, name, name, often)
    yield from _newspapers(counts["newspaper"])


def _newspapers(counts: dict[str, int]) -> Iterator[Name]:
    for slug, name, others in Newspaper.objects.values_list("slug", "name", "aliases"):
        if often := counts.get(slug):
            yield Name("newspaper", slug, name, name, often)
            for other in others:
                yield Name("newspaper", slug, f"{name}（{other}）", other, often)


def _officials(counts: dict[str, int]) -> Iterator[Name]:
    fields = ("pk", "name", "place__name", "distinction", "pinyin")
    rows = [row for row in Official.objects.values_list(*fields) if str(row[0]) in counts]
    often: dict[str, int] = {}
    for _, name, *_rest in rows:
        often[name] = often.get(name, 0) + 1
    labels = {
        str(pk): full_name(name, place, apart) if often[name] > 1 else name
        for pk, name, place, apart, _ in rows
    }
    for pk, name, _, _, pinyin in rows:
        # Most names are read as their characters are, and asking pypinyin takes its time.
        usual = spelled(name) == pinyin.partition(" ")[0]
        yield _person(str(pk), labels[str(pk)], name, counts, usual)
    for pk, name in OfficialAlias.objects.values_list("official", "name").distinct():
        number = str(pk)
        if number in labels and fold(name) != fold(labels[number].partition("（")[0]):
            yield _person(number, f"{labels[number]}（曾作{name}）", name, counts)


def _person(
    number: str, label: str, name: str, counts: dict[str, int], usual: bool = False
) -> Name:
    read = () if usual else tuple(name_syllables(name))
    return Name("official", number, label, name, counts[number], read)


def _places(cities: dict[str, int], counties: dict[str, int]) -> Iterator[Name]:
    counts = cities | counties
    fields = ("pk", "code", "name", "level", "parent__name")
    rows = [row for row in Place.objects.values_list(*fields) if row[1] in counts]
    often: dict[str, int] = {}
    for _, _, name, *_rest in rows:
        often[name] = often.get(name, 0) + 1
    known = {}
    for pk, code, name, level, above in rows:
        label = full_name(name, above) if often[name] > 1 else name
        known[pk] = (code, name, label, level)
        yield _place(code, label, name, level, counts)
    for pk, alias in PlaceAlias.objects.values_list("place", "name").distinct():
        if pk in known and not known[pk][1].startswith(alias):
            code, name, label, level = known[pk]
            # Few mean the place by its other name, so it comes after what is called so now.
            yield _place(code, f"{label}（{alias}）", alias, level, {code: 1})


def _place(code: str, label: str, name: str, level: str, counts: dict[str, int]) -> Name:
    kind = "county" if level == Place.Level.COUNTY else "city"
    return Name(kind, code, label, name, counts[code], _read(name))


@lru_cache(maxsize=8192)
def _read(name: str) -> tuple[str, ...]:
    return tuple(place_syllables(name))
