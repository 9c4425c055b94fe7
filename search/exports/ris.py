"""RIS, for Zotero, EndNote and NoteExpress: one newspaper article (TY NEWS) a record.

Tags as the specification gives them for newspapers: AU reporter, T2 newspaper, DA issue date,
SP page, SE section, Y2 day of access, N1 note, DB database. Names keep no asterisk and no comma.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from search.exports.export import Result, headline, keywords, line, page_number
from search.exports.origin import provenance
from search.results import Hit

# A comma would part a name in two, an asterisk is not allowed, a semicolon parts keywords.
_NAME = str.maketrans({",": "，", "*": "＊", ";": "；"})


def write(result: Result) -> Iterator[str]:
    note, database = provenance(result), _("政策档案")
    for hit in result.hits:
        tags = [*_tags(hit, result), ("DB", database), ("N1", note), ("ER", "")]
        told = (f"{tag}  - {line(value)}\r\n" for tag, value in tags if value or tag == "ER")
        yield "".join(told) + "\r\n"


def _tags(hit: Hit, result: Result) -> Iterator[tuple[str, str]]:
    article = hit.article
    issue = article.page.issue
    yield "TY", "NEWS"
    yield "ID", str(article.pk)
    yield "TI", headline(article)
    for name in article.reporters:
        yield "AU", name.translate(_NAME)
    yield "T2", issue.newspaper.name.translate(_NAME)
    yield "PY", f"{issue.date:%Y}"
    yield "DA", f"{issue.date:%Y/%m/%d}"
    yield "SP", page_number(article)
    for keyword in keywords(article):
        yield "KW", keyword.translate(_NAME)
    yield "UR", result.absolute(article.get_absolute_url())
    yield "Y2", f"{result.day:%Y/%m/%d}"
    yield "LA", "zh"
    yield "N1", result.notes.get(article.pk, "")
