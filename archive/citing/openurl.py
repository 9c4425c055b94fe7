"""COinS: the citation as an OpenURL (Z39.88-2004), for Zotero and library link resolvers."""

from __future__ import annotations

import re
from urllib.parse import quote

from archive.citing.record import Citation

# Characters that mean something in a query, and what no address holds. Others, Chinese among them,
# stand as they are: escaped they would take three times the room, and readers of COinS take both.
_MEANING = re.compile(r"[\x00-\x20%&+#;=\"<>]")


def openurl(citation: Citation) -> str:
    """`ctx_ver=…&rft.type=newspaperArticle&rft.title=…`; not yet escaped for HTML.

    The Dublin Core format, for that of journals has no genre for newspapers, and Zotero would make
    a journal's article of it. Its names of fields are those that Zotero itself writes.
    """
    pairs = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft.type", "newspaperArticle"),
        ("rft.title", citation.heading),
        ("rft.source", citation.newspaper),
        *(("rft.creator", name) for name in citation.authors),
        ("rft.date", citation.date.isoformat()),
        ("rft.pages", citation.page),
        ("rft.language", "zh-CN"),
        ("rft.identifier", citation.address),
    ]
    return "&".join(f"{name}={_MEANING.sub(_escaped, value)}" for name, value in pairs if value)


def _escaped(found: re.Match[str]) -> str:
    return quote(found[0])
