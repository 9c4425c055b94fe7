"""The JSON API under /api/v1/; `openapi.json` there describes it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from ninja import NinjaAPI, Query, Status

from archive.models import Article
from search import answers, away, suggestions
from search.address import read
from search.api_schemas import (
    ArticleOut,
    ErrorsOut,
    FacetOut,
    SearchOut,
    SearchParameters,
    SuggestOut,
)
from search.engine import IndexUnavailable
from search.executor import SearchExecutor
from search.request import FACETS, SearchRequest, shown
from search.suggesting.choices import within

api = NinjaAPI(title="政策档案", version="1", docs_url=None, urls_namespace="api-1")
FAULTS = {400: ErrorsOut, 503: ErrorsOut}
VALUES = 100  # choices that a search inside a facet lists


class Misunderstood(Exception):
    """Parameters that are malformed or unknown, one line each."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


@api.exception_handler(Misunderstood)
def misunderstood(request: HttpRequest, error: Misunderstood) -> JsonResponse:
    return JsonResponse({"errors": error.errors}, status=400)


@api.exception_handler(IndexUnavailable)
def unavailable(request: HttpRequest, error: IndexUnavailable) -> JsonResponse:
    return away.ask_later(JsonResponse({"errors": away.lines(error)}, status=503))


def _understood(request: HttpRequest) -> SearchRequest:
    address = read(request.GET)
    if address.problems:
        raise Misunderstood(address.problems)
    return address.request


@api.get("/search", response={200: SearchOut, **FAULTS}, summary="检索")
def search(request: HttpRequest, parameters: Query[SearchParameters]) -> dict[str, Any]:
    """All parameters are those of /search/; the page reads them itself, to name every fault."""
    asked = _understood(request)
    page = SearchExecutor(asked, reverse("search")).page()
    return answers.search_document(asked, page, request.build_absolute_uri)


@api.get("/articles/{int:number}", response={200: ArticleOut, 404: ErrorsOut}, summary="一篇文章")
def article(request: HttpRequest, number: int) -> Any:
    """The whole article with its mentions and figures; 404 where it is not published.

    The number of one that was merged into another gives that other.
    """
    # A number that no database column holds names no article.
    known = Article.objects.published().with_press().with_mentions()
    known = known.prefetch_related("person_mentions", "figures")
    found = None
    if number < 1 << 63:
        moved = known.filter(former_addresses__former_id=number)
        found = known.filter(pk=number).first() or moved.first()
    if found is None:
        return Status(404, {"errors": [f"没有编号为 {str(number)[:20]} 的文章。"]})
    return answers.article_document(found, request.build_absolute_uri)


@api.get("/suggest", response=SuggestOut, summary="输入提示")
def suggest(request: HttpRequest, q: str = "") -> dict[str, Any]:
    """Words, officials, places, industries and newspapers that begin with `q`, by characters, pinyin, initials."""
    return {"query": q, "suggestions": suggestions.suggest(q)}


@api.get("/facets/{name}", response={200: FacetOut, **FAULTS}, summary="在一个分类里查找")
def facet(
    request: HttpRequest, name: str, parameters: Query[SearchParameters], prefix: str = ""
) -> dict[str, Any]:
    """The choices of one facet whose label begins with `prefix`, most frequent first."""
    known = {spec.name: spec for spec in FACETS}
    if name not in known:
        raise Misunderstood([f"{shown('facet', name)}：应为 {'、'.join(known)}。"])
    asked = _understood(request)
    counts = SearchExecutor(asked).counts(name)[name]
    found = within(known[name], counts, asked, reverse("search"), prefix)
    return {
        "facet": name,
        "label": found.label,
        "total": found.total,
        "values": answers.facet_document(found)[:VALUES],
    }
