"""The shapes of lists and portraits of places, officials, industries, newspapers and issues."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema

from search.api_schemas import HeadOut


class CountOut(Schema):
    value: str = Field(description=_("代码、编号、标识或月份，可用作检索参数"))
    label: str
    count: int = Field(description=_("文章篇数"))


class EntityOut(Schema):
    url: str = Field(description=_("本站页面"))
    count: int = Field(description=_("文章篇数"))


class PlaceRowOut(EntityOut):
    code: str = Field(description=_("GB/T 2260 代码；功能区的代码带字母"))
    name: str
    level: str = Field(description="province, prefecture, county")
    parent: str | None = Field(description=_("上级的代码"))


class PlacesOut(Schema):
    total: int
    results: list[PlaceRowOut]


class PlacePortraitOut(PlaceRowOut):
    kind: str = Field(description=_("gb2260 行政区，zone 功能区"))
    aliases: list[str]
    counties: list[CountOut]
    officials: list[CountOut]
    industries: list[CountOut]
    newspapers: list[CountOut]
    months: list[CountOut]


class PostOut(Schema):
    title: str = Field(description=_("职务，按报上所印补全"))
    first: str = Field(description=_("首次见报，YYYY-MM-DD"))
    last: str = Field(description=_("最近见报，YYYY-MM-DD"))
    count: int = Field(description=_("文章篇数"))


class OfficialRowOut(EntityOut):
    id: int
    name: str
    place: str | None = Field(description=_("任职地代码"))
    post: str | None = Field(description=_("最近见报的职务"))


class OfficialsOut(Schema):
    total: int
    page: int
    pages: int
    size: int
    results: list[OfficialRowOut]


class OfficialPortraitOut(OfficialRowOut):
    posts: list[PostOut]
    cities: list[CountOut]
    industries: list[CountOut]
    newspapers: list[CountOut]
    months: list[CountOut]


class IndustryRowOut(EntityOut):
    slug: str
    name: str


class IndustriesOut(Schema):
    total: int
    results: list[IndustryRowOut]


class IndustryPortraitOut(IndustryRowOut):
    divisions: list[str] = Field(description=_("GB/T 4754 大类"))
    keywords: list[str] = Field(description=_("据以判定的词语"))
    cities: list[CountOut]
    officials: list[CountOut]
    newspapers: list[CountOut]
    months: list[CountOut]


class NewspaperRowOut(EntityOut):
    slug: str
    name: str
    level: str = Field(description="national, province, prefecture, county")
    place: str | None = Field(description=_("所在地代码"))
    first: str | None = Field(description=_("馆藏最早一期，YYYY-MM-DD"))
    last: str | None = Field(description=_("馆藏最近一期，YYYY-MM-DD"))
    issues: int = Field(description=_("馆藏期数"))


class NewspapersOut(Schema):
    total: int
    results: list[NewspaperRowOut]


class NewspaperPortraitOut(NewspaperRowOut):
    aliases: list[str]
    cities: list[CountOut]
    officials: list[CountOut]
    industries: list[CountOut]
    months: list[CountOut]


class IssueRowOut(EntityOut):
    newspaper: str
    newspaper_slug: str
    date: str = Field(description="YYYY-MM-DD")
    date_source: str = Field(
        description=_(
            "日期的来源：argument 指定，folio 报眉，filename 文件名，dateline 电头推定，editor 编辑确认"
        )
    )


class IssuesOut(Schema):
    total: int
    page: int
    pages: int
    size: int
    results: list[IssueRowOut]


class IssueOut(IssueRowOut):
    articles: list[HeadOut] = Field(description=_("按版次和版内次序"))
