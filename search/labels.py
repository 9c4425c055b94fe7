"""What the values of facets are called; namesakes carry what tells them apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.models import Industry, Newspaper, Official, Place

Labels = dict[str, dict[str, str]]
UNKNOWN = "任职地不详"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def full_name(name: str, *apart: str | None) -> str:
    """`李强（泰安市）`, `鼓楼区（南京市）`; also understood as a name in an address."""
    known = "，".join(part for part in apart if part)
    return f"{name}（{known or UNKNOWN}）"


def labels(values: dict[str, list[str]]) -> Labels:
    """The label of each value of each facet, in one query a table."""
    places = place_labels([*values.get("city", ()), *values.get("county", ())])
    slugs, papers = values.get("industry", ()), values.get("newspaper", ())
    return {
        "city": places,
        "county": places,
        "official": official_labels(values.get("official", [])),
        "industry": dict(Industry.objects.filter(slug__in=slugs).values_list("slug", "name")),
        "newspaper": dict(Newspaper.objects.filter(slug__in=papers).values_list("slug", "name")),
        "month": {value: month_label(value) for value in values.get("month", ())},
    }


def month_label(value: str) -> str:
    """2024年3月 of 2024-03, Mar 2024 in English; what is no month stands as it is."""
    return day_label(value) if value.partition("-")[2].isdecimal() else value


def day_label(value: str) -> str:
    """2024年, 2024年3月 or 2024年3月5日 of a date as an address gives it; 5 Mar 2024 in English."""
    parts = value.split("-")
    if not all(part.isdecimal() for part in parts):
        return value
    year, *rest = (int(part) for part in parts)
    if get_language() == "en":
        named = [MONTHS[rest[0] - 1], *rest[1:]] if rest and 0 < rest[0] <= len(MONTHS) else rest
        return " ".join(str(part) for part in [*reversed(named), year])
    return "".join(f"{part}{unit}" for part, unit in zip((year, *rest), "年月日", strict=False))


def days_label(first: str, last: str) -> str:
    """2024年3月至9月; 2024年3月起 and 截至2024年9月 where an end is open. Dates as in addresses."""
    if first == last:
        return day_label(first) if first else ""
    if not last:
        return _("%(first)s起") % {"first": day_label(first)}
    if not first:
        return _("截至%(last)s") % {"last": day_label(last)}
    ends = {"first": day_label(first), "last": day_label(last)}
    if get_language() != "en" and first[:4] == last[:4] and len(first) == len(last) > len("2024"):
        ends["last"] = ends["last"].partition("年")[2]
    return _("%(first)s至%(last)s") % ends


def counties(cities: Sequence[str]) -> dict[str, str]:
    """The city above each county of these cities."""
    rows = Place.objects.filter(parent__code__in=cities, level=Place.Level.COUNTY)
    return dict(rows.values_list("code", "parent__code"))


def place_labels(codes: Sequence[str]) -> dict[str, str]:
    rows = Place.objects.filter(code__in=codes).values_list("code", "name", "parent__name")
    found = list(rows)
    often = Counter(name for _, name, _ in found)
    return {
        code: full_name(name, parent) if often[name] > 1 else name for code, name, parent in found
    }


def official_labels(numbers: Sequence[str]) -> dict[str, str]:
    rows = Official.objects.filter(pk__in=[int(number) for number in numbers])
    found = list(rows.values_list("pk", "name", "place__name", "distinction"))
    often = Counter(name for _, name, _, _ in found)
    return {
        str(pk): full_name(name, place, apart) if often[name] > 1 else name
        for pk, name, place, apart in found
    }
