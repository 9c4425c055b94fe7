"""What the search gives to pages: marked articles, similar ones, links that carry the query.

Choices and mentions, some three hundred on a page of results, are written here: templates took
more time for them than all the rest of the search.
"""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from archive.models import Article
from search import coins, reading
from search.found import FoundArticle
from search.mentioned import Mentioned
from search.reading import Reading
from search.results import FacetValue
from search.similar import similar
from search.spelling import Meant, meant

register = template.Library()
QUOTES = frozenset('"＂“”「」『』')


@register.simple_tag(takes_context=True)
def reading_of(context: Context, article: Article) -> Reading:
    """The article's texts with the hits of the search that the address carries."""
    return reading.read(article, context["request"].GET)


@register.simple_tag(takes_context=True)
def carried_search(context: Context) -> str:
    """What a link to an article carries on of the search that is shown: `?q=储能&page=2`."""
    return reading.carried(reading.asked(context["request"].GET))


@register.simple_tag(takes_context=True)
def carried_query(context: Context) -> str:
    """What was searched for, where an article was opened from results: the search box keeps it."""
    return reading.asked(context["request"].GET).q


@register.filter
def quoted(text: str) -> str:
    """In quotes, unless it has some of its own: “储能”, but "高质量发展" as it stands."""
    return text if QUOTES.intersection(text) else f"“{text}”"


@register.filter
def taken(choices: Iterable[FacetValue]) -> int:
    """How many of the choices, and of those below them, are selected."""
    return sum(choice.selected + taken(choice.children) for choice in choices)


@register.simple_tag
def similar_articles(article: Article) -> list[Article]:
    """At most five, nearest first."""
    return similar(article)


@register.simple_tag(takes_context=True)
def did_you_mean(context: Context, total: int = 0) -> list[Meant]:
    """At most three searches that have hits, where this one has none or was mistyped."""
    return meant(reading.asked(context["request"].GET), found=total > 0)


CHOSEN = mark_safe(' class="chosen" aria-current="true"')  # noqa: S308 - nothing of it is given
TICK = mark_safe('<span class="tick" aria-hidden="true"></span>')  # noqa: S308 - as above
NOTHING = mark_safe("")  # noqa: S308 - as above


@register.simple_tag
def choice_link(choice: FacetValue, facet: str) -> SafeString:
    """A choice of a facet with its count; its id keeps the focus when the results are replaced."""
    told = (
        format_html('<span class="hidden">{}</span>', _("（已选）")) if choice.selected else NOTHING
    )
    return format_html(
        '<a id="{}-{}" href="{}" rel="nofollow"{}>{}<span class="label">{}{}</span>'
        '<span class="count">{}<span class="hidden"> {}</span></span></a>',
        facet,
        choice.value,
        choice.url,
        CHOSEN if choice.selected else NOTHING,
        TICK,
        choice.label,
        told,
        choice.count,
        _("篇"),
    )


@register.simple_tag(takes_context=True)
def coins_span(context: Context, article: FoundArticle) -> SafeString:
    """What a reference manager reads of a hit; nothing of it is seen or heard."""
    address = context["request"].build_absolute_uri(article.get_absolute_url())
    return format_html('<span class="Z3988" title="{}"></span>', coins.described(article, address))


@register.simple_tag
def mentioned_items(mentioned: Iterable[Mentioned]) -> SafeString:
    """What a hit speaks of, as items of a list."""
    return format_html_join("", "<li{}>{}</li>", map(_mentioned, mentioned))


def _mentioned(one: Mentioned) -> tuple[SafeString, SafeString | str]:
    kind = format_html(' class="{}"', one.kind)
    if not one.url:
        return kind, one.name
    return NOTHING, format_html('<a{} href="{}">{}</a>', kind, one.url, one.name)
