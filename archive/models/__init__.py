"""What is stored: press, articles with their mentions, entities, imports."""

from archive.models.articles import (
    Article,
    Figure,
    IndustryMention,
    OfficialMention,
    PersonMention,
    PlaceMention,
)
from archive.models.entities import Industry, Official, Place, PlaceAlias, Post
from archive.models.imports import Import, ReferenceLoad
from archive.models.press import Issue, Newspaper, Page

__all__ = [
    "Article",
    "Figure",
    "Import",
    "Industry",
    "IndustryMention",
    "Issue",
    "Newspaper",
    "Official",
    "OfficialMention",
    "Page",
    "PersonMention",
    "Place",
    "PlaceAlias",
    "PlaceMention",
    "Post",
    "ReferenceLoad",
]
