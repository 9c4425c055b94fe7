"""What all public pages are: read, by GET and HEAD, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponseBase]


def read_only(view: View) -> View:
    """405 for other methods; a page that writes nothing needs no token to say so."""
    return csrf_exempt(require_safe(view))
