"""Chinese names given for codes: sent on to the canonical address, or asked which one is meant."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render


def go_or_choose(
    request: HttpRequest, *, name: str, found: Sequence[Model], what: str
) -> HttpResponse:
    """Redirect to the only thing of that name; list several; 404 where there is none.

    The query string goes along, so that /cities/泰安市/?page=2 keeps its page.
    """
    if not found:
        raise Http404(f"档案中没有{what}“{name}”。")
    if len(found) > 1:
        context = {"name": name, "found": found, "what": what}
        return render(request, "archive/choices.html", context)
    return go(request, found[0])


def go(request: HttpRequest, thing: Model, *, permanent: bool = False) -> HttpResponse:
    """To the page of the thing, with the query string; for good where its address was another's."""
    query = request.META.get("QUERY_STRING", "")
    address = thing.get_absolute_url()
    return redirect(f"{address}?{query}" if query else address, permanent=permanent)
