"""Articles for the tests of the search: a page each, published, with what they speak of."""

from __future__ import annotations

from datetime import date
from itertools import count

from archive.models import (
    Article,
    Import,
    Industry,
    IndustryMention,
    Issue,
    Newspaper,
    Official,
    OfficialMention,
    Page,
    Place,
    PlaceMention,
)

_numbers = count(1)
CITIES = {"370900": "泰安市", "370800": "济宁市", "320300": "徐州市"}
INDUSTRIES = {"energy-storage": "储能", "tourism": "文旅", "auto": "汽车"}


def province() -> Place:
    values = {"name": "山东省", "short": "山东", "level": "province"}
    return Place.objects.get_or_create(code="370000", defaults=values)[0]


def city(code: str = "370900") -> Place:
    name = CITIES[code]
    values = {"name": name, "short": name[:-1], "level": "prefecture", "parent": province()}
    return Place.objects.get_or_create(code=code, defaults=values)[0]


def county(code: str = "370983", name: str = "肥城市", parent: str = "370900") -> Place:
    values = {"name": name, "short": name[:-1], "level": "county", "parent": city(parent)}
    return Place.objects.get_or_create(code=code, defaults=values)[0]


def industry(slug: str = "energy-storage") -> Industry:
    return Industry.objects.get_or_create(slug=slug, defaults={"name": INDUSTRIES[slug]})[0]


def newspaper(slug: str = "dazhong-ribao", name: str = "大众日报") -> Newspaper:
    values = {"name": name, "level": "province", "aliases": ["大众"]}
    return Newspaper.objects.get_or_create(slug=slug, defaults=values)[0]


def page(day: str = "2024-03-15", paper: Newspaper | None = None) -> Page:
    number = next(_numbers)
    key = f"{number:064d}"
    source = Import.objects.create(sha256=key, filename=f"{number}.txt", file="x.txt", size=1)
    values = {"date_source": Issue.DateSource.ARGUMENT}
    issue = Issue.objects.get_or_create(
        newspaper=paper or newspaper(), date=date.fromisoformat(day), defaults=values
    )[0]
    used = issue.pages.count()
    return Page.objects.create(issue=issue, number=used + 1, sha256=key, source=source)


def article(
    body: str = "项目开工。",
    day: str = "2024-03-15",
    cities: dict[str, str] | None = None,
    industries: dict[str, str] | None = None,
    officials: dict[Official, str] | None = None,
    paper: Newspaper | None = None,
    **values: object,
) -> Article:
    """`cities` and `industries` map codes to roles."""
    values = {"title": "标题", "status": Article.Status.PUBLISHED, "order": 1} | values
    made = Article.objects.create(page=page(day, paper), body=body, **values)
    for code, role in (cities or {}).items():
        PlaceMention.objects.create(article=made, place=city(code), role=role)
    for slug, role in (industries or {}).items():
        IndustryMention.objects.create(article=made, industry=industry(slug), role=role)
    for official, role in (officials or {}).items():
        OfficialMention.objects.create(article=made, official=official, role=role)
    return made
