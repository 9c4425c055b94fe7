"""What pages say of the request itself."""

from __future__ import annotations

from django import template

from archive.web.requests import current_id

register = template.Library()


@register.simple_tag
def request_id() -> str:
    """The number to tell the operator: it stands in the log."""
    return current_id()
