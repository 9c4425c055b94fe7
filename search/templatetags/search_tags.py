"""What the search gives to pages: marked articles, similar ones, links that carry the query.

Choices and mentions, some three hundred on a page of results, are written here: templates took
more time for them than all the rest of the search.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from archive.models import Article
from search import coins, reading, syntax
from search.found import FoundArticle
from search.histogram import Span
from search.mentioned import Mentioned
from search.reading import Reading
from search.results import Facet, FacetValue
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


@register.simple_tag
def syntax_examples() -> tuple[tuple[str, object], ...]:
    """Queries to try, each with what it finds."""
    return syntax.EXAMPLES


CHOSEN = ' class="chosen" aria-current="true"'


@register.simple_tag
def choice_items(facet: Facet) -> SafeString:
    """The choices of a facet as items of a list, the counties of a city folded away below it."""
    told = {"unit": _("篇"), "chosen": _("（已选）"), "below": _("%(city)s的区县")}
    items = (_item(choice, facet.name, told) for choice in facet.values)
    return mark_safe("".join(items))  # noqa: S308 - every text in it is escaped below


def _item(choice: FacetValue, facet: str, told: dict[str, str]) -> str:
    own = _choice(choice, facet, told)
    if not choice.children:
        return f"<li>{own}</li>"
    name = escape(told["below"] % {"city": choice.label})
    shown = " open" if choice.selected or any(one.selected for one in choice.children) else ""
    below = "".join(f"<li>{_choice(one, 'county', told)}</li>" for one in choice.children)
    return (
        f'<li class="branch">{own}<details id="below-{escape(choice.value)}"{shown}>'
        f'<summary><span class="hidden">{name}</span></summary>'
        f'<ul aria-label="{name}">{below}</ul></details></li>'
    )


def _choice(choice: FacetValue, facet: str, told: dict[str, str]) -> str:
    """A link with its count; its id keeps the focus when the results are replaced."""
    taken = f'<span class="hidden">{told["chosen"]}</span>' if choice.selected else ""
    return (
        f'<a id="{facet}-{escape(choice.value)}" href="{escape(choice.url)}" rel="nofollow"'
        f'{CHOSEN if choice.selected else ""}><span class="label">{escape(choice.label)}'
        f'{taken}</span><span class="count">{choice.count}'
        f'<span class="hidden"> {told["unit"]}</span></span></a>'
    )


@register.simple_tag
def span_rows(spans: Iterable[Span]) -> SafeString:
    """The columns of the chart as rows of a table."""
    rows = (
        f'<tr><th scope="row"><a href="{escape(span.url)}" rel="nofollow"'
        f"{CHOSEN if span.selected else ''}>{escape(span.label)}</a></th>"
        f'<td class="num">{span.count}</td></tr>'
        for span in spans
    )
    return mark_safe("".join(rows))  # noqa: S308 - every text in it is escaped


@register.simple_tag(takes_context=True)
def coins_span(context: Context, article: FoundArticle) -> SafeString:
    """What a reference manager reads of a hit; nothing of it is seen or heard."""
    address = context["request"].build_absolute_uri(article.get_absolute_url())
    return format_html('<span class="Z3988" title="{}"></span>', coins.described(article, address))


@register.simple_tag
def mentioned_items(mentioned: Iterable[Mentioned]) -> SafeString:
    """What a hit speaks of, as items of a list."""
    return mark_safe("".join(map(_mentioned, mentioned)))  # noqa: S308 - escaped below


def _mentioned(one: Mentioned) -> str:
    if not one.url:
        return f'<li class="{one.kind}">{escape(one.name)}</li>'
    return f'<li><a class="{one.kind}" href="{escape(one.url)}">{escape(one.name)}</a></li>'
