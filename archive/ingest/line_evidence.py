"""What a line says for being a title, a first or a further line of a paragraph, and what it says
together with the line before it.

Each function gives (name, strength) pairs; LABEL_WEIGHTS says how much each name counts.
"""

from __future__ import annotations

import re
from functools import lru_cache

from archive.gazetteer.habits import habits
from archive.ingest.lines import BYLINE, FURNITURE, MORE, START, TITLE, Line
from archive.ingest.shape import Shape

Evidence = list[tuple[str, float]]

NEVER: Evidence = [("never", -50.0)]
_NAMED_HEAD = re.compile(r"^[一-鿿·]{2,8}[：:](?=\S)")
_DASH = re.compile(r"^[—―─-]{1,}|[—―─]{2,}$")
_QUESTION = re.compile(r"^(?:记者|问|答|主持人|[一-鿿]{2,4})\s*[:：]")
_ASKED = re.compile(r"^(?:记者|问|答|主持人)\s*[:：]")
_BULLET = re.compile(r"^[●■▲◆★◇○◎►▶•※]\s*\S")
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}、|[（(][一二三四五六七八九十][）)]|0?\d[.、])"
)
_OPEN_END = "，、；：,;:（(《“‘—"
_NO_START = "，。、；：！？”’）》】%,.;:!?)"
_WAITS = re.compile(r"[的和与及在对将为把被从向以等于并由就让使给]$")
_ROW = re.compile(r"\d[\d.,]*(?:%|％|[一-鿿]{1,3})?$|^\d+(?:\.\d+)?\s")
_SPACED = re.compile(r"[一-鿿”][ 　]+[一-鿿“]")


def alone(shape: Shape, position: int, label: str) -> Evidence:
    """What a line itself says for a label."""
    if label == TITLE:
        return _as_title(shape, position)
    if label == START:
        return _as_start(shape, position)
    return _as_more(shape, position)


def _as_title(shape: Shape, position: int) -> Evidence:
    """A headline has no 。, seldom a comma, does not end in 、 or ，, and is not as wide as its
    column."""
    line = shape.lines[position]
    text = line.text
    if "。" in text or line.opens or text[0] in _NO_START:
        return NEVER
    dashed = _DASH.search(text) is not None
    bare = _NAMED_HEAD.sub("", text)
    out: Evidence = [
        ("t", 1.0),
        ("t_open_end", text[-1] in _OPEN_END and not dashed),
        ("t_commas", min(3, text.count("，"))),
        ("t_semicolon", "；" in text),
        ("t_clean", not re.search(r"[，。；：、]", bare)),
        # 诸城：一块“预制菜”带火一座城: a headline that names its place or speaker first.
        ("t_named", bare != text and not re.search(r"[，。；：、]", bare)),
        ("t_dash", dashed),
        # 市政协委员何三思：, over what he says, on a line that no text follows.
        ("t_speaker", text[-1] in "：:" and line.gap and not re.search("[，、；]", text[-4:])),
        ("t_inset", shape.indented and 0.9 <= line.indent <= 2.1),
        ("t_asked", _ASKED.match(text) is not None),
        ("t_wide", line.width > 34),
        ("t_waits", _WAITS.search(text) is not None),
        ("t_unpaired", _unpaired(text)),
        ("t_opening", any(pattern.match(text) for pattern in habits().openings)),
        ("t_spaced", _SPACED.search(text) is not None),
        ("t_exclaims", text[-1] in "！!"),
        ("t_asks", text[-1] in "？?"),
        ("t_bracketed", text[0] in "（(" and text[-1] in "）)"),
        ("t_short", line.width < 5),
        ("t_bullet", _BULLET.match(text) is not None),
        ("t_numbered", _NUMBERED.match(text) is not None),
        ("t_row", _is_row(text)),
        ("t_edge", line.reach > 0.93 * shape.widest),
    ]
    return out + _as_set_title(shape, position)


def _as_set_title(shape: Shape, position: int) -> Evidence:
    """How a headline is set: blanks around it, and its width against the columns."""
    line, text = shape.lines[position], shape.lines[position].text
    following = shape.lines[position + 1] if position + 1 < len(shape.lines) else None
    out: Evidence = [
        ("t_gap", line.gap and not shape.every),
        ("t_gap_after", line.gap_after and not shape.every),
        ("t_gaps", line.gap and line.gap_after and not shape.every),
        (
            "t_alone",
            line.gap and line.gap_after and not shape.every and line.width < 0.8 * shape.widest,
        ),
        ("t_closed_alone", line.closed and line.gap and line.gap_after and not shape.every),
        (
            "t_open_alone",
            text[-1] in "，、" and line.gap and not shape.every and line.width < 0.6 * shape.widest,
        ),
        ("t_said", following is not None and (following.opens or following.label == BYLINE)),
    ]
    column = shape.after[position] or shape.before[position]
    if column:
        less = line.width - column
        out.append(("t_narrow", less < -1.2 and line.width < column * 0.85))
        out.append(("t_odd", abs(less) > 1.2))
        out.append(("t_over", less > 1.6))
    both = [w for w in (shape.after[position], shape.before[position]) if w]
    out.append(("t_no_column", bool(both) and all(abs(line.width - w) > 1.2 for w in both)))
    out.append(("t_shared", _shared(shape, position)))
    return out


def _shared(shape: Shape, position: int) -> float:
    """How many rarer pairs of the line stand again in lines near by that it does not touch."""
    wanted = {gram for gram in shape.texts[position] if shape.common[gram] < 12}
    if not wanted:
        return 0.0
    near = [
        *range(max(0, position - 25), position - 1),
        *range(position + 2, min(len(shape.texts), position + 26)),
    ]
    found = {gram for n in near for gram in wanted & shape.texts[n]}
    return len(found) / (len(wanted) + 2)


