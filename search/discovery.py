"""How programs find the archive: OpenSearch for browsers, a sitemap and robots.txt for crawlers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from archive.views.reading import read_only


@read_only
def opensearch(request: HttpRequest) -> HttpResponse:
    return HttpResponse("", content_type="application/opensearchdescription+xml")


@read_only
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /admin/\n", content_type="text/plain")
