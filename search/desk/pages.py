"""What all pages of the desk are: for whoever is signed in, of their own things, kept by no cache."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from search.models import Collection, CollectionArticle, SavedSearch

View = Callable[..., HttpResponseBase]


def page(view: View) -> View:
    """A page, and perhaps the form on it."""
    return never_cache(login_required(require_http_methods(["GET", "HEAD", "POST"])(view)))


def action(view: View) -> View:
    """What is done by a button."""
    return never_cache(login_required(require_POST(view)))


def own_search(request: HttpRequest, pk: int) -> SavedSearch:
    """404 for one that is another's."""
    return get_object_or_404(SavedSearch, pk=pk, owner=request.user)


def own_collection(request: HttpRequest, pk: int) -> Collection:
    return get_object_or_404(Collection, pk=pk, owner=request.user)


def own_collections(request: HttpRequest) -> QuerySet[Collection]:
    """With the `size` of each, the one that was touched last first."""
    own = Collection.objects.filter(owner=request.user).annotate(size=Count("entries"))
    return own.order_by("-updated", "-pk")


def own_entry(request: HttpRequest, pk: int) -> CollectionArticle:
    entries = CollectionArticle.objects.select_related("collection")
    return get_object_or_404(entries, pk=pk, collection__owner=request.user)
