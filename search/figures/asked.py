"""Which figures the address asks for: query string ⇄ FigureRequest. No database.

What figures share with a search (places, industry, newspaper, dates) is read as a search reads it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.extract.measuring import base_of
from search.request import SearchRequest, parse, shown

SORTS = {
    "newest": gettext_lazy("最新"),
    "oldest": gettext_lazy("最早"),
    "largest": gettext_lazy("数值大→小"),
    "smallest": gettext_lazy("数值小→大"),
    "place": gettext_lazy("地区"),
    "period": gettext_lazy("时期"),
}
KINDS = {"actual": gettext_lazy("实际"), "target": gettext_lazy("目标")}
SPANS = {"year": gettext_lazy("全年与年底"), "part": gettext_lazy("年内各时段")}
LEVELS = {"city": gettext_lazy("省、市"), "county": gettext_lazy("区县、功能区")}
SHARED = ("city", "county", "industry", "newspaper")
# Characters and words of a text, indicators, pages, and the years that a figure can be for.
LONGEST, MOST_WORDS, MOST_KEYS, PAGES, YEARS = 100, 5, 20, 100_000, (1900, 2200)


@dataclass(frozen=True, slots=True)
class FigureRequest:
    """`articles` holds what is shared with a search; its `q` restricts the articles (`search=`).

    `q` are words of the indicator or the sentence. `low` and `high` are in `unit` where one is
    given, else as printed. `span` and `level` matter to comparisons only.
    """

    articles: SearchRequest = SearchRequest()
    q: str = ""
    indicator: tuple[str, ...] = ()
    kind: str = ""
    unit: str = ""
    year: int | None = None
    low: float | None = None
    high: float | None = None
    span: str = "year"
    level: str = ""
    sort: str = "newest"
    page: int = 1

    @property
    def words(self) -> list[str]:
        return self.q.split()[:MOST_WORDS]

    @property
    def base_unit(self) -> str:
        """The unit that values are compared in: 元 for 亿元."""
        return base_of(1, self.unit)[1] if self.unit else ""

    def in_base(self, value: float | None) -> float | None:
        """A value in the unit that is asked for, in its base unit: 2 of 亿元 is 200000000."""
        return value if value is None or not self.unit else base_of(value, self.unit)[0]

    def pairs(self) -> list[tuple[str, str]]:
        """Parameters in canonical order, without those that say nothing."""
        rows: list[tuple[str, Any]] = [("q", self.q), ("search", self.articles.q)]
        rows += [("indicator", one) for one in self.indicator]
        rows += [(name, one) for name in SHARED for one in self.articles.chosen(name)]
        rows += [("kind", self.kind), ("unit", self.unit), ("year", self.year)]
        rows += [("from", self.articles.date_from), ("to", self.articles.date_to)]
        rows += [("min", written(self.low)), ("max", written(self.high))]
        rows += [("span", "" if self.span == "year" else self.span), ("level", self.level)]
        rows += [("sort", "" if self.sort == "newest" else self.sort)]
        rows += [("page", "" if self.page == 1 else self.page)]
        return [(name, str(value)) for name, value in rows if value not in ("", None)]

    def link(self, path: str) -> str:
        query = urlencode(self.pairs())
        return f"{path}?{query}" if query else path

    def without(self, name: str, value: str = "") -> FigureRequest:
        """The same on its first page, with one choice given back; `name` is the parameter's."""
        first = replace(self, page=1)
        if name in SHARED:
            left = tuple(one for one in self.articles.chosen(name) if one != value)
            return replace(first, articles=replace(self.articles, **{name: left}))
        if name == "indicator":
            return replace(first, indicator=tuple(one for one in self.indicator if one != value))
        if name == "search":
            return replace(first, articles=replace(self.articles, q=""))
        if name == "from":
            return replace(first, articles=replace(self.articles, date_from="", date_to=""))
        fields: dict[str, dict[str, Any]] = {"min": {"low": None, "high": None}}
        plain = FigureRequest()
        return replace(first, **fields.get(name, {name: getattr(plain, name, "")}))


