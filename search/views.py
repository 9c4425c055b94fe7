"""Pages of the search: results, choices, and whether everything stands."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from archive.models import Article
from archive.views.reading import read_only
from archive.web.client import is_this_machine
from search import away, links, panel
from search.address import read
from search.backend import policy_backend
from search.engine import IndexUnavailable
from search.executor import SearchExecutor
from search.facets import link
from search.indexing.health import index_state
from search.request import CHOICES, FACETS
from search.results import Facet, SearchPage
from search.suggesting.choices import within

LONGEST_DATE = 16  # characters that the boxes take
DENSITY = "density"  # the cookie that keeps how close the hits stand
DENSITIES = ("roomy", "compact")
A_YEAR = 365 * 24 * 3600  # seconds


@read_only
def search(request: HttpRequest) -> HttpResponse:
    """Names are redirected to their codes; what is not understood is named on the page."""
    address = read(request.GET)
    path = reverse("search")
    if address.renamed and not address.problems:
        return redirect(link(path, address.request))
    status, hint = 200, ""
    try:
        page = SearchExecutor(address.request, path, panel.build).page()
    except IndexUnavailable as error:
        page = SearchPage(total=0, page=1, pages=1, size=20, problems=[away.line(error)])
        status, hint = 503, away.for_operators(request, error)
    page.problems += address.problems
    context = links.context(address.request, page, path) | {
        "is_away": status == 503,
        "away": hint,
        "is_compact": request.COOKIES.get(DENSITY) == "compact",
    }
    if address.problems:
        context |= _typed_dates(request, context)
    return away.ask_later(render(request, "search/search.html", context, status=status))


def _typed_dates(request: HttpRequest, context: dict[str, Any]) -> dict[str, str]:
    """Both boxes keep what was typed where it was not understood, to be set right there."""
    boxes = {"date_from": "from", "date_to": "to"}
    return {
        box: context[box] or request.GET.get(name, "")[:LONGEST_DATE] for box, name in boxes.items()
    }


@read_only
def density(request: HttpRequest, name: str) -> HttpResponse:
    """Keeps in a cookie how close the hits stand, so that addresses tell what is searched alone."""
    if name not in DENSITIES:
        raise Http404
    back = request.GET.get("next", "")
    if not (back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)):
        back = reverse("search")  # what is no path could be taken for the name of a view
    response = redirect(back)
    response.set_cookie(
        DENSITY, name, max_age=A_YEAR, samesite="Lax", secure=bool(settings.SESSION_COOKIE_SECURE)
    )
    return response


@read_only
def choices(request: HttpRequest, name: str) -> HttpResponse:
    """All choices of one facet of a search, or those that begin with `prefix`."""
    if name not in CHOICES:
        raise Http404
    spec = next(one for one in FACETS if one.name == name)
    address, prefix = read(request.GET), request.GET.get("prefix", "").strip()[:40]
    status, problems, hint = 200, address.problems, ""
    found = Facet(spec.name, str(spec.label), [])
    try:
        counts = SearchExecutor(address.request).counts(name)[name]
        found = within(spec, counts, address.request, reverse("search"), prefix)
    except IndexUnavailable as error:
        status, problems = 503, [away.line(error), *problems]
        hint = away.for_operators(request, error)
    context = links.choices_context(address.request, found, prefix)
    context |= {"problems": problems, "is_away": status == 503, "away": hint}
    return away.ask_later(render(request, "search/choices.html", context, status=status))


@read_only
def healthz(request: HttpRequest) -> JsonResponse:
    """200 where the database and the index answer, else 503 with what does not.

    Why not, only this machine itself is told.
    """
    found = {"database": _database(), "index": index_state()}
    sound = all(state == "ok" for state in found.values())
    if not is_this_machine(request):  # a reason may name files and hosts
        found = {part: state if state == "ok" else _("不可用") for part, state in found.items()}
    document = {"status": "ok" if sound else "error", **found}
    if sound:
        document["articles"] = policy_backend().engine.count()
    readable = {"ensure_ascii": False}
    status = 200 if sound else 503
    response = JsonResponse(document, status=status, json_dumps_params=readable)
    response["Cache-Control"] = "no-store"
    return response


def _database() -> str:
    """A database without tables answers too, so an article is asked for."""
    try:
        Article.objects.exists()
    except DatabaseError as error:
        line = _("数据库不可用（%(error)s）。请停止网站，核对数据文件夹，再运行 make run。")
        return line % {"error": error}
    return "ok"
