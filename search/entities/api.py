"""The part of the API that lists and portrays what articles speak of."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Path, Query, Router

from search.api_errors import FAULTS, MISSING, Misunderstood, not_there, understood
from search.api_schemas import IssueParameters, OfficialParameters
from search.entities import people, places, press
from search.entities import schemas as shapes

router = Router(tags=[_("目录")])
UNAVAILABLE = {503: FAULTS[503]}
LONGEST = 1 << 63  # no database column holds a greater number


@router.get(
    "/cities", response={200: shapes.PlacesOut, **UNAVAILABLE},
    summary=_("地区"), description=_("文章谈到的省和地级市，按篇数排列。"),
)  # fmt: skip
def cities(request: HttpRequest) -> dict[str, Any]:
    return places.cities(request.build_absolute_uri)


@router.get(
    "/cities/{code}", response={200: shapes.PlacePortraitOut, **MISSING, **UNAVAILABLE},
    summary=_("一个地区"), description=_("省、市、区县或功能区：篇数、逐月篇数，以及其中的官员、行业和报纸。"),
)  # fmt: skip
def city(
    request: HttpRequest, code: str = Path(description=_("地区代码"), example="370900")
) -> dict[str, Any]:
    found = places.city(code, request.build_absolute_uri)
    return found or not_there(gettext("没有代码为 %(code)s 的地区。") % {"code": code[:20]})


@router.get(
    "/officials", response={200: shapes.OfficialsOut, **FAULTS},
    summary=_("官员"), description=_("文章提到的官员，按篇数排列；每位附最近见报的职务。"),
)  # fmt: skip
def officials(request: HttpRequest, parameters: Query[OfficialParameters]) -> dict[str, Any]:
    return people.officials(understood(request), request.build_absolute_uri)


@router.get(
    "/officials/{int:number}",
    response={200: shapes.OfficialPortraitOut, **MISSING, **UNAVAILABLE},
    summary=_("一位官员"), description=_("历次职务及见报起止、逐月篇数，以及所及城市、行业和报纸。"),
)  # fmt: skip
def official(
    request: HttpRequest, number: int = Path(description=_("官员编号"), ge=0, example=12)
) -> dict[str, Any]:
    known = number if number < LONGEST else 0
    found = people.official(known, request.build_absolute_uri)
    line = gettext("没有编号为 %(number)s 的官员，或者提到他的文章尚未发布。")
    return found or not_there(line % {"number": str(number)[:20]})


@router.get(
    "/industries", response={200: shapes.IndustriesOut, **UNAVAILABLE},
    summary=_("行业"), description=_("全部行业及篇数。"),
)  # fmt: skip
def industries(request: HttpRequest) -> dict[str, Any]:
    return places.industries(request.build_absolute_uri)


@router.get(
    "/industries/{slug}", response={200: shapes.IndustryPortraitOut, **MISSING, **UNAVAILABLE},
    summary=_("一个行业"), description=_("逐月篇数，以及所及城市、官员和报纸。"),
)  # fmt: skip
def industry(
    request: HttpRequest, slug: str = Path(description=_("行业标识"), example="energy-storage")
) -> dict[str, Any]:
    found = places.industry(slug, request.build_absolute_uri)
    return found or not_there(gettext("没有标识为 %(slug)s 的行业。") % {"slug": slug[:20]})


@router.get(
    "/newspapers", response={200: shapes.NewspapersOut, **UNAVAILABLE},
    summary=_("报纸"), description=_("全部报纸，附馆藏起止日期、期数和篇数。"),
)  # fmt: skip
def newspapers(request: HttpRequest) -> dict[str, Any]:
    return press.newspapers(request.build_absolute_uri)


@router.get(
    "/newspapers/{slug}", response={200: shapes.NewspaperPortraitOut, **MISSING, **UNAVAILABLE},
    summary=_("一份报纸"), description=_("馆藏起止、逐月篇数，以及所及城市、官员和行业。"),
)  # fmt: skip
def newspaper(
    request: HttpRequest, slug: str = Path(description=_("报纸标识"), example="dazhong-ribao")
) -> dict[str, Any]:
    found = press.newspaper(slug, request.build_absolute_uri)
    return found or not_there(gettext("没有标识为 %(slug)s 的报纸。") % {"slug": slug[:20]})


@router.get(
    "/issues", response={200: shapes.IssuesOut, **FAULTS},
    summary=_("各期报纸"), description=_("载有文章的各期，最新的在前。"),
)  # fmt: skip
def issues(request: HttpRequest, parameters: Query[IssueParameters]) -> dict[str, Any]:
    return press.issues(understood(request), request.build_absolute_uri)


@router.get(
    "/issues/{slug}/{day}", response={200: shapes.IssueOut, **MISSING, 400: FAULTS[400]},
    summary=_("一期报纸"), description=_("一期报纸的全部文章，按版次和版内次序。"),
)  # fmt: skip
def issue(
    request: HttpRequest,
    slug: str = Path(description=_("报纸标识"), example="dazhong-ribao"),
    day: str = Path(description="YYYY-MM-DD", example="2024-03-15"),
) -> dict[str, Any]:
    try:
        asked = date.fromisoformat(day)
    except ValueError:
        line = gettext("日期 %(day)s 应写作 2024-01-31。") % {"day": day[:20]}
        raise Misunderstood([line]) from None
    found = press.issue(slug, asked, request.build_absolute_uri)
    told = {"slug": slug[:20], "day": asked.isoformat()}
    return found or not_there(gettext("没有 %(slug)s 在 %(day)s 的一期。") % told)
