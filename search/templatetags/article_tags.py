"""What only the page of an article asks of the search."""

from __future__ import annotations

from django import template

from search.marking import exact

register = template.Library()


@register.filter
def exactly(name: str) -> str:
    """The search for a name as it stands, for people who have no page of their own."""
    return exact(name)
