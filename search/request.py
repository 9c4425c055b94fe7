"""The reader's question as the address says it: query string ⇄ SearchRequest. No database.

Names of cities or officials are not looked up here; `search.names` does that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from search import query
from search.periods import first_day, last_day, written
from search.tree import is_ranked

SORTS = {
    "relevance": gettext_lazy("相关度"),
    "newest": gettext_lazy("最新"),
    "oldest": gettext_lazy("最早"),
}
ROLES = {"subject": pgettext_lazy("范围", "主题")}
SIZES = (1, 100)
PAGES = (1, 1_000_000)
LONGEST_QUERY = 500
MOST_VALUES = 100


@dataclass(frozen=True, slots=True)
class FacetSpec:
    """One facet: its parameter and index field, what it is called, and how it may be used.

    `label` is read in the language of whoever asks: str() of it in an answer, never at import.
    `by_role`: role=subject narrows it to what articles are about; `limit`: choices listed at once.
    """

    name: str
    label: Any
    by_role: bool = False
    limit: int | None = None


# The facets in the order in which pages, answers and links give them. `month` is chosen through
# from and to, so it is no parameter of its own.
FACETS = (
    FacetSpec("city", gettext_lazy("城市"), by_role=True, limit=100),
    FacetSpec("county", gettext_lazy("区县"), by_role=True, limit=100),
    FacetSpec("official", gettext_lazy("官员"), limit=50),
    FacetSpec("industry", gettext_lazy("行业"), by_role=True),
    FacetSpec("newspaper", gettext_lazy("报纸")),
    FacetSpec("month", gettext_lazy("月份")),
)
CHOICES = tuple(facet.name for facet in FACETS if facet.name != "month")


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What is searched. `date_from` and `date_to` are as given: YYYY, YYYY-MM or YYYY-MM-DD."""

    q: str = ""
    city: tuple[str, ...] = ()
    county: tuple[str, ...] = ()
    official: tuple[str, ...] = ()
    industry: tuple[str, ...] = ()
    newspaper: tuple[str, ...] = ()
    date_from: str = ""
    date_to: str = ""
    role: str = ""
    sort: str = "relevance"
    page: int = 1
    size: int = 20

    def chosen(self, facet: str) -> tuple[str, ...]:
        """The values chosen in a facet; of months, the one that from and to enclose."""
        if facet == "month":
            whole = self.date_from == self.date_to and len(self.date_from) == len("2024-01")
            return (self.date_from,) if whole else ()
        return tuple(getattr(self, facet))

    @property
    def is_ranked(self) -> bool:
        """Whether what is typed gives anything to rank by."""
        return is_ranked(query.parse(self.q).tree)

    @property
    def order(self) -> str:
        """The sort that is meant: where there is nothing to rank by, the newest come first."""
        return "newest" if self.sort == "relevance" and not self.is_ranked else self.sort

    @property
    def first_day(self) -> date | None:
        return first_day(self.date_from) if self.date_from else None

    @property
    def last_day(self) -> date | None:
        return last_day(self.date_to) if self.date_to else None

    @property
    def start(self) -> int:
        return (self.page - 1) * self.size

    def pairs(self) -> list[tuple[str, str]]:
        """Parameters in canonical order, without those that say nothing."""
        found = []
        for field, parameter, default in _fields():
            value = getattr(self, field)
            if value != default:
                values = value if isinstance(value, tuple) else (value,)
                found += [(parameter, str(one)) for one in values]
        return found

    def query_string(self) -> str:
        return urlencode(self.pairs())

    def without_role(self) -> SearchRequest:
        """The same search in whatever role, on its first page."""
        return replace(self, role="", page=1)

    def toggled(self, facet: str, value: str) -> SearchRequest:
        """The same search with a choice taken or given back, on its first page."""
        chosen = self.chosen(facet)
        if facet == "month":
            month = "" if value in chosen else value
            return replace(self, date_from=month, date_to=month, page=1)
        kept = tuple(one for one in chosen if one != value)
        return replace(self, **{facet: kept if value in chosen else (*chosen, value)}, page=1)


_PARAMETERS = {"date_from": "from", "date_to": "to"}


