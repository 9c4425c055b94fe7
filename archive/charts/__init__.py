"""Charts: numbers in, inline SVG out. Pure functions; colours and fonts are static/css/charts.css.

A chart never stands alone: the page puts a table of the same numbers beside or below it.
"""

from archive.charts.columns import column_chart
from archive.charts.lines import line_chart
from archive.charts.series import MOST_SERIES, Series, series_key
from archive.charts.widths import two_widths

__all__ = ["MOST_SERIES", "Series", "column_chart", "line_chart", "series_key", "two_widths"]
