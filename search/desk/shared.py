"""A collection under its secret link: to be read by whoever has that, and by no search engine."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from archive.views.paging import paged
from archive.views.reading import read_only
from search.desk.collection_pages import ENTRIES
from search.desk.entries import entries
from search.desk.files import file_of, files
from search.models import Collection


@never_cache
@read_only
def shared(request: HttpRequest, token: str) -> HttpResponseBase:
    collection = _of(token)
    context = paged(request, collection.entries.all(), size=ENTRIES)
    context |= {
        "collection": collection,
        "entries": entries(context["page"].object_list),
        "files": files("shared-file", token),
    }
    return _private(render(request, "search/desk/shared.html", context))


@never_cache
@read_only
def shared_file(request: HttpRequest, token: str, suffix: str) -> HttpResponseBase:
    return _private(file_of(request, _of(token), reverse("shared", args=[token]), suffix))


def _of(token: str) -> Collection:
    """404 for a link that was taken back, as for one that never was."""
    found = Collection.objects.filter(token=token, owner__is_active=True).first()
    if found is None:
        raise Http404(_("没有这个共享的文章集：链接可能不完整，或者共享已经停止。"))
    return found


def _private(response: HttpResponseBase) -> HttpResponseBase:
    """No search engine lists it, and no page that is opened from it learns the link."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
