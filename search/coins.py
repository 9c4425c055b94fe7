"""COinS: a hit as reference managers (Zotero) read it out of a page, in the title of a span."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from search.found import FoundArticle

# Characters that mean something in a query, and what no address holds. Others, Chinese among them,
# stand as they are: escaped they would take three times the room, and readers of COinS take both.
_MEANING = re.compile(r"[\x00-\x20%&+#;=\"<>]")
_FORMAT = "ctx_ver=Z39.88-2004&rft_val_fmt=info:ofi/fmt:kev:mtx:dc"


def described(article: FoundArticle, address: str) -> str:
    """`ctx_ver=…&rft.type=newspaperArticle&rft.title=…`; not yet escaped for HTML.

    Dublin Core, for the format of journals would make a journal's article of it.
    """
    pairs = "&".join(f"{name}={_MEANING.sub(_escaped, value)}" for name, value in _pairs(article))
    return f"{_FORMAT}&{pairs}&rft.identifier={address}"


def _pairs(article: FoundArticle) -> Iterable[tuple[str, str]]:
    issue = article.page.issue
    yield "rft.type", "newspaperArticle"
    yield "rft.title", article.headline
    yield "rft.source", issue.newspaper.name
    yield "rft.date", issue.date.isoformat()
    if article.page.number_known:
        yield "rft.pages", str(article.page.number)
    for name in article.reporters:
        yield "rft.creator", name
    yield "rft.language", "zh"


def _escaped(found: re.Match[str]) -> str:
    return quote(found[0])
