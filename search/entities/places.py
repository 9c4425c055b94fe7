"""Places and industries for the API."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from archive.models import Industry, Place
from search.answers import Absolute
from search.entities.counted import everywhere, portrait
from search.request import SearchRequest

_ROW = ("code", "name", "level", "parent__code")


def cities(absolute: Absolute) -> dict[str, Any]:
    """Cities and provinces that articles speak of, the most spoken of first."""
    counts = everywhere("city")
    rows = [
        _row(row, absolute) | {"count": counts[row[0]]}
        for row in Place.objects.filter(code__in=list(counts)).values_list(*_ROW)
    ]
    rows.sort(key=lambda row: (-row["count"], row["code"]))
    return {"total": len(rows), "results": rows}


def city(code: str, absolute: Absolute) -> dict[str, Any] | None:
    """Any place: a province, a city, a county; of a city also what lies under it."""
    found = Place.objects.filter(code=code).first()
    if found is None:
        return None
    county = found.level == Place.Level.COUNTY
    asked = SearchRequest(county=(code,)) if county else SearchRequest(city=(code,))
    told = portrait(asked, "county", "official", "industry", "newspaper", "month")
    below = set(Place.objects.filter(parent=found).values_list("code", flat=True))
    told["counties"] = [row for row in told["counties"] if row["value"] in below]
    parent = found.parent.code if found.parent else None
    return (
        _row((code, found.name, found.level, parent), absolute)
        | told
        | {
            "kind": found.kind,
            "aliases": list(found.aliases.values_list("name", flat=True)),
        }
    )


def _row(row: tuple[Any, ...], absolute: Absolute) -> dict[str, Any]:
    code, name, level, parent = row
    url = absolute(reverse("city-detail", args=[code]))
    return {"code": code, "name": name, "level": level, "parent": parent, "url": url}


def industries(absolute: Absolute) -> dict[str, Any]:
    """All of them, in the order of the list."""
    counts = everywhere("industry")
    rows = [
        _industry(slug, name, absolute) | {"count": counts.get(slug, 0)}
        for slug, name in Industry.objects.values_list("slug", "name")
    ]
    return {"total": len(rows), "results": rows}


def industry(slug: str, absolute: Absolute) -> dict[str, Any] | None:
    found = Industry.objects.filter(slug=slug).first()
    if found is None:
        return None
    asked = SearchRequest(industry=(slug,))
    told = portrait(asked, "city", "official", "newspaper", "month")
    own = {"divisions": [str(one) for one in found.divisions], "keywords": found.keywords}
    return _industry(slug, found.name, absolute) | told | own


def _industry(slug: str, name: str, absolute: Absolute) -> dict[str, Any]:
    url = absolute(reverse("industry-detail", args=[slug]))
    return {"slug": slug, "name": name, "url": url}
