"""The page of diffusion."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from archive.views.reading import read_only


@read_only
def diffusion(request: HttpRequest) -> HttpResponse:
    return HttpResponse("扩散")
