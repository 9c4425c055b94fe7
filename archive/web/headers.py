"""What browsers are told that they may not do with a page."""

from __future__ import annotations

from archive.web.answers import Answer


def guarded(get_response: Answer) -> Answer:
    return get_response
