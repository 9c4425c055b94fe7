"""COinS: a hit as reference managers (Zotero) read it out of a page, in the title of a span."""

from __future__ import annotations

from django.utils import timezone

from archive import selectors
from archive.citing import openurl
from search.found import FoundArticle


def described(article: FoundArticle, address: str) -> str:
    """The same that the article's own page says of it; not yet escaped for HTML."""
    today = timezone.localdate()
    return openurl(selectors.citation(article=article, address=address, accessed=today, archive=""))
