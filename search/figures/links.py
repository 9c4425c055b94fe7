"""The links around a page of figures: chips, sorts, pages, indicators, exports."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from search.figures.asked import KINDS, SHARED, SORTS, FigureRequest, written
from search.labels import day_label, labels

LABELS = ("city", "county", "industry", "newspaper")


@dataclass(frozen=True, slots=True)
class Choice:
    """A link with its words; `selected` where it is what is shown now."""

    label: str
    url: str
    count: int = 0
    selected: bool = False


def chips(request: FigureRequest, path: str, names: dict[str, dict[str, str]]) -> list[Choice]:
    """What is chosen, each with the link that gives it back; `names` are those of the codes."""
    heads = {"city": _("地区"), "county": _("区县"), "industry": _("行业"), "newspaper": _("报纸")}
    rows: list[tuple[str, str, str, str]] = [
        ("indicator", one, _("指标"), one) for one in request.indicator
    ]
    for name in SHARED:
        known = names.get(name, {})
        rows += [
            (name, one, heads[name], known.get(one, one)) for one in request.articles.chosen(name)
        ]
    if request.q:
        rows.append(("q", "", _("指标或原句含"), request.q))
    if request.articles.q:
        rows.append(("search", "", _("限于文章"), request.articles.q))
    if request.kind:
        rows.append(("kind", "", _("性质"), str(KINDS[request.kind])))
    if request.unit:
        rows.append(("unit", "", _("单位"), request.unit))
    if request.year:
        rows.append(("year", "", _("所指年份"), str(request.year)))
    if request.articles.date_from or request.articles.date_to:
        rows.append(("from", "", _("见报"), _days(request)))
    if request.low is not None or request.high is not None:
        rows.append(("min", "", _("数值"), _range(request)))
    return [
        Choice(
            _("%(kind)s：%(value)s") % {"kind": head, "value": words},
            request.without(name, value).link(path),
        )
        for name, value, head, words in rows
    ]


def _days(request: FigureRequest) -> str:
    first, last = request.articles.date_from, request.articles.date_to
    return _("%(first)s至%(last)s") % {
        "first": day_label(first) if first else _("最早"),
        "last": day_label(last) if last else _("最新"),
    }


def _range(request: FigureRequest) -> str:
    low, high = written(request.low) or "…", written(request.high) or "…"
    return f"{low} — {high} {request.unit}".strip()


def names_of(request: FigureRequest) -> dict[str, dict[str, str]]:
    """What the codes in the request are called; at most one query a table."""
    return labels({name: list(request.articles.chosen(name)) for name in LABELS})


def sorts(request: FigureRequest, path: str) -> list[Choice]:
    return [
        Choice(
            str(label), replace(request, sort=value, page=1).link(path), 0, value == request.sort
        )
        for value, label in SORTS.items()
    ]


def indicators(request: FigureRequest, counted: list[tuple[str, int]], path: str) -> list[Choice]:
    """The indicators to choose from, chosen ones first; a link takes or gives back its choice."""
    counts = dict(counted)
    shown = [*request.indicator, *(key for key in counts if key not in request.indicator)]
    return [
        Choice(key, _toggled(request, key).link(path), counts.get(key, 0), key in request.indicator)
        for key in shown
    ]


def _toggled(request: FigureRequest, key: str) -> FigureRequest:
    if key in request.indicator:
        return request.without("indicator", key)
    return replace(request, indicator=(*request.indicator, key), page=1)


def pager(request: FigureRequest, page: int, total: int, size: int, path: str) -> dict[str, Any]:
    """`links` are (number, url); a gap has neither."""
    pages = Paginator(range(total), size)

    def to(number: int) -> str:
        return replace(request, page=number).link(path)

    listed = pages.get_elided_page_range(page, on_each_side=2, on_ends=1)
    return {
        "pages": pages.num_pages,
        "page": page,
        "previous": to(page - 1) if page > 1 else "",
        "next": to(page + 1) if page < pages.num_pages else "",
        "links": [(one, to(one)) if isinstance(one, int) else (None, "") for one in listed],
    }


def exports(request: FigureRequest) -> list[Choice]:
    plain = replace(request, page=1)
    return [
        Choice(label, plain.link(reverse("figures-export", args=[suffix])))
        for suffix, label in (("csv", "CSV"), ("xlsx", "Excel"))
    ]
