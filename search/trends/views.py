"""The page of trends and its files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from archive.views.reading import read_only
from search import away
from search.engine import IndexUnavailable
from search.exports.sending import plain
from search.trends import page
from search.trends.asked import read
from search.trends.counting import count
from search.trends.document import source
from search.trends.files import FILES


@read_only
def trends(request: HttpRequest) -> HttpResponse:
    """What is not understood is named; series that stand in other parameters are redirected to."""
    asked = read(request.GET)
    if asked.is_moved and not asked.problems:
        return redirect(asked.request.link(reverse("trends")))
    context: dict[str, Any] = {"problems": asked.problems, "form": page.form(asked.request)}
    status = 200
    try:
        found = count(asked.request)
        context |= page.shown(found)
        context["problems"] = asked.problems + found.left_out
    except IndexUnavailable as error:
        status = 503
        context |= {"problems": [*away.lines(request, error), *asked.problems], "is_away": True}
    return away.ask_later(render(request, "search/trends/trends.html", context, status=status))


@read_only
def file(request: HttpRequest, suffix: str) -> HttpResponse:
    """The table in one of the forms; 400 names what is not understood."""
    if suffix not in FILES:
        raise Http404
    asked = read(request.GET)
    if asked.problems:
        return plain("\n".join(asked.problems), 400)
    try:
        found = count(asked.request)
    except IndexUnavailable as error:
        return away.ask_later(plain("\n".join(away.lines(request, error)), 503))
    form, origin = FILES[suffix], source(request, asked.request)
    content = form.write(found, origin)
    response = HttpResponse(content, content_type=form.content_type)
    if form.attached:
        response["Content-Disposition"] = (
            f'attachment; filename="trends-{origin.day:%Y%m%d}.{suffix}"'
        )
    response["X-Robots-Tag"] = "noindex"
    return response
