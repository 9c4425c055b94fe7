"""What browsers and proxies may keep of a page, and for how long."""

from __future__ import annotations

from archive.web.answers import Answer


def revalidated(get_response: Answer) -> Answer:
    return get_response
