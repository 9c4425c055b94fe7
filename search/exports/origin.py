"""Where an export comes from, in words: what was asked, as the files tell it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from search.exports.export import Result, line
from search.labels import labels
from search.query import parse
from search.request import CHOICES, FACETS, SearchRequest
from search.results import Facet, FacetValue
from search.wording import explained


def told(request: SearchRequest) -> str:
    """`含“储能”，城市为泰安市，2024年1月至6月`; 全部文章 where nothing is asked."""
    names = labels({name: list(request.chosen(name)) for name in CHOICES})
    chosen = [
        Facet(facet.name, facet.label, _chosen(request.chosen(facet.name), names[facet.name]))
        for facet in FACETS
        if facet.name in CHOICES
    ]
    words = explained(request, parse(request.q).tree, chosen)
    return line(words or request.q) or _("全部文章")


def _chosen(values: tuple[str, ...], names: dict[str, str]) -> list[FacetValue]:
    return [FacetValue(value, names.get(value, value), 0, True, "") for value in values]


def provenance(result: Result) -> str:
    """One line for forms that have one place for all of it; empty where there is nothing to tell."""
    if not result.label:
        return ""
    return _("检索：%(label)s；网址：%(link)s；导出日期：%(day)s") % {
        "label": line(result.label),
        "link": result.link,
        "day": result.day.isoformat(),
    }
