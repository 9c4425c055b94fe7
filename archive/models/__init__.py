"""What is stored: press, articles with their mentions, entities, imports."""

from archive.models.articles import (
    Article,
    ArticleSentence,
    Continuation,
    MovedArticle,
    ReprintGroup,
)
from archive.models.entities import Industry, Official, OfficialAlias, Place, PlaceAlias, Post
from archive.models.imports import Batch, Import, ImportFault, ReferenceLoad
from archive.models.mentions import (
    Figure,
    IndustryMention,
    OfficialMention,
    PersonMention,
    PlaceMention,
)
from archive.models.press import Issue, Newspaper, Page
from archive.models.roles import Role

__all__ = [
    "Article",
    "ArticleSentence",
    "Batch",
    "Continuation",
    "Figure",
    "Import",
    "ImportFault",
    "Industry",
    "IndustryMention",
    "Issue",
    "MovedArticle",
    "Newspaper",
    "Official",
    "OfficialAlias",
    "OfficialMention",
    "Page",
    "PersonMention",
    "Place",
    "PlaceAlias",
    "PlaceMention",
    "Post",
    "ReferenceLoad",
    "ReprintGroup",
    "Role",
]
