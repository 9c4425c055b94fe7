"""A number for every request, in its answer and in all that is logged of it."""

from __future__ import annotations

from archive.web.answers import Answer


def told(get_response: Answer) -> Answer:
    return get_response
