"""BibTeX (biblatex's fields), with everything special to TeX escaped.

A key is `archive-` and the article's number, which never changes and is never given again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.exports.export import Result, cited, keywords, line
from search.exports.origin import provenance
from search.results import Hit

_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{one: "\\" + one for one in "&%$#_"},
    }
)
# BibTeX counts braces, escaped ones too: those without a partner are told without a brace.
_PAIRED = {"{": r"\{", "}": r"\}"}
_ALONE = {"{": r"\ensuremath{\lbrace}", "}": r"\ensuremath{\rbrace}"}
_BRACE = re.compile(r"[{}]")
# TeX makes one sign of these.
_JOINED = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=`)(?=`)|(?<=[?!])(?=`)|(?<=<)(?=<)|(?<=>)(?=>)")
_COMMENT = str.maketrans("@{}", "＠｛｝")


def escape(text: str) -> str:
    """`50%` is `50\\%`; what is read back by a parser that knows TeX is the text itself."""
    plain = line(text)
    braces = _PAIRED if _balanced(plain) else _ALONE
    # Placeholders of one character each: what stands for a brace is not escaped again.
    parts = _BRACE.split(plain)
    signs = [braces[one] for one in _BRACE.findall(plain)]
    told = [_JOINED.sub("{}", part).translate(_SPECIAL) for part in parts]
    return "".join(one + sign for one, sign in zip(told, [*signs, ""], strict=True))


def _balanced(text: str) -> bool:
    depth = 0
    for sign in _BRACE.findall(text):
        depth += 1 if sign == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def write(result: Result) -> Iterator[str]:
    if note := provenance(result):
        yield f"@comment{{{note.translate(_COMMENT)}}}\n\n"
    for hit in result.hits:
        rows = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(hit, result))
        yield f"@article{{archive-{hit.article.pk},\n{rows}}}\n\n"


def _fields(hit: Hit, result: Result) -> Iterator[tuple[str, str]]:
    article, record = hit.article, cited(hit, result)
    if record.authors:
        # Each name in braces: a Chinese name has no first name to be cut off.
        yield "author", " and ".join(f"{{{escape(name)}}}" for name in record.authors)
    yield "title", f"{{{escape(record.heading)}}}"
    yield "journaltitle", escape(record.newspaper)
    yield "journal", escape(record.newspaper)
    yield "date", record.date.isoformat()
    yield "year", f"{record.date:%Y}"
    if record.page:
        yield "pages", record.page
    yield "entrysubtype", "newspaper"
    yield "url", record.address
    yield "urldate", record.accessed.isoformat()
    if named := keywords(article):
        yield "keywords", escape(", ".join(named))
    if note := result.notes.get(article.pk):
        yield "annotation", escape(note)
    yield "langid", "chinese"
