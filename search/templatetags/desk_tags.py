"""What the desk puts on other pages: keep this article, keep this search."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from archive.models import Article

register = template.Library()


@register.simple_tag(takes_context=True)
def keep_article(context: Context, article: Article) -> SafeString | str:
    """A link to put the article into a collection."""
    return ""


@register.simple_tag(takes_context=True)
def keep_search(context: Context, query: str) -> SafeString | str:
    """A link to save the search of this query string, for a feed by e-mail or for later."""
    return ""