@cache
def _fields() -> list[tuple[str, str, object]]:
    """Each field with its parameter and default; a page has eighty links to make of them."""
    return [
        (one.name, _PARAMETERS.get(one.name, one.name), one.default)
        for one in fields(SearchRequest)
    ]


def parse(parameters: Iterable[tuple[str, str]]) -> tuple[SearchRequest, list[str]]:
    """The request, and a line for each parameter that is malformed (it is then left out).

    Parameters that no search knows (of trackers, of other pages) are passed over.
    """
    given: dict[str, list[str]] = {}
    for name, value in parameters:
        if text := value.replace("\x00", "").strip():
            given.setdefault(name, []).append(text)
    problems: list[str] = []
    last = {name: values[-1] for name, values in given.items()}
    begin, end = _range(last.get("from", ""), last.get("to", ""), problems)
    request = SearchRequest(
        q=_query(last.get("q", ""), problems),
        **{name: _values(name, given.get(name, []), problems) for name in CHOICES},
        date_from=begin,
        date_to=end,
        role=_one_of("role", last.get("role", ""), ROLES, "", problems),
        sort=_one_of("sort", last.get("sort", ""), SORTS, "relevance", problems),
        page=_number("page", last.get("page", ""), PAGES, 1, problems),
        size=_number("size", last.get("size", ""), SIZES, 20, problems),
    )
    return request, problems


def shown(name: str, value: str) -> str:
    """A parameter as a problem names it, cut short."""
    return f"{name}={value[:40]}{'…' if len(value) > 40 else ''}"


def _query(text: str, problems: list[str]) -> str:
    if len(text) > LONGEST_QUERY:
        told = {"given": shown("q", text), "most": LONGEST_QUERY}
        problems.append(_("%(given)s：检索词最多 %(most)s 个字。") % told)
        return text[:LONGEST_QUERY]
    return text


def _values(name: str, values: list[str], problems: list[str]) -> tuple[str, ...]:
    """Each value once, in the order of the address."""
    if len(values) > MOST_VALUES:
        told = {"name": name, "most": MOST_VALUES}
        problems.append(_("%(name)s：最多选择 %(most)s 项。") % told)
    return tuple(dict.fromkeys(values[:MOST_VALUES]))


def _range(begin: str, end: str, problems: list[str]) -> tuple[str, str]:
    """Both ends in the form of an address; neither where one of them is not understood."""
    first, last = _date("from", begin, problems), _date("to", end, problems)
    if bool(begin) > bool(first) and last or bool(end) > bool(last) and first:
        kept = {"other": first or last}
        problems.append(_("另一端 %(other)s 也未采用：请把起止日期改好再筛选。") % kept)
        return "", ""
    if first and last and first_day(first) > last_day(last):
        ends = {"first": first, "last": last}
        problems.append(_("from=%(first)s 晚于 to=%(last)s，日期范围未采用。") % ends)
        return "", ""
    return first, last


def _date(name: str, value: str, problems: list[str]) -> str:
    """`2024年3月5日`, `2024.3.5` and what else `date:` takes, as 2024-03-05."""
    try:
        return written(value) if value else ""
    except ValueError as error:
        how = str(error) or _("日期应写作 2024、2024-01 或 2024-01-31")
        problems.append(_("%(given)s：%(why)s。") % {"given": shown(name, value), "why": how})
        return ""


def _one_of(name: str, value: str, known: dict[str, Any], default: str, problems: list[str]) -> str:
    if value and value not in known:
        told = {"given": shown(name, value), "known": _("、").join(known)}
        problems.append(_("%(given)s：应为 %(known)s。") % told)
        return default
    return value or default


def _number(
    name: str, value: str, allowed: tuple[int, int], default: int, problems: list[str]
) -> int:
    low, high = allowed
    digits = value.isascii() and value.isdigit() and len(value) <= 9
    if value and not (digits and low <= int(value) <= high):
        told = {"given": shown(name, value), "low": low, "high": high}
        problems.append(_("%(given)s：应为 %(low)s 到 %(high)s 之间的整数。") % told)
        return default
    return int(value) if value else default
