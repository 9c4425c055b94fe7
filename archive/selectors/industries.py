"""Industries: how much is said of each, and by whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count

from archive.models import Article, Industry, IndustryMention, Official, OfficialMention
from archive.selectors.tally import Tally, tally

SPEAKER = OfficialMention.Role.SPEAKER


@dataclass(frozen=True, slots=True)
class Voice:
    """An official in `count` articles on an industry, speaking in `speaks` of them."""

    thing: Official
    speaks: int
    count: int


def industry_tallies(*, counts: dict[str, int]) -> list[Tally]:
    """Every industry with its published articles, in the order of the list."""
    return [Tally(row, counts.get(row.slug, 0)) for row in Industry.objects.all()]


def industries_by(*, counts: dict[str, int], limit: int) -> list[Tally]:
    """What articles are about, the most frequent first, of articles by slug."""
    things = {row.slug: row for row in Industry.objects.filter(slug__in=list(counts))}
    return tally(counts=sorted(counts.items()), things=things)[:limit]


def industry_get(*, slug: str) -> Industry | None:
    return Industry.objects.filter(slug=slug).first()


def industry_find(*, name: str) -> list[Industry]:
    return list(Industry.objects.filter(name=name))


def voices_on(*, industry: Industry, limit: int) -> list[Voice]:
    """Whom articles on the industry let speak most; then who is named most."""
    drafts = Article.objects.filter(status=Article.Status.DRAFT)
    rows = (
        OfficialMention.objects.filter(
            article__in=IndustryMention.objects.filter(industry=industry).values("article")
        )
        .exclude(article__in=drafts.values("pk"))
        .order_by()
        .values_list("official", "role")
        .annotate(count=Count("pk"))
    )
    found: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    for pk, role, count in rows:
        found[pk][0] += count if role == SPEAKER else 0
        found[pk][1] += count
    best = sorted(found.items(), key=lambda row: (-row[1][0], -row[1][1], row[0]))[:limit]
    people = Official.objects.select_related("place").in_bulk([pk for pk, _ in best])
    return [Voice(people[pk], *counts) for pk, counts in best if pk in people]
