"""What an article speaks of, as facets and answers give it; reads prefetched mentions only."""

from __future__ import annotations

from archive.models import Article, Place
from archive.models.mentions import OfficialRole, Role

ABOUT = (OfficialRole.SUBJECT, OfficialRole.SPEAKER)
PlaceRoles = list[tuple[Place, str]]


def cities(article: Article) -> PlaceRoles:
    """Prefectures, and provinces as a whole; a county speaks for the city it hangs under."""
    found: dict[str, tuple[Place, str]] = {}
    for mention in article.place_mentions.all():
        county = mention.place.level == Place.Level.COUNTY
        place = mention.place.parent if county else mention.place
        if place and found.get(place.code, (place, ""))[1] != Role.SUBJECT:
            found[place.code] = (place, mention.role)
    return sorted(found.values(), key=lambda row: row[1] != Role.SUBJECT)


def counties(article: Article) -> PlaceRoles:
    """Counties and functional zones."""
    return [
        (mention.place, mention.role)
        for mention in article.place_mentions.all()
        if mention.place.level == Place.Level.COUNTY
    ]


def subjects(article: Article) -> list[str]:
    """The names of the places and industries an article is about, and of whom it is about or quotes."""
    places = [row.place for row in article.place_mentions.all() if row.role == Role.SUBJECT]
    industries = [
        row.industry for row in article.industry_mentions.all() if row.role == Role.SUBJECT
    ]
    officials = [row.official for row in article.official_mentions.all() if row.role in ABOUT]
    return [one.name for one in (*places, *industries, *officials)]
