"""The desk itself: what is new in the searches, and the collections."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from search.desk import searches
from search.desk.forms import no_mail
from search.desk.pages import own_collections, page
from search.models import Collection, SavedSearch

SHOWN = 8  # of each


@page
def desk(request: HttpRequest) -> HttpResponse:
    saved = SavedSearch.objects.filter(owner=request.user)
    context = {
        "rows": searches.rows(saved[:SHOWN]),
        "searches": saved.count(),
        "collections": own_collections(request)[:SHOWN],
        "kept": Collection.objects.filter(owner=request.user).count(),
        "shown": SHOWN,
        "without_mail": no_mail(request.user),
    }
    return render(request, "search/desk/desk.html", context)
