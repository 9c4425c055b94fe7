"""Atom: a search to subscribe to; its newest hundred hits, newest first, whatever its order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from django.utils import timezone

from search.exports.export import Result, headline, line
from search.results import Hit

ENTRIES = 100


def write(result: Result) -> Iterator[str]:
    hits = list(result.hits)
    changed = max((hit.article.updated for hit in hits), default=timezone.now())
    # The sort is the feed's own, so that one search has one feed.
    query = replace(result.request, sort="relevance").query_string()
    feed, page = (f"{path}?{query}" if query else path for path in ("/search.atom", "/search/"))
    name = f"政策档案检索：{result.request.q}" if result.request.q else "政策档案：文章"
    yield '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
    yield _text("title", name)
    yield _text("id", result.absolute(feed))
    yield _text("updated", _moment(changed))
    yield _link("self", result.absolute(feed))
    yield _link("alternate", result.absolute(page))
    for hit in hits:
        yield f"<entry>\n{''.join(_entry(hit, result))}</entry>\n"
    yield "</feed>\n"


def _entry(hit: Hit, result: Result) -> Iterator[str]:
    article = hit.article
    issue = article.page.issue
    address = result.absolute(article.get_absolute_url())
    yield _text("title", headline(article))
    yield _text("id", address)
    yield _link("alternate", address)
    yield _text("published", f"{issue.date.isoformat()}T00:00:00+08:00")
    yield _text("updated", _moment(article.updated))
    yield f"<author>{_text('name', issue.newspaper.name)}</author>\n"
    yield f'<summary type="html">{escape(line(hit.snippet))}</summary>\n'


def _moment(when: datetime) -> str:
    return timezone.localtime(when).isoformat(timespec="seconds")


def _text(tag: str, value: str) -> str:
    return f"<{tag}>{escape(line(value))}</{tag}>\n"


def _link(relation: str, address: str) -> str:
    return f'<link rel="{relation}" href={quoteattr(address)}/>\n'
