"""The page of figures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from archive.views.reading import read_only


@read_only
def figures(request: HttpRequest) -> HttpResponse:
    return HttpResponse("数据")
