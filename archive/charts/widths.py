"""A chart for wide and one for narrow screens; the style sheet shows the one that fits."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.html import format_html
from django.utils.safestring import SafeString

NARROW = 372  # what a telephone leaves for it


def two_widths(draw: Callable[[int], SafeString], wide: int = 760) -> SafeString:
    """`draw(width)` twice: letters shrunk to half their size are legible on no telephone."""
    return format_html(
        '<div class="chart-wide">{}</div><div class="chart-narrow">{}</div>',
        draw(wide),
        draw(NARROW),
    )
