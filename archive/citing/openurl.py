"""COinS: the citation as an OpenURL (Z39.88-2004), for Zotero and library link resolvers."""

from __future__ import annotations

from urllib.parse import urlencode

from archive.citing.record import Citation


def openurl(citation: Citation) -> str:
    """The query string of a context object of the Dublin Core format, which knows newspapers.

    The journal format has no genre for them, and Zotero would make a journal's article of it.
    """
    pairs = [
        ("url_ver", "Z39.88-2004"),
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft.type", "newspaperArticle"),
        ("rft.title", citation.heading),
        ("rft.source", citation.newspaper),
        *(("rft.au", name) for name in citation.authors),
        ("rft.date", citation.date.isoformat()),
        ("rft.pages", citation.page),
        ("rft.language", "zh-CN"),
        ("rft.identifier", citation.address),
    ]
    return urlencode([(name, value) for name, value in pairs if value])
