"""Figures (指标数据) of an article: value, unit, indicator, period, and fact or aim."""

from __future__ import annotations

import re
from datetime import date

from archive.extract.aims import TARGET, Aims
from archive.extract.indicators import clause_start, indicator
from archive.extract.periods import Period, Periods
from archive.extract.quantities import Quantity, find_quantities
from archive.extract.respectively import shared_out
from archive.records import ArticleDraft, Context, Evidence, FigureMention

YEAR_LENGTH = 4  # a bare year may be the year aimed at; a month or day past is another matter
TEXT_LENGTH, UNIT_LENGTH, PERIOD_LENGTH = 300, 20, 60
HEADS = ("title", "subtitle", "kicker")
_TAIL = re.compile(r"(?:以上|以下|左右|以内)?(?:[\u4e00-\u9fff“”（）]{1,12}(?=[，。；、]|$))?")


def find_figures(draft: ArticleDraft, context: Context) -> list[FigureMention]:
    """The quantities of an article in the order of its text; the headline's only where they are new.

    `context.date` is the issue's day; it resolves 去年 or 8月底 and tells plans from results.
    """
    found = _in_field("body", draft.body, context.date)
    known = {(row.value, row.unit) for row in found}
    for name in HEADS:
        rows = _in_field(name, draft.fields[name], context.date)
        found += [row for row in rows if (row.value, row.unit) not in known]
        known |= {(row.value, row.unit) for row in rows}
    return found


def _in_field(name: str, text: str, day: date | None) -> list[FigureMention]:
    if not text:
        return []
    periods = Periods(text, day)
    aims = Aims(text, periods, day)
    dates = [(row.start, row.end) for row in periods.found if row.kind == "dated"]
    quantities = find_quantities(text, dates)
    found: list[FigureMention] = []
    leads: list[str] = []
    start, said, lead, previous_end = 0, "", "", 0
    rows = _told(text, quantities, periods)
    for row in rows:
        if row.end != previous_end:  # the two ends of a range are said in one breath
            start = clause_start(text, row.start, previous_end)
            lead = periods.without(start, row.start)
            said = indicator(text, lead, row.unit, row.end, said)
        period = periods.at(row.start)
        kind = aims.kind(row.start, row.end, period)
        if kind == TARGET and period and period.kind == "dated" and not period.ahead:
            period = period if len(period.label) == YEAR_LENGTH else None
        found.append(_mention(name, text, row, (start, said), period, kind))
        leads.append(lead)
        previous_end = row.end
    return _once(shared_out(text, rows, leads, found))


def _told(text: str, rows: list[Quantity], periods: Periods) -> list[Quantity]:
    """Without the lengths of time that only say since when another figure holds.

    连续18个月保持6.2%以上增速 is one figure with a period; 出口连续12年领跑 is a figure of its own.
    """
    runs = [row for row in periods.found if row.kind == "run"]
    kept = []
    for row in rows:
        run = next((r for r in runs if r.start <= row.start < r.end), None)
        end = re.search(r"[，。；\n]|$", text[row.end :])
        stop = row.end + (end.start() if end else 0)
        if run and any(row.end <= other.start < stop for other in rows):
            continue
        kept.append(row)
    return kept


def _mention(
    name: str,
    text: str,
    row: Quantity,
    lead: tuple[int, str],
    period: Period | None,
    kind: str,
) -> FigureMention:
    start, said = lead
    tail = _TAIL.match(text, row.end)
    end = tail.end() if tail else row.end
    return FigureMention(
        text=text[start:end].strip()[:TEXT_LENGTH],
        indicator=said,
        value=row.value,
        unit=row.unit[:UNIT_LENGTH],
        period=period.label[:PERIOD_LENGTH] if period else None,
        kind=kind,
        evidence=[Evidence(name, row.start, row.end)],
    )


def _once(rows: list[FigureMention]) -> list[FigureMention]:
    """One mention for what is said twice of the same indicator; its evidence is gathered."""
    kept: dict[tuple[str, float, str], FigureMention] = {}
    for row in rows:
        first = kept.setdefault((row.indicator, row.value, row.unit), row)
        if first is not row:
            first.evidence += row.evidence
    return list(kept.values())
