"""What each line of a page is: title, start or continuation of a paragraph, byline, furniture.

Bylines and furniture are known by their form, the rest is decided jointly.
"""

from __future__ import annotations

from statistics import median

from archive.gazetteer.habits import habits
from archive.ingest.byline_words import WRITERS
from archive.ingest.bylines import Byline, byline_over
from archive.ingest.datelines import is_bare_dateline
from archive.ingest.furniture import furniture_reason, is_notice_heading, is_sure_notice
from archive.ingest.labelling import label_jointly
from archive.ingest.lines import BYLINE, FURNITURE, MORE, START, TITLE, Line, read_lines

__all__ = [
    "BYLINE",
    "FURNITURE",
    "MORE",
    "START",
    "TITLE",
    "Line",
    "column_width",
    "label_lines",
    "read_lines",
]


def label_lines(lines: list[Line]) -> None:
    """Set every line's label; bylines and furniture are known by form, the rest jointly."""
    label_jointly(lines_to_label(lines))


def lines_to_label(lines: list[Line]) -> list[Line]:
    """Label what is known by form; the lines that may be of articles, in their order."""
    for position, line in enumerate(lines):
        if line.label:
            continue
        why = furniture_reason(line.text)
        before = lines[position - 1] if position else None
        free = line.gap or before is None or before.closed or before.label
        if is_sure_notice(line.text) or (free and is_notice_heading(line.text)):
            line.label = TITLE
        elif before and before.why == "guide" and _wraps_in_guide(lines, position):
            line.label, line.why = FURNITURE, "guide"
        elif why and not (before and _runs_on(before, line, why)):
            line.label, line.why = FURNITURE, why
        elif not (before and _inside(before, line)) and (byline := _byline_at(lines, position)):
            line.label, line.byline = BYLINE, byline
    return _without_furniture(lines)


def _without_furniture(lines: list[Line]) -> list[Line]:
    """The lines that are left where a folio or a hotline stands in the middle of an article;
    blanks around what is taken out still count."""
    left: list[Line] = []
    gap = False
    for line in lines:
        if line.label == FURNITURE:
            gap |= line.gap or line.gap_after
            continue
        if left and gap:
            line.gap = left[-1].gap_after = True
        left.append(line)
        gap = False
    return left


def _runs_on(previous: Line, line: Line, why: str) -> bool:
    """A line of a sentence that only looks like furniture: 加强/统筹 推进农田建设."""
    if why in ("folio", "editors", "hotline"):
        return False
    if why == "table":  # one within an article is its own
        return not (line.gap or previous.label == FURNITURE)
    return not (line.gap or previous.label or previous.closed)


def _wraps_in_guide(lines: list[Line], position: int) -> bool:
    """A line of a guide whose entry ends, with its page number, on one of the next two lines."""
    line, behind = lines[position], lines[position + 1 : position + 3]
    if line.gap or line.closed or line.opens:
        return False
    return any(furniture_reason(o.text) == "guide" and not o.gap for o in behind)


def _inside(previous: Line, line: Line) -> bool:
    """Words of a byline within running text: …（成都日报/锦观新闻记者 何三思）."""
    open_bracket = previous.text.rfind("（") > previous.text.rfind("）")
    if line.gap or previous.label:
        return False
    return open_bracket or is_bare_dateline(previous.text) or _cuts_role(previous.text, line.text)


def _cuts_role(before: str, text: str) -> bool:
    """…预计下旬上市。本报记 / 者 何三思 摄影报道: the break stands within the role."""
    return any(
        before.endswith(word[:at]) and text.startswith(word[at:])
        for word in WRITERS
        for at in range(1, len(word))
    )


def _byline_at(lines: list[Line], position: int) -> Byline | None:
    """A byline on this line, or broken over this and the next: （记者 宋仪 / 凯）."""
    line = lines[position]
    if line.opens or habits().sidebars.match(line.text):
        return None
    following = [o.text for o in lines[position + 1 : position + 3] if not o.label]
    found = byline_over(line.text, following)
    if found is None:
        return None
    for after in lines[position + 1 : position + 1 + found[1]]:
        after.label, after.byline = BYLINE, Byline()
    return found[0]


def column_width(lines: list[Line]) -> float:
    """The usual width of some lines, 0 where there are none."""
    return median(line.width for line in lines) if lines else 0.0
