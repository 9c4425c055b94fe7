"""The lines of a page, and what each is: title, start or continuation of a paragraph, or neither.

A page's lines are labelled together (Viterbi): no line says alone what it is, its neighbours do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median

from archive.gazetteer.habits import habits
from archive.ingest.bylines import Byline, byline_over
from archive.ingest.continuations import continued_from, continued_on
from archive.ingest.datelines import is_bare_dateline, opens_with_dateline
from archive.ingest.furniture import furniture_reason, is_notice_heading, is_sure_notice
from archive.text.normalize import clean, ends_sentence, indent, width

TITLE, START, MORE, BYLINE, FURNITURE = "title", "start", "more", "byline", "furniture"
FREE = (TITLE, START, MORE)
# The end of a signature in brackets that a line break has cut: 锦观新闻记者 何三思）
_SIGNED = re.compile(r"(?:记者|通讯员)[^（()。，]{1,24}[）)]$|[一-鿿 ]{2,12}摄[）)]$")
_NAMED_HEAD = re.compile(r"^[一-鿿]{2,8}[：:](?=\S)")
_DASH = re.compile(r"^[—―─-]{1,}|[—―─]{2,}$")
_QUESTION = re.compile(r"^(?:记者|问|答|[一-鿿]{2,4})\s*[:：]")
_BULLET = re.compile(r"^[●■▲◆★◇○◎►▶•※]\s*\S")
_OPEN_END = "，、；：,;:（(《“‘—"
_NO_START = "，。、；：！？”’）》】%,.;:!?)"


@dataclass(slots=True)
class Line:
    """A printed line: 1-based `number`, `width` and `indent` in full-width characters.

    `gap` tells of a blank line before it, `gap_after` of one behind.
    """

    number: int
    text: str
    indent: float
    width: float
    gap: bool = False
    gap_after: bool = False
    label: str = ""
    byline: Byline | None = None
    why: str | None = None
    blank_end: bool = False

    @property
    def opens(self) -> bool:
        """It begins an article whatever stands before it: a dateline, 上接第一版."""
        return opens_with_dateline(self.text) or continued_from(self.text) is not None

    @property
    def closed(self) -> bool:
        signed = _SIGNED.search(self.text) is not None and not self.opens
        return signed or ends_sentence(self.text) or continued_on(self.text) is not None

    @property
    def reach(self) -> float:
        """How far the line fills its column, its indent counted in."""
        return self.width + (self.indent if self.indent < 3 else 0.0)


def read_lines(text: str) -> list[Line]:
    """The page's lines that hold something, numbered as in the file."""
    lines: list[Line] = []
    gap = True
    for number, raw in enumerate(text.split("\n"), 1):
        cleaned = clean(raw)
        bare = cleaned.strip(" \u3000\u00a0\r")
        if not bare:
            gap = True
            if lines:
                lines[-1].gap_after = True
            continue
        blank_end = cleaned.rstrip("\r")[-1] in " \u3000"
        lines.append(Line(number, bare, indent(cleaned), width(bare), gap, blank_end=blank_end))
        gap = False
    if lines:
        lines[-1].gap_after = True
    return lines


def label_lines(lines: list[Line]) -> None:
    """Set every line's label; bylines and furniture are known by form, the rest jointly."""
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
    _viterbi(lines, _Shape(lines))


def _runs_on(previous: Line, line: Line, why: str) -> bool:
    """A line of a sentence that only looks like furniture: 加强/统筹 推进农田建设."""
    if why in ("folio", "editors", "hotline"):
        return False
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
    return not (line.gap or previous.label) and (open_bracket or is_bare_dateline(previous.text))


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


class _Shape:
    """What holds for the page as a whole: whether paragraphs are set in, and column widths."""

    def __init__(self, lines: list[Line]) -> None:
        free = [line for line in lines if not line.label]
        inset = [line for line in free if line.indent >= 1]
        self.indented = len(inset) >= 3 and len(inset) >= 0.04 * len(free)
        self.after = self._widths(lines, 1)
        self.before = self._widths(lines, -1)

    @staticmethod
    def _widths(lines: list[Line], step: int) -> list[float]:
        """For each line the usual width of the lines behind it (or before it)."""
        out = []
        for position in range(len(lines)):
            near = (
                lines[position + 1 : position + 6]
                if step > 0
                else lines[max(0, position - 5) : position]
            )
            widths = sorted(line.reach for line in near if not line.label)
            out.append(widths[-2] if len(widths) > 2 else (max(widths) if widths else 0.0))
        return out


def _viterbi(lines: list[Line], shape: _Shape) -> None:
    """The best sequence of labels over the lines that form did not decide."""
    scores: dict[str, float] = {START: 0.0}
    back: list[dict[str, str]] = []
    for position, line in enumerate(lines):
        labels = (line.label,) if line.label else FREE
        emitted = {label: _emission(lines, position, label, shape) for label in labels}
        best: dict[str, float] = {}
        came: dict[str, str] = {}
        for label in labels:
            options = {
                before: score + _transition(lines, position, before, label, shape)
                for before, score in scores.items()
            }
            came[label] = max(options, key=options.__getitem__)
            best[label] = options[came[label]] + emitted[label]
        scores = best
        back.append(came)
    label = max(scores, key=scores.__getitem__) if scores else ""
    for position in range(len(lines) - 1, -1, -1):
        lines[position].label = label
        label = back[position][label]


