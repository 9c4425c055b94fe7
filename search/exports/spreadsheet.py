"""CSV for Excel: a byte order mark, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from search import mentions
from search.exports.export import Result, page_number
from search.results import Hit

COLUMNS = (
    "编号", "报纸", "日期", "版次", "栏目", "引题", "主题", "副题",
    "记者", "城市", "区县", "官员", "行业", "网址",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, value: str) -> str:
        return value


def cell(value: Any) -> str:
    """Text that begins like a formula is led by an apostrophe, as spreadsheets themselves do."""
    text = str(value).replace("\x00", "")
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or text.startswith(_FORMULA) else text


def write(result: Result) -> Iterator[str]:
    writer: Any = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for hit in result.hits:
        yield writer.writerow([cell(value) for value in _row(hit, result)])


def _row(hit: Hit, result: Result) -> list[Any]:
    article = hit.article
    issue = article.page.issue
    return [
        article.pk,
        issue.newspaper.name,
        issue.date.isoformat(),
        page_number(article),
        article.column,
        article.kicker,
        article.headline,
        article.subtitle,
        ";".join(article.reporters),
        ";".join(place.name for place, _ in mentions.cities(article)),
        ";".join(place.name for place, _ in mentions.counties(article)),
        ";".join(row.official.name for row in article.official_mentions.all()),
        ";".join(row.industry.name for row in article.industry_mentions.all()),
        result.absolute(article.get_absolute_url()),
    ]
