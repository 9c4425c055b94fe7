"""The part of the API that tells who printed a term first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from search.api_errors import FAULTS, Misunderstood
from search.diffusion import wording
from search.diffusion.answer import Answer, answered, desk
from search.diffusion.asking import asked
from search.diffusion.drawing import steps
from search.diffusion.request import address_of, pairs_of, read
from search.diffusion.schemas import DiffusionOut, DiffusionParameters
from search.diffusion.tracing import Course

router = Router(tags=[_("扩散")])


@router.get(
    "/diffusion", response={200: DiffusionOut, **FAULTS}, summary=_("扩散"),
    description=_("一个词最先见于哪个市，其他各市何时跟进，参数与 /diffusion/ 页面相同。"),
)  # fmt: skip
def diffusion(request: HttpRequest, parameters: Query[DiffusionParameters]) -> dict[str, Any]:
    """The page reads the parameters itself, to name every fault."""
    known = desk()
    address = read(pairs_of(request.GET), known.provinces)
    if address.problems:
        raise Misunderstood(address.problems)
    question = asked(address.request)
    if question.is_empty:
        raise Misunderstood([gettext("请写出要追踪的词（参数 q）。")])
    return document(answered(address.request, question, known), request.build_absolute_uri)


def document(answer: Answer, absolute: Callable[[str], str]) -> dict[str, Any]:
    request, trace = answer.request, answer.trace
    return {
        "query": {"typed": answer.asked.typed, **_grouped(request.pairs())},
        "url": absolute(address_of(request)),
        "exported": timezone.localdate(),
        "measured": wording.measured(answer),
        "total": trace.total,
        "places": [_place(answer, one, absolute) for one in trace.held],
        "curve": [
            {
                "period": one.period,
                "adopted": one.adopted,
                "covered": one.covered,
                "articles_with_term": one.hits,
                "articles": one.articles,
            }
            for one in steps(trace, request.by)
        ],
        "newspapers": [
            {
                "slug": one.slug,
                "name": one.name,
                "first": one.first,
                "last": one.last,
                "issues": one.issues,
                "months_without": one.gaps,
            }
            for one in answer.papers
        ],
        "notices": answer.asked.notices,
    }


def _grouped(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Newspapers may be several, the others are one."""
    found: dict[str, Any] = {name: value for name, value in pairs if name != "newspaper"}
    papers = [value for name, value in pairs if name == "newspaper"]
    return {**found, "newspaper": papers} if papers else found


def _place(answer: Answer, course: Course, absolute: Callable[[str], str]) -> dict[str, Any]:
    above = answer.province(course.area)
    return {
        "code": course.area.code,
        "name": course.area.name,
        "province": above.name if above else course.area.name,
        "rank": course.rank or None,
        "first": _first(answer, course, absolute),
        "months_after_first": course.months if course.first else None,
        "possibly_earlier": course.is_early,
        "articles_with_term": course.hits,
        "articles": course.articles,
        "per_1000": course.per_1000,
        "covered_since": course.since,
        "seen_before": course.earlier,
    }


def _first(answer: Answer, course: Course, absolute: Callable[[str], str]) -> dict[str, Any] | None:
    if course.first is None:
        return None
    found: dict[str, Any] = {"date": course.day, "article": course.first.number}
    if mention := answer.mention(course):
        found |= {
            "newspaper": mention.newspaper,
            "page": mention.number,
            "headline": mention.headline,
            "sentence": mention.text,
            "url": absolute(mention.url),
        }
    return found
