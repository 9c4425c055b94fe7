"""The page of trends."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from archive.views.reading import read_only


@read_only
def trends(request: HttpRequest) -> HttpResponse:
    return HttpResponse("趋势")
