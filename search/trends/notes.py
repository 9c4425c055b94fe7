"""What a reader must know to read the numbers: periods that are not whole, papers that began later."""

from __future__ import annotations

from django.utils.translation import gettext as _

from archive.templatetags.archive_tags import cn_date
from search.trends.counting import Trends, ends


def notes(trends: Trends) -> list[str]:
    """Lines below the chart."""
    found = []
    first, last = ends(trends.request, trends.coverage)
    periods = trends.periods
    if periods and periods[0].is_partial:
        told = {"period": periods[0].span.label, "day": cn_date(max(first, periods[0].span.first))}
        found.append(_("%(period)s不全：从%(day)s算起。") % told)
    if len(periods) > 1 and periods[-1].is_partial:
        told = {"period": periods[-1].span.label, "day": cn_date(min(last, periods[-1].span.last))}
        found.append(_("%(period)s不全：算到%(day)s为止。") % told)
    if any(not period.articles for period in periods):
        found.append(_("线断开的地方，档案里没有那一时期的文章。"))
    if trends.coverage and not trends.coverage.is_even:
        if trends.request.per == "articles":
            found.append(_("各报收录的起止不同，篇数随收录的报纸增减；要比较前后，请改看每千篇。"))
        else:
            found.append(_("各报收录的起止不同，前后时期的报纸不尽相同。"))
    return found
