"""Chinese names given for codes: sent on to the canonical address, or asked which one is meant."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

NONE = {
    "地区": gettext_lazy("档案中没有地区“%(name)s”。"),
    "官员": gettext_lazy("档案中没有官员“%(name)s”。"),
    "行业": gettext_lazy("档案中没有行业“%(name)s”。"),
    "报纸": gettext_lazy("档案中没有报纸“%(name)s”。"),
}


def go_or_choose(
    request: HttpRequest, *, name: str, found: Sequence[Model], what: str
) -> HttpResponse:
    """Redirect to the only thing of that name; list several; 404 where there is none.

    `what` is one of NONE, which tells what there is none of.

    The query string goes along, so that /cities/泰安市/?page=2 keeps its page.
    """
    if not found:
        raise Http404(NONE[what] % {"name": name})
    if len(found) > 1:
        context = {"name": name, "found": found, "places": what == "地区"}
        return render(request, "archive/choices.html", context)
    return go(request, found[0])


def go(request: HttpRequest, thing: Model, *, permanent: bool = False) -> HttpResponse:
    """To the page of the thing, with the query string; for good where its address was another's."""
    query = request.META.get("QUERY_STRING", "")
    address = thing.get_absolute_url()
    return redirect(f"{address}?{query}" if query else address, permanent=permanent)
