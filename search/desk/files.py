"""A collection as a file, in every form that a list of articles takes; articles as they are now."""

from __future__ import annotations

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.urls import reverse

from archive.models import Article
from search.desk.entries import notes
from search.exports import FILES, Result, hits_of, respond
from search.models import Collection


def files(name: str, key: object) -> list[dict[str, str]]:
    """Links to each form, under the address of that name."""
    return [
        {"label": str(form.label), "url": reverse(name, args=[key, suffix])}
        for suffix, form in FILES.items()
    ]


def file_of(
    request: HttpRequest, collection: Collection, address: str, suffix: str
) -> StreamingHttpResponse:
    """Streamed; `address` is the page that the file names as its source. 404 for other forms."""
    form = FILES.get(suffix)
    if form is None:
        raise Http404
    held = notes(collection)
    result = Result(
        collection.name,
        address,
        Article.objects.published().filter(pk__in=held).count(),
        hits_of(held),
        request.build_absolute_uri,
        notes={number: note for number, note in held.items() if note},
    )
    return respond(form, result, request, name=f"collection-{collection.pk}")
