"""RIS, for Zotero, EndNote and NoteExpress: one newspaper article (TY NEWS) a record.

Tags as the specification gives them for newspapers: AU author, T2 newspaper, DA issue date,
SP page, SE section, Y2 day of access, N1 note, DB database. Names keep no asterisk and no comma.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from search.exports.export import Result, cited, keywords, line
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
    article, record = hit.article, cited(hit, result)
    yield "TY", "NEWS"
    yield "ID", str(article.pk)
    yield "TI", record.heading
    for name in record.authors:
        yield "AU", name.translate(_NAME)
    yield "T2", record.newspaper.translate(_NAME)
    yield "PY", f"{record.date:%Y}"
    yield "DA", f"{record.date:%Y/%m/%d}"
    yield "SP", record.page
    for keyword in keywords(article):
        yield "KW", keyword.translate(_NAME)
    yield "UR", record.address
    yield "Y2", f"{record.accessed:%Y/%m/%d}"
    yield "LA", "zh"
    yield "N1", result.notes.get(article.pk, "")
