"""What the desk puts on other pages: keep this article, keep this search."""

from __future__ import annotations

from urllib.parse import urlencode

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive.models import Article
from search.found import FoundArticle

register = template.Library()
LONGEST_BACK = 1000  # characters of an address that a link leads back to


@register.simple_tag(takes_context=True)
def keep_article(context: Context, article: Article | FoundArticle) -> SafeString | str:
    """A link to put the article into a collection, which leads back to this page."""
    request = context.get("request")
    query = {"article": article.pk}
    here = request.get_full_path() if request else ""
    if here and len(here) <= LONGEST_BACK and here != article.get_absolute_url():
        query["next"] = f"{here}#article-{article.pk}"
    return format_html(
        '<a class="keep" href="{}?{}" rel="nofollow">{}<span class="hidden">{}{}</span></a>',
        reverse("desk-keep"),
        urlencode(query),
        _("收藏"),
        _("："),
        article.headline,
    )


@register.simple_tag(takes_context=True)
def keep_search(context: Context, query: str) -> SafeString | str:
    """A link to save the search of this query string, for a feed by e-mail or for later."""
    return format_html(
        '<a class="keep" href="{}{}" rel="nofollow">{}</a>',
        reverse("desk-search-new"),
        f"?{query}" if query else "",
        _("保存检索"),
    )
