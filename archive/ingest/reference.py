"""The gazetteer copied into the database, so that stored rows can point at it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.db import models

from archive.gazetteer.industries import industries
from archive.gazetteer.newspapers import newspapers
from archive.gazetteer.places import places
from archive.ingest.edited import FIELDS, edited, label
from archive.models import Industry, Newspaper, Place, PlaceAlias, ReferenceLoad
from archive.turns import in_turn


@dataclass(slots=True)
class Loaded:
    """How many places, aliases, newspapers and industries; `kept` as in 泰安日报（别名、级别）."""

    counts: dict[str, int]
    kept: list[str]


def load_reference() -> Loaded:
    """Bring places, aliases, newspapers and industries up to date.

    Rows are matched by code or slug and kept, so that articles go on pointing at them; a row that
    fixtures/ no longer has stays, and so does what editors set on a newspaper.
    """
    with in_turn():
        pks = _load_places()
        aliases, papers = _load_aliases(pks), _newspapers(pks)
        kept = _keep_edited(papers)
        _upsert(Newspaper, papers, "slug", *FIELDS)
        counts = {
            "places": len(pks),
            "aliases": aliases,
            "newspapers": len(papers),
            "industries": _load_industries(),
        }
        ReferenceLoad.objects.update_or_create(pk=1, defaults={"fingerprint": fingerprint()})
    return Loaded(counts, kept)


def is_loaded() -> bool:
    """Whether the database holds the reference data as they are in fixtures/ now."""
    return ReferenceLoad.objects.filter(fingerprint=fingerprint()).exists()


def fingerprint() -> str:
    """One hash over the names and bytes of the files directly in fixtures/."""
    digest = hashlib.sha256()
    for path in sorted(path for path in settings.FIXTURES.iterdir() if path.is_file()):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _upsert(model: type[models.Model], rows: list[models.Model], key: str, *fields: str) -> None:
    """Make the new rows in bulk; save each changed one by itself, for that the index hears of."""
    known = {getattr(row, key): row for row in model._default_manager.all()}
    names = [model._meta.get_field(field).attname for field in fields]
    fresh = [row for row in rows if getattr(row, key) not in known]
    model._default_manager.bulk_create(fresh, batch_size=500)
    for row in rows:
        old = known.get(getattr(row, key))
        if old is None or all(getattr(old, name) == getattr(row, name) for name in names):
            continue
        for name in names:
            setattr(old, name, getattr(row, name))
        old.save(update_fields=fields)


def _load_places() -> dict[str, int]:
    """Primary keys by code; parents go first, and zones may hang under a county of their level."""
    pks: dict[str, int] = {}
    waiting = list(places().by_code.values())
    while waiting:
        ready = [row for row in waiting if row.parent is None or row.parent in pks]
        fields = ("name", "short", "level", "kind")
        rows = [
            Place(
                code=row.code,
                parent_id=pks[row.parent] if row.parent else None,
                **{name: getattr(row, name) for name in fields},
            )
            for row in ready
        ]
        _upsert(Place, rows, "code", *fields, "parent")
        done = {row.code for row in ready}
        waiting = [row for row in waiting if row.code not in done]
        pks = dict(Place.objects.values_list("code", "pk"))
    return pks


def _load_aliases(pks: dict[str, int]) -> int:
    """Aliases belong to fixtures/ alone: what it no longer has goes."""
    rows = {
        (code, alias.name): PlaceAlias(
            place_id=pks[code], name=alias.name, historical=alias.historical
        )
        for code in places().by_code
        for alias in places().aliases_of(code)
    }
    PlaceAlias.objects.all().delete()
    PlaceAlias.objects.bulk_create(rows.values(), batch_size=500)
    return len(rows)


def _newspapers(pks: dict[str, int]) -> list[Newspaper]:
    return [
        Newspaper(
            slug=row.slug,
            name=row.name,
            aliases=list(row.aliases),
            level=row.level,
            place_id=pks[row.home] if row.home else None,
        )
        for row in newspapers().by_slug.values()
    ]


def _keep_edited(rows: list[Newspaper]) -> list[str]:
    """Put what editors set into the rows to be loaded; the newspapers and fields where it differs."""
    by_pk = edited()
    known = {row.slug: row for row in Newspaper.objects.filter(pk__in=by_pk)}
    kept = []
    for row in rows:
        if (old := known.get(row.slug)) is None:
            continue
        names = {name: Newspaper._meta.get_field(name).attname for name in FIELDS}
        differing = [
            name
            for name, attname in names.items()
            if name in by_pk[old.pk] and getattr(old, attname) != getattr(row, attname)
        ]
        for name in differing:
            setattr(row, names[name], getattr(old, names[name]))
        if differing:
            kept.append(f"{old.name}（{'、'.join(label(name) for name in differing)}）")
    return kept


def _load_industries() -> int:
    rows = [
        Industry(
            slug=row.slug,
            name=row.name,
            divisions=[{"code": item.code, "name": item.name} for item in row.divisions],
            keywords=list(row.keywords),
            order=order,
        )
        for order, row in enumerate(industries(), start=1)
    ]
    _upsert(Industry, rows, "slug", "name", "divisions", "keywords", "order")
    return len(rows)
