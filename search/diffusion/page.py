"""What the page is made of: the form, the lines of its tables, the pictures, the links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from archive.gazetteer.policy_terms import policy_terms
from archive.models import Newspaper
from search.diffusion import asking, drawing, press, wording
from search.diffusion.answer import Answer, Desk
from search.diffusion.asking import Asked
from search.diffusion.mentions import Mention
from search.diffusion.press import Paper
from search.diffusion.request import LEVELS, ROLES, STEPS, DiffusionRequest, address_of
from search.diffusion.tracing import Course
from search.suggestions import is_held
from search.tree import Everything

EXAMPLES = 5
_TRIED = ("低空经济", "新质生产力", "专精特新", "数字经济", "营商环境", "乡村振兴", "高质量发展")


@dataclass(frozen=True, slots=True)
class Line:
    """One place of the table: `mention` None where its article was taken back a moment ago."""

    course: Course
    province: str
    mention: Mention | None
    search: str
    home: Paper | None


def form(request: DiffusionRequest, known: Desk) -> dict[str, Any]:
    return {
        "asked": request,
        "provinces": known.provinces,
        "roles": ROLES.items(),
        "steps": STEPS.items(),
        "levels": LEVELS.items(),
        "newspapers": "、".join(_named(request.newspaper)),
    }


def _named(slugs: tuple[str, ...]) -> list[str]:
    """As a reader types them; no query where none is chosen."""
    if not slugs:
        return []
    names = dict(Newspaper.objects.filter(slug__in=slugs).values_list("slug", "name"))
    return [names.get(slug, slug) for slug in slugs]


def empty(request: DiffusionRequest, question: Asked, known: Desk) -> dict[str, Any]:
    """Nothing to trace: examples that some article holds, and from when the archive can tell."""
    held = asking.trace(Everything(), DiffusionRequest(), known.cities)
    tried = dict.fromkeys([*_TRIED, *policy_terms()[:60]])
    found: list[str] = []
    for term in tried:
        if len(found) < EXAMPLES and is_held(term):
            found.append(term)
    return {
        "title": wording.title(DiffusionRequest()),
        "notices": question.notices if request.q else [],
        "examples": [(term, address_of(replace(request, q=term))) for term in found],
        "map": drawing.coverage(held, known.provinces) if held.adopted else None,
    }


def told(answer: Answer) -> dict[str, Any]:
    request, trace = answer.request, answer.trace
    steps = drawing.steps(trace, request.by)
    return {
        "title": wording.title(request),
        "notices": answer.asked.notices,
        "answer": answer,
        "measured": wording.measured(answer),
        "narrowed": wording.narrowed(answer),
        "outcome": wording.outcome(answer),
        "caution": wording.caution(),
        "adopted": list(lines(answer, trace.adopted)),
        "silent": list(lines(answer, trace.silent)),
        "unheld": trace.unheld,
        "curve": drawing.curve(steps, _("首次见报的累计数")) if trace.adopted else "",
        "moves": [one for one in steps if one.fresh],
        "map": drawing.tiles(trace, request, list(answer.provinces.values())),
        "papers": answer.papers[: press.MOST],
        "more_papers": max(0, len(answer.papers) - press.MOST),
        "downloads": _downloads(request),
        "search": _search(answer, {}),
    }


def lines(answer: Answer, courses: list[Course]) -> Iterator[Line]:
    # Only the code differs from line to line, and there may be three hundred.
    level = f"&{answer.request.level}="  # what a term holds of this is encoded
    before, _code, after = _search(answer, {answer.request.level: "0"}).partition(f"{level}0")
    for one in courses:
        above = answer.province(one.area)
        yield Line(
            one,
            above.name if above and not answer.request.province else "",
            answer.mention(one),
            before + level + one.area.code + after,
            answer.homes.get(one.area.code),
        )


def _search(answer: Answer, more: dict[str, str]) -> str:
    """The search that finds what was counted, oldest first."""
    request = answer.request
    pairs = [("q", answer.asked.typed), *more.items()]
    pairs += [("newspaper", slug) for slug in request.newspaper]
    pairs += [("from", request.date_from), ("to", request.date_to)]
    pairs += [("role", "subject" if request.role == "subject" else ""), ("sort", "oldest")]
    return f"{reverse('search')}?{urlencode([pair for pair in pairs if pair[1]])}"


def _downloads(request: DiffusionRequest) -> list[tuple[str, list[tuple[str, str]]]]:
    """Name of the table, and form and address of each file."""
    names = {"panel": _("面板数据"), "firsts": _("首次见报表")}
    return [
        (
            label,
            [
                (
                    suffix.upper(),
                    f"{reverse('diffusion-download', args=[suffix])}?"
                    + urlencode([*request.pairs(), ("table", name)]),
                )
                for suffix in ("csv", "xlsx", "json")
            ],
        )
        for name, label in names.items()
    ]
