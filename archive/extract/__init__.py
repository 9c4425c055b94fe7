"""Draft in, mentions out: places, officials, industries, figures. No database."""

from archive.extract.figures import find_figures
from archive.extract.industries import find_industries
from archive.extract.officials import find_officials
from archive.extract.places import find_places
from archive.records import ArticleDraft, Context, Mentions, PlaceMention

__all__ = ["extract", "places_of"]


def extract(draft: ArticleDraft, context: Context) -> Mentions:
    """Everything that an article speaks of; the officials' posts need its places."""
    places = find_places(draft, context)
    officials, people = find_officials(draft, context, places)
    return Mentions(
        places=places,
        officials=officials,
        people=people,
        industries=find_industries(draft),
        figures=find_figures(draft, context),
    )


def places_of(draft: ArticleDraft) -> list[PlaceMention]:
    """The places that an article names by itself, whatever paper prints it."""
    return find_places(draft, Context())
