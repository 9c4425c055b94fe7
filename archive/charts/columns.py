"""One column a label."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive.charts.frame import FEW, Frame, drawing, empty, framed, linked
from archive.charts.numbers import told, written

_GAP = 0.18  # of a column's room, left free between two
_LEAST = 1.5  # a column of anything above nothing can be seen


def column_chart(
    labels: Sequence[str],
    values: Sequence[float | None],
    *,
    title: str,
    unit: str = "",
    links: Sequence[str] = (),
    selected: Collection[int] = (),
    data: Sequence[tuple[str, str]] = (),
    width: int = 760,
    height: int = 160,
) -> SafeString:
    """Inline SVG with a column a label.

    `links`: one a label, the whole height above it can be hit; `selected`: positions of the columns
    that are marked; `data`: first and last day, month or year of each column, as the attributes
    data-from and data-to that a script reads.
    """
    if not labels or all(value is None for value in values):
        return empty("chart-columns", title, width, height)
    frame = framed(labels, values, unit=unit, width=width, height=height, most=3)
    few = len(labels) <= FEW
    columns = list(_columns(frame, values, links, frozenset(selected), data, few))
    kind = "chart-columns" + (" has-selected" if selected else "")
    told_below = _described(frame, values)
    if links:
        return drawing(frame, kind, title, told_below, frame.grid(), linked(columns, few))
    picture = SafeString(frame.grid() + "".join(columns))
    return drawing(frame, kind, title, told_below, picture, SafeString(""))


def _columns(
    frame: Frame,
    values: Sequence[float | None],
    links: Sequence[str],
    selected: frozenset[int],
    data: Sequence[tuple[str, str]],
    few: bool,
) -> Iterator[str]:
    say = _("%(label)s：%(value)s %(unit)s")
    reach = "" if few else ' tabindex="-1"'
    for at, value in enumerate(values):
        found = {"label": frame.labels[at], "value": told(value or 0), "unit": frame.unit}
        tag, target = ("a", f' href="{escape(links[at])}"{reach}') if at < len(links) else ("g", "")
        if at < len(data):
            begin, end = data[at]
            target += f' data-from="{escape(begin)}" data-to="{escape(end)}"'
        name = "col is-selected" if at in selected else "col"
        yield (
            f'<{tag} class="{name}"{target}><title>{escape((say % found).strip())}</title>'
            f"{_room(frame, at)}{_column(frame, at, value or 0)}"
            f"{_underlined(frame, at) if at in selected else ''}</{tag}>"
        )


def _room(frame: Frame, at: int) -> str:
    """The whole room of a column, which the pointer hits."""
    return (
        f'<rect class="room" x="{written(frame.x(at) - frame.step / 2)}" y="{written(frame.top)}"'
        f' width="{written(frame.step)}" height="{written(frame.bottom - frame.top)}" />'
    )


def _column(frame: Frame, at: int, value: float) -> str:
    """The column itself, at least a line high where there is anything."""
    if not value:
        return ""
    base, end = frame.y(0), frame.y(value)
    tall = max(abs(base - end), _LEAST)
    wide = min(frame.step * (1 - _GAP), 48)
    return (
        f'<rect class="fill" x="{written(frame.x(at) - wide / 2)}"'
        f' y="{written(base - tall if value > 0 else base)}"'
        f' width="{written(wide)}" height="{written(tall)}" />'
    )


def _underlined(frame: Frame, at: int) -> str:
    """Below the base line of a column that is marked: colour alone would not tell it."""
    x, y = frame.x(at) - frame.step / 2, frame.bottom + 1
    return f'<path class="under" d="M{written(x)} {written(y + 1)}h{written(frame.step)}" />'


def _described(frame: Frame, values: Sequence[float | None]) -> str:
    high, at = max((value, -at) for at, value in enumerate(values) if value is not None)
    return _("柱形图，%(first)s至%(last)s；最高 %(high)s %(unit)s（%(label)s）。") % {
        "first": frame.labels[0],
        "last": frame.labels[-1],
        "high": told(high),
        "unit": frame.unit,
        "label": frame.labels[-at],
    }
