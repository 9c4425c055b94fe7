"""An article with everything that it speaks of."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _

from archive import selectors
from archive.models import Article
from archive.views.citations import context_of
from archive.views.figures import with_quote
from archive.views.reading import read_only


@read_only
def article_detail(request: HttpRequest, pk: int) -> HttpResponse:
    article = selectors.article_get(pk=pk)
    if article is None and (other := selectors.article_moved(pk=pk)):
        # Whoever comes from a search finds its hits marked here too.
        asked = request.GET.urlencode()
        return redirect(f"{other.get_absolute_url()}{'?' * bool(asked)}{asked}", permanent=True)
    if article is None:
        raise Http404(_("没有这篇文章：它可能尚未发布，或者已被编辑合并、撤下。"))
    response = render(request, "archive/article.html", _context(request, article))
    response["Last-Modified"] = http_date(article.updated.timestamp())
    return response


def _context(request: HttpRequest, article: Article) -> dict[str, Any]:
    address = request.build_absolute_uri(article.get_absolute_url())
    record = selectors.citation(
        article=article, address=address, accessed=timezone.localdate(), archive=_("政策档案")
    )
    copies = selectors.article_copies(article=article)
    return {
        "article": article,
        "around": selectors.article_neighbours(article=article),
        "places": selectors.article_places(article=article),
        "copies": sorted([article, *copies], key=_printed) if copies else [],
        "continuations": article.continuations.select_related("page__issue__newspaper"),
        "figures": [with_quote(figure) for figure in article.figures.all()],
        **context_of(record, article),
    }


def _printed(article: Article) -> tuple:
    return article.page.issue.date, article.page_id, article.order
