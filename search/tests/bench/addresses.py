"""One address of each kind of public page, of the things that most articles speak of."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count

from archive.models import Article, IndustryMention, OfficialMention, PlaceMention


def addresses() -> dict[str, str]:
    """By name; the archive holds at least one article with a city, a county, an official and an industry."""
    city, county = _place("prefecture"), _place("county")
    official = _most(OfficialMention.objects.all(), "official").official
    industry = _most(IndustryMention.objects.all(), "industry").industry
    article = Article.objects.published().with_press().newest()[0]
    issue = article.page.issue
    return {
        "home": "/",
        "cities": "/cities/",
        "city": city.get_absolute_url(),
        "province": city.parent.get_absolute_url(),
        "county": county.get_absolute_url(),
        "officials": "/officials/",
        "officials by name": _asked("/officials/", q=official.name[:1]),
        "officials by initials": _asked("/officials/", q="z"),
        "officials of a city": _asked("/officials/", city=city.code),
        "official": official.get_absolute_url(),
        "industries": "/industries/",
        "industry": industry.get_absolute_url(),
        "newspapers": "/newspapers/",
        "newspaper": issue.newspaper.get_absolute_url(),
        "issue": issue.get_absolute_url(),
        "page": article.page.get_absolute_url(),
        "article": article.get_absolute_url(),
        "search": "/search/",
        "search, a word": _asked("/search/", q=article.headline[:2]),
        "search, two facets": _asked("/search/", city=city.code, industry=industry.slug),
        "choices": "/search/choices/official/",
        "trends": "/trends/",
        "trends, two lines": _series(f"城市:{city.name}", f"行业:{industry.name}"),
        "diffusion": _asked("/diffusion/", q=article.headline[:2]),
        "figures": "/figures/",
        "figures of a city": _asked("/figures/", city=city.code),
    }


def _asked(path: str, **values: object) -> str:
    return f"{path}?{urlencode(values)}"


def _series(*values: str) -> str:
    return f"/trends/?{urlencode([('series', value) for value in values])}"


def _place(level: str) -> Any:
    return _most(PlaceMention.objects.filter(place__level=level), "place").place


def _most(mentions: Any, name: str) -> Any:
    """A mention of what is mentioned most."""
    best = mentions.order_by().values_list(name).annotate(n=Count("pk")).order_by("-n", name)[0][0]
    return mentions.filter(**{name: best})[0]
