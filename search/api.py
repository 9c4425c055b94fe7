"""The JSON API under /api/v1/; `openapi.json` there describes it."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import NinjaAPI, Path, Query
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer

from archive.models import Article
from search import answers, away, costly, suggestions
from search.api_errors import (
    FAULTS,
    MISSING,
    Misunderstood,
    NotThere,
    not_there,
    refusal,
    understood,
)
from search.api_schemas import (
    ArticleOut,
    FacetOut,
    SearchOut,
    SearchParameters,
    SuggestOut,
)
from search.diffusion.api import router as diffusion
from search.engine import IndexUnavailable, TooCostly
from search.entities.api import router as entities
from search.executor import SearchExecutor
from search.figures.api import router as figures
from search.request import FACETS, LONGEST_QUERY, shown
from search.suggesting.choices import within
from search.trends.api import router as trends

VALUES = 100  # choices that a search inside a facet lists
LONGEST = 1 << 63  # no database column holds a greater number
log = logging.getLogger(__name__)


class Readable(JSONRenderer):
    """Chinese as it is written, not as escapes: half the bytes, and curl shows it."""

    json_dumps_params = {"ensure_ascii": False}


class Described(NinjaAPI):
    """Its description speaks the language of who asks."""

    def get_openapi_schema(self, **where: Any) -> Any:
        return _translated(super().get_openapi_schema(**where))


def _translated(node: Any) -> Any:
    """The same with every text for people in the language of the request."""
    if isinstance(node, list):
        return [_translated(one) for one in node]
    if not isinstance(node, dict):
        return node
    texts = ("description", "summary")
    return {
        key: gettext(value)
        if key in texts and isinstance(value, str) and value
        else _translated(value)
        for key, value in node.items()
    }


api = Described(
    title=_("政策档案"),
    version="1",
    description=_(
        "中国地方报纸政策新闻的检索接口，只读，无需登录。参数与 /search/ 页面相同；"
        '出错时一律返回 {"errors": [每条一行说明]}。'
    ),
    docs_url=None,
    renderer=Readable(),
    urls_namespace="api-1",
)


@api.exception_handler(Misunderstood)
def misunderstood(request: HttpRequest, error: Misunderstood) -> HttpResponse:
    return refusal(error.errors, 400)


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    names = dict.fromkeys(str(row["loc"][-1]) for row in error.errors)
    return refusal([gettext("%(name)s：写法不对。") % {"name": name} for name in names], 400)


@api.exception_handler(NotThere)
def missing(request: HttpRequest, error: NotThere) -> HttpResponse:
    return refusal([str(error)], 404)


@api.exception_handler(Http404)
def unknown(request: HttpRequest, error: Http404) -> HttpResponse:
    raise error


@api.exception_handler(IndexUnavailable)
def unavailable(request: HttpRequest, error: IndexUnavailable) -> HttpResponse:
    return away.ask_later(refusal([str(line) for line in away.lines(request, error)], 503))


@api.exception_handler(TooCostly)
def too_costly(request: HttpRequest, error: TooCostly) -> HttpResponse:
    return refusal([str(costly.LINE)], 400)


@api.exception_handler(SuspiciousOperation)
def refused(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    """More parameters than anybody needs, and the like."""
    return refusal([gettext("请求的参数过多，或写法不对。")], 400)


@api.exception_handler(Exception)
def failed(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("%s", request.get_full_path(), exc_info=error)
    return refusal([gettext("服务器出错，已记录。")], 500)


@api.get(
    "/search", response={200: SearchOut, **FAULTS}, tags=[_("检索")], summary=_("检索"),
    description=_("一页结果与各分类的篇数；某一分类的篇数不受该分类自身所选的影响。"),
)  # fmt: skip
def search(request: HttpRequest, parameters: Query[SearchParameters]) -> dict[str, Any]:
    """All parameters are those of /search/; the page reads them itself, to name every fault."""
    asked = understood(request)
    page = SearchExecutor(asked, reverse("search")).page()
    return answers.search_document(asked, page, request.build_absolute_uri)


@api.get(
    "/articles/{int:number}", response={200: ArticleOut, **MISSING, 503: FAULTS[503]}, tags=[_("检索")],
    summary=_("一篇文章"),
    description=_("全文、所及地区官员行业与数据、通稿与相近文章；已并入另一篇的编号给出那一篇。"),
)  # fmt: skip
def article(
    request: HttpRequest, number: int = Path(description=_("文章编号"), ge=0, example=1)
) -> Any:
    """404 where it is not published. A number that no database column holds names no article."""
    known = Article.objects.published().with_press().with_mentions()
    known = known.prefetch_related("person_mentions", "figures__place")
    found = None
    if number < LONGEST:
        moved = known.filter(former_addresses__former_id=number)
        found = known.filter(pk=number).first() or moved.first()
    if found is None:
        not_there(gettext("没有编号为 %(number)s 的文章。") % {"number": str(number)[:20]})
    return answers.article_document(found, request.build_absolute_uri)


@api.get(
    "/suggest", response=SuggestOut, tags=[_("检索")], summary=_("输入提示"),
    description=_("以所输入的字、拼音或拼音首字母开头的词语、官员、地区、行业和报纸，至多十条。"),
)  # fmt: skip
def suggest(
    request: HttpRequest,
    q: str = Query("", description=_("已经输入的文字"), example="储"),
) -> dict[str, Any]:
    """What is longer than any query is cut, not refused: somebody is typing."""
    return {"query": q, "suggestions": suggestions.suggest(q[:LONGEST_QUERY])}


@api.get(
    "/facets/{name}", response={200: FacetOut, **FAULTS}, tags=[_("检索")],
    summary=_("在一个分类里查找"),
    description=_("一次检索中某一分类的选项，以 prefix 开头的至多一百项，按篇数排列。"),
)  # fmt: skip
def facet(
    request: HttpRequest,
    parameters: Query[SearchParameters],
    name: str = Path(
        description=_("分类"), example="official",
        enum=[spec.name for spec in FACETS],
    ),
    prefix: str = Query("", description=_("名称、别名或拼音的开头"), example="李"),
) -> dict[str, Any]:  # fmt: skip
    known = {spec.name: spec for spec in FACETS}
    if name not in known:
        told = {"given": shown("facet", name), "known": "、".join(known)}
        raise Misunderstood([gettext("%(given)s：应为 %(known)s。") % told])
    asked = understood(request)
    counts = SearchExecutor(asked).counts(name)[name]
    found = within(known[name], counts, asked, reverse("search"), prefix)
    return {
        "facet": name,
        "label": str(found.label),
        "total": found.total,
        "values": answers.facet_document(found)[:VALUES],
    }


api.add_router("", entities)
api.add_router("", trends)
api.add_router("", diffusion)
api.add_router("", figures)
