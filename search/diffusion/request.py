"""The question of the page as its address says it: query string ⇄ DiffusionRequest.

What is malformed or unknown is named, one line each, and left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search import names
from search.diffusion.scope import Area, province_named
from search.periods import first_day, last_day
from search.request import SearchRequest, parse, shown

ROLES: dict[str, str | Promise] = {
    "subject": gettext_lazy("以该地为主题的文章"),
    "all": gettext_lazy("提到该地的所有文章"),
}
STEPS: dict[str, str | Promise] = {
    "month": gettext_lazy("按月"),
    "quarter": gettext_lazy("按季"),
    "year": gettext_lazy("按年"),
}
LEVELS: dict[str, str | Promise] = {
    "city": gettext_lazy("地级市和直辖市"),
    "county": gettext_lazy("区县"),
}


@dataclass(frozen=True, slots=True)
class DiffusionRequest:
    """`province` is a code, "" the whole country; `newspaper` holds slugs.

    Dates are as an address gives them: YYYY, YYYY-MM or YYYY-MM-DD.
    """

    q: str = ""
    province: str = ""
    newspaper: tuple[str, ...] = ()
    date_from: str = ""
    date_to: str = ""
    role: str = "subject"
    by: str = "month"
    level: str = "city"

    @property
    def first_day(self) -> date | None:
        return first_day(self.date_from) if self.date_from else None

    @property
    def last_day(self) -> date | None:
        return last_day(self.date_to) if self.date_to else None

    @property
    def field(self) -> str:
        """The index field that holds the places."""
        return f"{self.level}_subject" if self.role == "subject" else self.level

    def pairs(self) -> list[tuple[str, str]]:
        """Parameters in canonical order, without those that say nothing."""
        plain = DiffusionRequest()
        rows = [("q", self.q), ("province", self.province)]
        rows += [("newspaper", slug) for slug in self.newspaper]
        rows += [("from", self.date_from), ("to", self.date_to)]
        rows += [
            (name, value)
            for name, value in (("role", self.role), ("by", self.by), ("level", self.level))
            if value != getattr(plain, name)
        ]
        return [(name, value) for name, value in rows if value]

    def query_string(self) -> str:
        return urlencode(self.pairs())


@dataclass(frozen=True, slots=True)
class Address:
    """`renamed`: a name stood for a code, and all were known."""

    request: DiffusionRequest
    problems: list[str]
    renamed: bool


def pairs_of(given: QueryDict) -> Iterator[tuple[str, str]]:
    return ((name, value) for name, values in given.lists() for value in values)


def address_of(request: DiffusionRequest) -> str:
    """The path of the page with the question in it."""
    return f"{reverse('diffusion')}?{request.query_string()}"


def read(pairs: Iterable[tuple[str, str]], provinces: list[Area]) -> Address:
    """At most one query, and none where no newspaper is named."""
    rows = [(name, one) for name, value in pairs if name in _ASKED for one in _each(name, value)]
    plain, problems = parse([row for row in rows if row[0] in ("q", "from", "to", "newspaper")])
    resolved, unknown = names.resolve(SearchRequest(newspaper=plain.newspaper))
    given = {name: value.replace("\x00", "").strip() for name, value in rows}
    problems = problems + unknown
    province = province_named(given.get("province", ""), provinces)
    if province is None:
        problems.append(_unknown("province", given["province"], _("没有这个省份")))
    request = DiffusionRequest(
        q=plain.q.strip(),
        province=province.code if province else "",
        newspaper=resolved.newspaper,
        date_from=plain.date_from,
        date_to=plain.date_to,
        role=_one_of("role", given, ROLES, problems),
        by=_one_of("by", given, STEPS, problems),
        level=_one_of("level", given, LEVELS, problems),
    )
    if request.level == "county" and not request.province:
        problems.append(_("区县须在一个省份之内比较，请先选择省份；现按城市列出。"))
        request = replace(request, level="city")
    if province and not province.has_cities and request.level == "city":
        request = replace(request, level="county")
    moved = plain.newspaper != resolved.newspaper or given.get("province", "") != request.province
    return Address(request, problems, moved and not problems)


_ASKED = ("q", "province", "newspaper", "from", "to", "role", "by", "level")


def _each(name: str, value: str) -> list[str]:
    """大众日报、济南日报 in one box are two newspapers."""
    return [one for one in value.split("、") if one.strip()] if name == "newspaper" else [value]


def _one_of(
    name: str, given: dict[str, str], known: dict[str, str | Promise], problems: list[str]
) -> str:
    """The first of `known` where nothing or nothing known is given."""
    value = given.get(name, "")
    if value and value not in known:
        should = _("应为 %(values)s") % {"values": "、".join(known)}
        problems.append(_unknown(name, value, should))
    return value if value in known else next(iter(known))


def _unknown(name: str, value: str, why: str) -> str:
    return _("%(given)s：%(why)s。") % {"given": shown(name, value), "why": why}
