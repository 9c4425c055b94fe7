"""The chart of trends."""

from __future__ import annotations

from dataclasses import replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive.charts import Series, line_chart, two_widths
from search.trends.asked import BY
from search.trends.counting import Trends
from search.trends.table import Row

WIDE, TALL, LOW = 860, 380, 280
HIT = 24  # points of a line that a finger can still tell apart


def drawn(trends: Trends, rows: list[Row]) -> SafeString:
    """All lines in one chart, once for wide and once for narrow screens."""
    labels = [period.span.label for period in trends.periods]
    per = trends.request.per
    series = [
        Series(line.query, line.values(trends.periods, per), [row.cells[at].link for row in rows])
        for at, line in enumerate(trends.lines)
    ]
    plain = [replace(one, links=()) for one in series]
    title = _("趋势：%(series)s（按%(by)s）") % {
        "series": _("、").join(line.query for line in trends.lines),
        "by": BY[trends.request.by],
    }
    unit = _("篇") if per == "articles" else _("篇／千篇")
    return two_widths(
        lambda width: line_chart(
            labels,
            series if width == WIDE or len(labels) <= HIT else plain,
            title=title,
            unit=unit,
            width=width,
            height=TALL if width == WIDE else LOW,
        ),
        WIDE,
    )
