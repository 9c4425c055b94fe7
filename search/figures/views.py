"""The pages of figures: the list, the comparison, the files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.selectors.figures import ORDERS
from archive.views.reading import read_only
from search import away
from search.engine import IndexUnavailable
from search.exports.sending import pieces, plain
from search.figures import links, page
from search.figures.asked import FigureRequest
from search.figures.comparing import compared
from search.figures.files import FILES, Source
from search.figures.listing import listing, rows_of
from search.figures.understanding import read


@read_only
def figures(request: HttpRequest) -> HttpResponse:
    """Names are redirected to their codes; what is not understood is named on the page."""
    asked = read(request.GET)
    path = reverse("figures")
    if asked.renamed and not asked.problems:
        return redirect(asked.request.link(path))
    context = page.frame(asked.request, path) | {"problems": asked.problems}
    try:
        found = listing(asked.request)
    except IndexUnavailable as error:
        return _away(request, "search/figures/figures.html", context, error)
    context |= page.listed(asked.request, found, path)
    return render(request, "search/figures/figures.html", context)


@read_only
def compare(request: HttpRequest) -> HttpResponse:
    """Cities by periods, and targets beside later results, of the indicators chosen."""
    asked = read(request.GET)
    path = reverse("figures-compare")
    if asked.renamed and not asked.problems:
        return redirect(asked.request.link(path))
    context = page.frame(asked.request, path) | {"problems": asked.problems}
    try:
        context |= page.compared(asked.request, compared(asked.request), path)
    except IndexUnavailable as error:
        return _away(request, "search/figures/compare.html", context, error)
    return render(request, "search/figures/compare.html", context)


@read_only
def export(request: HttpRequest, suffix: str) -> HttpResponse | StreamingHttpResponse:
    """Every figure asked for in one of the forms; 400 names what is not understood."""
    if suffix not in FILES:
        raise Http404
    asked = read(request.GET)
    if asked.problems:
        return plain("\n".join(asked.problems), 400)
    try:
        rows = rows_of(asked.request).order_by(*ORDERS[asked.request.sort])
    except IndexUnavailable as error:
        return away.ask_later(plain("\n".join(away.lines(request, error)), 503))
    form, source = FILES[suffix], _source(request, asked.request)
    content = form.write(rows, source) if request.method != "HEAD" else iter(())
    response = StreamingHttpResponse(pieces(content), content_type=form.content_type)
    name = f"figures-{source.day:%Y%m%d}.{suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _source(request: HttpRequest, asked: FigureRequest) -> Source:
    words = "；".join(chip.label for chip in links.chips(asked, "", links.names_of(asked)))
    link = request.build_absolute_uri(asked.link(reverse("figures")))
    return Source(words or _("全部数据"), link, timezone.localdate(), request.build_absolute_uri)


def _away(
    request: HttpRequest, template: str, context: dict[str, Any], error: IndexUnavailable
) -> HttpResponse:
    context["problems"] = [*away.lines(request, error), *context["problems"]]
    context["is_away"] = True
    return away.ask_later(render(request, template, context, status=503))
