"""What the values of facets are called; namesakes carry what tells them apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from django.db.models import Q

from archive.gazetteer.pinyin import place_pinyin
from archive.models import Industry, Newspaper, Official, Place

Labels = dict[str, dict[str, str]]
UNKNOWN = "任职地不详"


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
    """2024年3月 of 2024-03; what is no month stands as it is."""
    year, _, month = value.partition("-")
    return f"{year}年{int(month)}月" if month.isdecimal() else value


def day_label(value: str) -> str:
    """2024年, 2024年3月 or 2024年3月5日 of a date as an address gives it."""
    parts = [str(int(part)) if part.isdecimal() else part for part in value.split("-")]
    return "".join(part + unit for part, unit in zip(parts, "年月日", strict=False))


def begun(facet: str, start: str) -> set[str]:
    """The values of a facet whose name, or its pinyin, begins with what is typed."""
    return {value for value, names in _named(facet, start) if names_begin(names, start)}


def names_begin(names: Sequence[str], start: str) -> bool:
    return any(name.lower().startswith(start.lower()) for name in names)


def _named(facet: str, start: str) -> Iterator[tuple[str, Sequence[str]]]:
    """Values with all that they may be called; officials are thousands, so the database chooses."""
    if facet == "official":
        like = Q(name__istartswith=start)
        if start.isascii():
            like |= Q(pinyin__istartswith=start) | Q(pinyin__icontains=f" {start}")
        rows = Official.objects.filter(like).values_list("pk", "name", "pinyin")
        yield from ((str(pk), (name, *pinyin.split())) for pk, name, pinyin in rows)
    elif facet in ("city", "county"):
        for code, name in Place.objects.values_list("code", "name"):
            yield code, (name, *(_place_pinyin(name) if start.isascii() else ()))
    elif facet == "month":
        yield start, (start,)
    else:
        model = Industry if facet == "industry" else Newspaper
        yield from (
            (slug, (name, slug)) for slug, name in model.objects.values_list("slug", "name")
        )


@lru_cache(maxsize=8192)
def _place_pinyin(name: str) -> tuple[str, ...]:
    return tuple(place_pinyin(name).split())


def parents(codes: Sequence[str]) -> dict[str, str]:
    """The city above each county."""
    rows = Place.objects.filter(code__in=codes).values_list("code", "parent__code")
    return {code: above or "" for code, above in rows}


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
