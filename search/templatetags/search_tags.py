"""What the search gives to pages: marked articles, similar ones, links that carry the query."""

from __future__ import annotations

from django import template
from django.template.context import Context

from archive.models import Article
from search import reading
from search.reading import Reading
from search.similar import similar
from search.spelling import Meant, meant

register = template.Library()


@register.simple_tag(takes_context=True)
def reading_of(context: Context, article: Article) -> Reading:
    """The article's texts with the hits of the search that the address carries."""
    return reading.read(article, context["request"].GET)


@register.simple_tag(takes_context=True)
def carried_search(context: Context) -> str:
    """What a link to an article carries on of the search that is shown: `?q=储能&page=2`."""
    return reading.carried(reading.asked(context["request"].GET))


@register.simple_tag
def similar_articles(article: Article) -> list[Article]:
    """At most five, nearest first."""
    return similar(article)


@register.simple_tag(takes_context=True)
def did_you_mean(context: Context, total: int = 0) -> list[Meant]:
    """At most three searches that have hits, where this one has none or was mistyped."""
    return meant(reading.asked(context["request"].GET), found=total > 0)
