"""BibTeX (biblatex's fields), with everything special to TeX escaped."""

from __future__ import annotations

from collections.abc import Iterator

from search.exports.export import Result, headline, keywords, line, page_number
from search.results import Hit

_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{one: "\\" + one for one in "&%$#_"},
    }
)


def escape(text: str) -> str:
    return line(text).translate(_SPECIAL)


def write(result: Result) -> Iterator[str]:
    for hit in result.hits:
        rows = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(hit, result))
        yield f"@article{{archive-{hit.article.pk},\n{rows}}}\n\n"


def _fields(hit: Hit, result: Result) -> Iterator[tuple[str, str]]:
    article = hit.article
    issue = article.page.issue
    if article.reporters:
        # Each name in braces: a Chinese name has no first name to be cut off.
        yield "author", " and ".join(f"{{{escape(name)}}}" for name in article.reporters)
    yield "title", f"{{{escape(headline(article))}}}"
    yield "journaltitle", escape(issue.newspaper.name)
    yield "journal", escape(issue.newspaper.name)
    yield "date", issue.date.isoformat()
    yield "year", f"{issue.date:%Y}"
    if number := page_number(article):
        yield "pages", number
    yield "entrysubtype", "newspaper"
    yield "url", result.absolute(article.get_absolute_url())
    if named := keywords(article):
        yield "keywords", escape(", ".join(named))
    yield "langid", "chinese"
