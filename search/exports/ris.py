"""RIS, for Zotero and EndNote: one newspaper article a record."""

from __future__ import annotations

from collections.abc import Iterator

from search.exports.export import Result, headline, keywords, line, page_number
from search.results import Hit


def write(result: Result) -> Iterator[str]:
    for hit in result.hits:
        yield "".join(f"{tag}  - {line(value)}\r\n" for tag, value in _tags(hit, result)) + "\r\n"


def _tags(hit: Hit, result: Result) -> Iterator[tuple[str, str]]:
    article = hit.article
    issue = article.page.issue
    yield "TY", "NEWS"
    yield "ID", str(article.pk)
    yield "TI", headline(article)
    for name in article.reporters:
        yield "AU", name
    yield "T2", issue.newspaper.name
    yield "PY", f"{issue.date:%Y}"
    yield "DA", f"{issue.date:%Y/%m/%d}"
    if number := page_number(article):
        yield "SP", number
    for keyword in keywords(article):
        yield "KW", keyword
    yield "UR", result.absolute(article.get_absolute_url())
    yield "LA", "zh"
    yield "ER", ""