def written(value: float | None) -> str:
    """A number as an address holds it: 116, 8.7."""
    return "" if value is None else f"{value:.12g}"


def parse_figures(parameters: Iterable[tuple[str, str]]) -> tuple[FigureRequest, list[str]]:
    """The request, and a line for each parameter that is malformed (it is then left out)."""
    given: dict[str, list[str]] = {}
    for name, value in parameters:
        if text := value.replace("\x00", "").strip():
            given.setdefault(name, []).append(text)
    problems: list[str] = []
    articles = _articles(given, problems)
    last = {name: values[-1] for name, values in given.items()}
    low, high = (_number(name, last.get(name, ""), problems) for name in ("min", "max"))
    if low is not None and high is not None and low > high:
        problems.append(
            _("min=%(low)s 大于 max=%(high)s，数值范围未采用。") % {"low": low, "high": high}
        )
        low = high = None
    keys = tuple(dict.fromkeys(one[:LONGEST] for one in given.get("indicator", [])[:MOST_KEYS]))
    page = whole("page", last.get("page", ""), (1, PAGES), problems)
    return FigureRequest(
        articles=articles,
        q=_text("q", last.get("q", ""), problems),
        indicator=keys,
        kind=_one_of("kind", last.get("kind", ""), KINDS, "", problems),
        unit=last.get("unit", "")[:20],
        year=whole("year", last.get("year", "").removesuffix("年"), YEARS, problems),
        low=low,
        high=high,
        span=_one_of("span", last.get("span", ""), SPANS, "year", problems),
        level=_one_of("level", last.get("level", ""), LEVELS, "", problems),
        sort=_one_of("sort", last.get("sort", ""), SORTS, "newest", problems),
        page=page or 1,
    ), problems


def _articles(given: dict[str, list[str]], problems: list[str]) -> SearchRequest:
    names = (*SHARED, "from", "to")
    pairs = [(name, value) for name in names for value in given.get(name, ())]
    pairs += [("q", value) for value in given.get("search", ())[-1:]]
    request, found = parse(pairs)
    problems += found
    return request


def _text(name: str, value: str, problems: list[str]) -> str:
    text = " ".join(value.split())
    if len(text) > LONGEST or len(text.split()) > MOST_WORDS:
        problems.append(
            _("%(given)s：最多 %(words)s 个词、%(letters)s 个字。")
            % {"given": shown(name, text), "words": MOST_WORDS, "letters": LONGEST}
        )
    return " ".join(text[:LONGEST].split()[:MOST_WORDS])


def _one_of(name: str, value: str, known: dict[str, Any], default: str, problems: list[str]) -> str:
    if value and value not in known:
        choices = "、".join(known)
        problems.append(
            _("%(given)s：应为 %(choices)s。") % {"given": shown(name, value), "choices": choices}
        )
        return default
    return value or default


def _number(name: str, value: str, problems: list[str]) -> float | None:
    if not value:
        return None
    try:
        number = float(value.replace(",", "").replace("，", ""))
        if math.isfinite(number) and abs(number) < 1e18:
            return number
    except ValueError:
        pass
    problems.append(_("%(given)s：应为一个数。") % {"given": shown(name, value)})
    return None


def whole(name: str, value: str, allowed: tuple[int, int], problems: list[str]) -> int | None:
    """A whole number within bounds; None where there is none, or a problem told of."""
    if not value:
        return None
    low, high = allowed
    if value.isascii() and value.isdigit() and len(value) <= 9 and low <= int(value) <= high:
        return int(value)
    problems.append(
        _("%(given)s：应为 %(low)s 到 %(high)s 之间的整数。")
        % {"given": shown(name, value), "low": low, "high": high}
    )
    return None
