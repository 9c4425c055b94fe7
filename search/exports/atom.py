"""Atom: a search to subscribe to, newest first whatever its order, a hundred entries a page.

RFC 4287; older entries are on the pages that rel=next leads to (RFC 5005, section 3).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from django.utils import timezone
from django.utils.translation import gettext as _

from archive import selectors
from search.exports.export import Result, fit, headline, line
from search.request import SearchRequest
from search.results import Hit

ENTRIES = 100
_FEED = "application/atom+xml"
EMPTY = datetime(2000, 1, 1, tzinfo=UTC)  # when a feed changed that never had an entry


def write(result: Result) -> Iterator[str]:
    hits = list(result.hits)
    request = result.request or SearchRequest()
    feed, page = (_address(path, request) for path in ("/search.atom", "/search/"))
    name = _("政策档案检索：%(words)s") % {"words": request.q} if request.q else _("政策档案：文章")
    yield '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
    yield _text("title", name)
    yield _text("subtitle", result.label)
    yield _text("id", result.absolute(feed))
    yield _text("updated", _moment(changed(hits)))
    for relation, number in _pages(result).items():
        yield _link(relation, result.absolute(_address("/search.atom", request, number)), _FEED)
    yield _link("alternate", result.absolute(page), "text/html")
    for hit in hits:
        yield f"<entry>\n{''.join(_entry(hit, result))}</entry>\n"
    yield "</feed>\n"


def changed(hits: list[Hit]) -> datetime:
    """When anything that these entries tell was last edited."""
    return max((hit.article.updated for hit in hits), default=EMPTY)


def _address(path: str, request: SearchRequest, number: int = 1) -> str:
    """The sort is the feed's own, so that one search has one feed."""
    query = replace(request, sort="relevance", page=number, size=20).query_string()
    return f"{path}?{query}" if query else path


def _pages(result: Result) -> dict[str, int]:
    found = {"self": result.page}
    if result.pages > 1:
        found |= {"first": 1, "last": result.pages}
    if 1 < result.page <= result.pages + 1:
        found["previous"] = result.page - 1
    if result.page < result.pages:
        found["next"] = result.page + 1
    return found


def _entry(hit: Hit, result: Result) -> Iterator[str]:
    article = hit.article
    issue = article.page.issue
    address = result.absolute(article.get_absolute_url())
    yield _text("title", headline(article))
    yield _text("id", address)
    yield _link("alternate", address, "text/html")
    yield _text("published", f"{issue.date.isoformat()}T00:00:00+08:00")
    yield _text("updated", _moment(article.updated))
    for name in selectors.authors(article) or [issue.newspaper.name]:
        yield f"<author>{_text('name', name)}</author>\n"
    for row in article.industry_mentions.all():
        yield f"<category term={quoteattr(fit(row.industry.name))}/>\n"
    yield f'<summary type="html">{escape(line(hit.snippet))}</summary>\n'


def _moment(when: datetime) -> str:
    return timezone.localtime(when).isoformat(timespec="seconds")


def _text(tag: str, value: str) -> str:
    return f"<{tag}>{escape(line(value))}</{tag}>\n"


def _link(relation: str, address: str, kind: str) -> str:
    return f'<link rel="{relation}" type="{kind}" href={quoteattr(address)}/>\n'
