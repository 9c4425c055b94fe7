"""The places, officials and industries below a hit: a few of each, what was searched for first."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass

from django.utils.translation import gettext as _

from search.found import FoundArticle, FoundIndustry, FoundOfficial, FoundPlace

SHOWN = 4  # of each kind
Thing = FoundPlace | FoundOfficial | FoundIndustry


@dataclass(frozen=True, slots=True)
class Mentioned:
    """`kind` is a class of the style sheet; a line that leads nowhere has no `url`."""

    kind: str
    name: str
    url: str = ""


def mentioned(article: FoundArticle, chosen: Set[str]) -> list[Mentioned]:
    """What a list shows of an article's mentions; `chosen` are the codes of the request."""
    officials = [row.official for row in article.official_mentions]
    rest = [_rest(len(officials))] if len(officials) > SHOWN else []
    return [
        *_first("of-place", [row.place for row in article.place_mentions], chosen),
        *_first("of-official", officials, chosen),
        *rest,
        *_first("of-industry", [row.industry for row in article.industry_mentions], chosen),
    ]


def _rest(number: int) -> Mentioned:
    return Mentioned("meta", _("等 %(number)s 人") % {"number": number})


def _first(kind: str, things: Iterable[Thing], chosen: Set[str]) -> list[Mentioned]:
    ranked = sorted(things, key=lambda one: chosen.isdisjoint(_codes(one)))[:SHOWN]
    return [Mentioned(kind, one.name, one.get_absolute_url()) for one in ranked]


def _codes(thing: Thing) -> Set[str]:
    """What an address calls it; a county goes by its city too."""
    match thing:
        case FoundPlace():
            return {one.code for one in (thing, thing.parent) if one}
        case FoundOfficial():
            return {str(thing.pk)}
    return {thing.slug}
