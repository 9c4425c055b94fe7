"""The page that a monitor reads, Prometheus' text form; to strangers it does not exist."""

from __future__ import annotations

import hmac

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from archive.views.reading import read_only
from archive.web.client import is_this_machine
from archive.web.measuring import REGISTRY
from search.measures.state import State

REGISTRY.register(State())


@csrf_exempt
def metrics(request: HttpRequest) -> HttpResponse:
    """404 for whoever is neither this machine itself nor has METRICS_TOKEN."""
    if not is_this_machine(request) and not _has_token(request):
        raise Http404
    return _answer(request)


def _has_token(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN.encode()
    scheme, _, given = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    is_right = hmac.compare_digest(given.strip().encode("utf-8", "replace"), token)
    return bool(token) and scheme.lower() == "bearer" and is_right


@read_only
def _answer(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)
    response["Cache-Control"] = "no-store"
    return response
