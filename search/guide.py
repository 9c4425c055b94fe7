"""The researcher's guide at /help/: how to search, with examples that run, and what counts mean.

Each example is a link to the very search; a test runs all of them on the sample pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.views.reading import read_only
from search.syntax import EXAMPLES


@dataclass(frozen=True, slots=True)
class Example:
    """A question as a researcher would put it, and the search that answers it."""

    question: str | Promise
    name: str  # of the address
    choices: tuple[tuple[str, str], ...]
    note: str | Promise = ""

    @property
    def url(self) -> str:
        return f"{reverse(self.name)}?{urlencode(self.choices)}"


TASKS = (
    Example(
        _("写到潍坊市、又提到储能的文章里出现了哪些官员？"),
        "search", (("q", "储能"), ("city", "370700")),
        _("结果左侧（手机上为“筛选”）的“官员”列出这些文章写到的人，数字是文章篇数；是不是他说的，要看原文。"),
    ),
    Example(
        _("“新质生产力”这五个字原样出现在哪些文章里？"),
        "search", (("q", "“新质生产力”"),),
        _("加引号，一字不差；简体、繁体，全角、半角不分。"),
    ),
    Example(
        _("哪些文章主要写新能源汽车或汽车产业，而不只是提到？"),
        "search", (("industry", "auto"), ("role", "subject")),
        _("“只看主题”排除顺带提及的文章。"),
    ),
    Example(
        _("2024年上半年标题里有“项目”的报道，从早到晚"),
        "search", (("q", "标题:项目"), ("from", "2024-01"), ("to", "2024-06"), ("sort", "oldest")),
    ),
    Example(
        _("哪些文章里“投资”和“亿元”相隔不远？"),
        "search", (("q", "投资 NEAR/15 亿元"),),
        _("两处相隔不超过 15 个字，先后不拘，可以跨句。"),
    ),
    Example(
        _("“储能”与“低空经济”逐月各有多少篇？"),
        "trends", (("series", "储能"), ("series", "低空经济")),
        _("可换成每千篇中的篇数，免得被收录多少左右。"),
    ),
    Example(
        _("“储能”最早见于哪个城市，以后到了哪里？"),
        "diffusion", (("q", "储能"),),
    ),
    Example(
        _("各地报出的投资数字有哪些？"),
        "figures", (("q", "投资"),),
        _("每个数字带原句、所指地区与时期，可导出表格。"),
    ),
)  # fmt: skip


@read_only
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "search/guide.html", {"examples": EXAMPLES, "tasks": TASKS})