def _as_start(shape: Shape, position: int) -> Evidence:
    line = shape.lines[position]
    if line.text[0] in _NO_START:
        return NEVER
    return [
        ("s", 1.0),
        ("s_opens", line.opens),
        ("s_inset", shape.indented and line.indent >= 0.9),
        ("s_flush", shape.indented and line.indent < 0.9),
        ("s_asked", _QUESTION.match(line.text) is not None),
        ("s_bullet", _BULLET.match(line.text) is not None),
        ("s_opening", any(pattern.match(line.text) for pattern in habits().openings)),
        ("s_bracketed", line.text[0] in "（(" and line.text[-1] in "）)"),
        ("s_asks", line.text[-1] in "？！?!" and line.gap_after and line.gap),
        ("s_row", _is_row(line.text)),
        # A sentence seldom stands alone between two blank lines before it is finished.
        ("s_island", line.gap and line.gap_after and not line.closed and not shape.every),
    ]


def _as_more(shape: Shape, position: int) -> Evidence:
    line = shape.lines[position]
    return [
        ("m_inset", shape.indented and line.indent >= 0.9),
        ("m_opens", line.opens),
        ("m_bullet", _BULLET.match(line.text) is not None),
        ("m_bracketed", line.text[0] in "（(" and line.text[-1] in "）)"),
        ("m_no_start", line.text[0] in _NO_START),
    ]


def beside(shape: Shape, position: int, before: str, label: str) -> Evidence:
    """What a line and the one before it say for their two labels."""
    if not position:
        return NEVER if label == MORE else []
    line, previous = shape.lines[position], shape.lines[position - 1]
    if label == MORE:
        if before not in (START, MORE):
            return NEVER
        return _continues(shape, position, previous, line)
    if before in (START, MORE):
        return _breaks(shape, position, previous, line, label)
    if before == TITLE and label == START:
        flush = shape.indented and line.indent < 0.9
        return [("ts", 1.0), ("ts_flush", flush), ("ts_gap", line.gap)]
    if before == TITLE and label == TITLE:
        return [
            ("tt", 1.0),
            ("tt_gap", line.gap),
            ("tt_same", abs(previous.width - line.width) <= 0.6),
        ]
    if before == TITLE:
        return [("t_byline", 1.0)]
    return []


def _continues(shape: Shape, position: int, previous: Line, line: Line) -> Evidence:
    """A paragraph goes on: its sentence is open, or it ended right at the column's edge."""
    before, after = shape.before[position], shape.after[position]
    gap = line.gap and not shape.every
    if previous.closed:
        full = previous.reach >= before - 1.6
        return [
            ("mc", 1.0),
            ("mc_gap", gap),
            ("mc_full", full and not gap),
            ("mc_half", previous.reach < before - 3),
            ("mc_flush", shape.indented and line.indent < 0.9),
            ("mc_inset", shape.indented and line.indent >= 0.9),
        ]
    # A line inside a sentence is broken by the column's edge, so it is as wide as the column.
    short = previous.reach < line.reach - 1.6
    other = not line.closed and line.reach < previous.reach - 1.6 and not line.gap_after
    jump = gap and before and after
    return [
        ("mo", 1.0),
        ("mo_gap", gap),
        ("mo_waits", _waits(previous)),
        ("mo_full", previous.reach >= before - 1.6),
        ("mo_level", abs(previous.reach - line.reach) <= 1.1),
        ("mo_jump_same", bool(jump) and abs(after - before) < 1.6),
        ("mo_jump_other", bool(jump) and abs(after - before) >= 1.6),
        ("mo_short", short),
        ("mo_uneven", other),
        ("mo_lone", previous.gap and gap and not line.closed),
    ]


@lru_cache(maxsize=4096)
def _unpaired(text: str) -> bool:
    return any(text.count(a) != text.count(b) for a, b in ("“”", "《》", "（）"))


@lru_cache(maxsize=4096)
def _is_row(text: str) -> bool:
    """A line of a table: 沐川县 100%, 羊肉 62.50 土豆 2.10."""
    return _ROW.search(text) is not None and re.search(r"[，。“]", text) is None


def _waits(line: Line) -> bool:
    return line.text[-1] in _OPEN_END or _WAITS.search(line.text) is not None


def _breaks(shape: Shape, position: int, previous: Line, line: Line, label: str) -> Evidence:
    """A paragraph ends before this line, which a sentence still open forbids."""
    gap = line.gap and not shape.every
    if line.label in (BYLINE, FURNITURE):
        return [("b_open", not previous.closed)]
    kind = "bt" if label == TITLE else "bs"
    if previous.closed:
        return [
            (kind, 1.0),
            (kind + "_gap", gap),
            (kind + "_rare", gap * (1 - shape.gaps)),
            (kind + "_no_gaps", shape.gaps == 0),
        ]
    full = previous.reach >= shape.before[position] - 1.6 if position else False
    return [
        (kind + "_open", 1.0),
        (kind + "_open_full", full),
        (kind + "_open_edge", previous.reach > 0.93 * shape.widest),
        (kind + "_open_semicolon", previous.text[-1] in "；;"),
        (kind + "_open_bracket", previous.text[-1] in "）)" and _unpaired(previous.text)),
        (kind + "_open_short", previous.reach < shape.before[position] - 2.6),
        (kind + "_open_colon", previous.text[-1] in "：:"),
        (kind + "_open_rows", _is_row(previous.text) and _is_row(line.text)),
        (kind + "_open_waits", _waits(previous)),
        (kind + "_open_gap", gap),
        (kind + "_open_opens", line.opens),
        (kind + "_open_inset", shape.indented and line.indent >= 0.9),
    ]
