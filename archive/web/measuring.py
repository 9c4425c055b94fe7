"""Counts requests and their times, for monitoring."""

from __future__ import annotations

from archive.web.answers import Answer


def measured(get_response: Answer) -> Answer:
    return get_response
