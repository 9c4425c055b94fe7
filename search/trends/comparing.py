"""One search in several cities (or of several officials, industries, papers): the series of it."""

from __future__ import annotations

import re

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search import query
from search.query.tokens import is_word
from search.request import shown
from search.tree import Or

# The names that stand before a colon in a query, as readers of Chinese write them.
FIELDS = {
    "city": "城市",
    "county": "区县",
    "industry": "行业",
    "official": "官员",
    "newspaper": "报纸",
}
LABELS = {
    "city": gettext_lazy("城市"),
    "county": gettext_lazy("区县"),
    "industry": gettext_lazy("行业"),
    "official": gettext_lazy("官员"),
    "newspaper": gettext_lazy("报纸"),
}
_BETWEEN = re.compile(r"[、，,;；\s]+")
_QUOTES = re.compile('["＂“”]')


def compared(parameters: QueryDict, problems: list[str]) -> list[str]:
    """`term=储能&compare=city&of=泰安市、济宁市` as 城市:泰安市 储能 and 城市:济宁市 储能.

    `compare` is a key of FIELDS or the Chinese word, `of` one name or several, and repeated; without
    `term` all articles of each are meant.
    """
    names = [name for text in parameters.getlist("of") for name in _BETWEEN.split(_clean(text))]
    names = list(dict.fromkeys(filter(None, names)))
    if not names:
        return []
    given = _clean(parameters.get("compare", "")) or "city"
    field = FIELDS.get(given, given)
    if field not in FIELDS.values():
        told = {"given": shown("compare", given), "known": "、".join(FIELDS)}
        problems.append(_("%(given)s：应为 %(known)s。") % told)
        return []
    term = _whole(_clean(parameters.get("term", "")))
    return [f"{field}:{_value(name)} {term}".strip() for name in names]


def _clean(text: str) -> str:
    return text.replace("\x00", "").strip()


def _whole(term: str) -> str:
    """In brackets where another condition would else join its last part only."""
    return f"({term})" if isinstance(query.parse(term).tree, Or) else term


def _value(name: str) -> str:
    """In quotes where it is more than a word: 李强（泰安市）."""
    return name if is_word(name) else f'"{_QUOTES.sub("", name)}"'
