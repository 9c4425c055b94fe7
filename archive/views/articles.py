"""An article with everything that it speaks of."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from archive import selectors
from archive.views.figures import with_quote
from archive.views.reading import read_only


@read_only
def article_detail(request: HttpRequest, pk: int) -> HttpResponse:
    article = selectors.article_get(pk=pk)
    if article is None and (other := selectors.article_moved(pk=pk)):
        # Whoever comes from a search finds its hits marked here too.
        asked = request.META.get("QUERY_STRING", "")
        return redirect(f"{other.get_absolute_url()}{'?' * bool(asked)}{asked}", permanent=True)
    if article is None:
        raise Http404("没有这篇文章：它可能尚未发布，或者已被编辑合并、撤下。")
    same_page, before, after = selectors.article_neighbours(article=article)
    context = {
        "article": article,
        "same_page": same_page,
        "before": before,
        "after": after,
        "copies": selectors.article_copies(article=article),
        "continuations": article.continuations.select_related("page__issue__newspaper"),
        "citation": selectors.citation(article=article),
        "figures": [with_quote(figure) for figure in article.figures.all()],
    }
    return render(request, "archive/article.html", context)
