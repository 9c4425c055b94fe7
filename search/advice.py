"""What helps where little or nothing was found: the names typed as text, searches that have hits."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from archive.models import Article
from search.engine import IndexUnavailable
from search.request import FACETS, SearchRequest
from search.results import SearchPage
from search.suggestions import is_held, named

EXAMPLES = ("储能", "营商环境", "乡村振兴", "招商引资", "高质量发展", "医疗")
SHOWN = 3
_LABELS = {facet.name: facet.label for facet in FACETS}


@dataclass(frozen=True, slots=True)
class Advice:
    """`named`: filters that what is typed is the name of; `examples` are found somewhere.

    `is_empty`: there is no article at all.
    """

    named: list[dict[str, Any]]
    examples: list[str]
    is_empty: bool = False


def advice(request: SearchRequest, page: SearchPage) -> Advice:
    """Texts are asked for only where nothing was found; a newspaper's name leads to it always."""
    filters = [one | {"facet": _LABELS[one["kind"]]} for one in named(request.q)]
    if page.total:
        return Advice([one for one in filters if one["kind"] == "newspaper"], [])
    if not Article.objects.published().exists():
        return Advice(filters, [], is_empty=True)
    try:
        held = (text for text in EXAMPLES if text != request.q and is_held(text))
        return Advice(filters, [*islice(held, SHOWN)])
    except IndexUnavailable:
        return Advice(filters, [])
