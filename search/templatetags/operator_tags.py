"""What the admin's first page tells those who run the site."""

from __future__ import annotations

from django import template

from search.indexing import outgrown

register = template.Library()


@register.simple_tag
def outgrown_index() -> str:
    """Where the embedded engine has too much to hold; mostly ""."""
    return outgrown.warning()