def _emission(lines: list[Line], position: int, label: str, shape: _Shape) -> float:
    line = lines[position]
    if label == TITLE:
        return _titleness(line, position, shape)
    if label == START:
        return _startness(line, position, shape)
    return 0.0


def _titleness(line: Line, position: int, shape: _Shape) -> float:
    """How much a line looks like a headline, whatever its neighbours are.

    A headline has no 。, seldom a comma, does not end in 、 or ，, and is not as wide as its column.
    """
    text = line.text
    score = -0.4
    if "。" in text or line.opens or text[0] in _NO_START:
        return -12.0
    score -= 3.0 if text[-1] in _OPEN_END and not _DASH.search(text) else 0.0
    score -= 0.8 * text.count("，") + 0.5 * ("；" in text)
    # 诸城：一块“预制菜”带火一座城: a headline that names its place or speaker first.
    score += 0.9 if not re.search(r"[，。；：、]", _NAMED_HEAD.sub("", text)) else 0.0
    score += 4.0 if _DASH.search(text) else 0.0
    score += 0.8 if line.gap else -0.4
    score += 0.6 if line.gap_after else -0.2
    score -= 2.5 if shape.indented and 0.9 <= line.indent <= 2.1 else 0.0
    score -= 2.0 if _QUESTION.match(text) else 0.0
    score -= 1.5 if line.width > 34 else 0.0
    column = shape.after[position] or shape.before[position]
    if column:
        odd = abs(line.width - column) > 1.2
        score += (1.6 if line.width < column * 0.85 else 1.0) if odd else -0.8
    return score


def _startness(line: Line, position: int, shape: _Shape) -> float:
    """How much a line looks like the first of a paragraph."""
    score = -0.3
    if line.opens:
        return 6.0
    if line.text[0] in _NO_START:
        return -8.0
    if shape.indented:
        score += 3.0 if line.indent >= 0.9 else -1.2
    score += 1.5 if _QUESTION.match(line.text) or _BULLET.match(line.text) else 0.0
    score += 0.7 if any(pattern.match(line.text) for pattern in habits().openings) else 0.0
    # A sentence seldom stands alone between two blank lines before it is finished.
    score -= 0.6 if line.gap and line.gap_after and not line.closed else 0.0
    return score


def _transition(lines: list[Line], position: int, before: str, label: str, shape: _Shape) -> float:
    line = lines[position]
    previous = lines[position - 1] if position else None
    if label == MORE:
        if before not in (START, MORE) or previous is None:
            return -30.0
        return _continues(previous, line, position, shape)
    if before in (START, MORE) and previous is not None:
        return _breaks(previous, line, label, shape)
    if before == TITLE and label == START and shape.indented and line.indent < 0.9:
        return -1.0
    if before == TITLE and label == TITLE and previous is not None:
        return 0.3 if abs(previous.width - line.width) > 0.6 or not line.gap else -0.3
    return 0.0


def _continues(previous: Line, line: Line, position: int, shape: _Shape) -> float:
    """A paragraph goes on: its sentence is open, or it ended right at the column's edge."""
    score = 0.0
    if not previous.closed:
        score = 3.0 if not line.gap else 2.4
        if line.gap and shape.after[position] and shape.before[position]:
            same = abs(shape.after[position] - shape.before[position]) < 1.6
            score += 0.4 if same else -1.0
        if previous.text[-1] in _OPEN_END:
            score += 1.5
        # A line inside a sentence is broken by the column's edge, so it is as wide as the column.
        uneven = previous.reach < line.reach - 1.6
        uneven += not line.closed and line.reach < previous.reach - 1.6 and not line.gap_after
        score -= 1.8 * uneven
    else:
        full = previous.width >= shape.before[position] - 1.6
        score = -2.2 if line.gap else (0.4 if full else -1.5)
        if shape.indented:
            score += 1.5 if line.indent < 0.9 else -4.0
    if line.indent >= 0.9 and shape.indented:
        score -= 2.0
    return score


def _breaks(previous: Line, line: Line, label: str, shape: _Shape) -> float:
    """A paragraph ends before this line, which a sentence still open forbids."""
    if line.label in (BYLINE, FURNITURE):
        return 0.0 if previous.closed else -2.5
    if previous.closed:
        return 0.8 if line.gap else 0.0
    if line.opens:
        return -2.5
    if label == START and shape.indented and line.indent >= 0.9:
        return -2.0
    return -5.0 if line.gap else -7.0


def column_width(lines: list[Line]) -> float:
    """The usual width of some lines, 0 where there are none."""
    return median(line.width for line in lines) if lines else 0.0
