"""What speaks for a reading of a page: the evidence of a cut, a crosshead, a story with its title.

Each function gives (name, strength) pairs; WEIGHTS says how much each name counts.
"""

from __future__ import annotations

import re
from functools import lru_cache

from archive.gazetteer.habits import habits
from archive.ingest.lines import Line
from archive.ingest.parts import NAMED, Page, Part
from archive.ingest.weights import WEIGHTS

Evidence = list[tuple[str, float]]

BEFORE, AFTER, MIXED = -1, 1, 0
# Where all titles stand in one place, a story without one is likelier.
UNGATHERED = 0.7

_NUMBERED = re.compile(
    r"^(?:[◎●■▲◆○◇►▶]|[一二三四五六七八九十]{1,2}、|[（(][一二三四五六七八九十][）)]|0?\d[.、\s]|[①-⑩])"
)
# 市委书记何三思在调研时强调 and 何三思——— wait for the words that follow.
_OPENS = re.compile(
    r"[—―─]{1,}$|[:：、，]$|(?:强调|指出|要求|表示|提出|[的和与及在对将为把被从向以等于并由就让使给])$"
)
_KICKER = re.compile(r"[—―─]{2,}$")
_FOLLOWS = re.compile(r"^(?:[—―─-]|关于)|^[（(].*[）)]$")
_MARKED = re.compile(r"^[●■▲◆★◇○◎►▶•※□]")


def _soft(value: float, full: float) -> float:
    return value / (abs(value) + full)


def is_column(line: Line) -> bool:
    return _heads_column(line.text)


# Lines of titles are asked many times over, in every way to part their run.
@lru_cache(maxsize=4096)
def _heads_column(text: str) -> bool:
    bare = re.sub(r"\s", "", text)
    return any(pattern.search(bare) for pattern in habits().columns)


def _is_document(line: Line) -> bool:
    return _heads_document(line.text)


@lru_cache(maxsize=4096)
def _heads_document(text: str) -> bool:
    return habits().documents.search(re.sub(r"\s", "", text)) is not None


def _is_cells(line: Line) -> bool:
    return _holds_cells(line.text)


@lru_cache(maxsize=4096)
def _holds_cells(text: str) -> bool:
    """恩施 晴 16℃～29℃, 羊肉 62.50: words and numbers set as a table."""
    return (
        re.search(r"\d[\d.,%％℃～~-]*(?:\s|$|级)|https?:|www\.", text) is not None
        and re.search(r"[，。“]", text) is None
    )


def join_evidence(page: Page, index: int) -> Evidence:
    """That part `index` goes on with the one above, what stands between being crossheads."""
    run, above, below = page.runs[index], page.parts[index - 1], page.parts[index]
    wider = abs(above.column - below.column)
    kind = "x" if run else "j"
    out: Evidence = [
        (kind, 1.0),
        (kind + "_tie", page.tie(index)),
        (kind + "_width", wider > 1.6),
        (kind + "_unattested", page.attested * (not below.attested)),
        ("opens", below.opens),
        ("led", below.led),
        ("named", below.named and not below.opens),
        ("signed", above.signed),
        ("continued", below.continued or above.story.continued_on is not None),
        ("caption_below", below.caption),
        ("caption_above", above.caption),
        ("links", below.links),
        ("papers", below.papers),
        # Who signs at an article's head does not sign at its end too.
        ("twice", (above.led or above.named) and below.signed),
        ("brief", below.story.brief or above.story.brief),
        ("bullet", below.bullet),
        ("bullet_above", above.bullet and not below.bullet),
        ("listed", below.story.brief and above.story.brief),
    ]
    if not run:
        gap = below.first.gap
        out.append(("j_gap", gap))
        out.append(("j_rare", gap * (1 - page.gaps)))
        out.append(("j_short", min(above.length, below.length) < 60))
        return out
    return out + _crosshead_evidence(page, index)


def _crosshead_evidence(page: Page, index: int) -> Evidence:
    """That a run of title lines stands inside one article."""
    run, above, below = page.runs[index], page.parts[index - 1], page.parts[index]
    texts = [line.text for line in run]
    wide = max(line.width for line in run)
    column = min(above.column, below.column) or 1.0
    numbered = _NUMBERED.match(texts[0]) is not None
    fit = _soft(sum(page.likeness.tells(t, below.start, below.end)[0] for t in texts), 4.0)
    over = _soft(sum(page.likeness.tells(t, above.start, above.end)[0] for t in texts), 4.0)
    return [
        ("x_more", len(run) - 1),
        ("x_many", len(run) > 2),
        ("x_short", wide <= 10),
        ("x_long", wide > 14),
        ("x_ratio", min(wide / column, 1.5)),
        ("x_numbered", numbered),
        ("x_speaks", "：" in texts[0] and not numbered),
        ("x_document", _is_document(run[-1])),
        ("x_series", numbered is False and "：" in texts[0] and page.named >= 2),
        ("x_rows", sum(map(_is_cells, run)) / len(run)),
        ("x_list", above.last.text[-1] in "：:"),
        ("x_column", is_column(run[0])),
        ("x_box", len(run) == 1 and habits().sidebars.match(texts[0]) is not None),
        ("x_below", fit),
        ("x_above", over),
        ("x_glued", not run[0].gap and not below.first.gap),
        ("x_setoff", run[0].gap and below.first.gap),
        ("x_down", run[0].gap and not below.first.gap),
        ("x_singles", page.singles),
        ("x_news", above.opens and above.length < 150),
        ("x_small", above.length < 100),
        ("x_indent", run[0].indent >= 0.9),
    ]


def tear_evidence(run: list[Line], above: int, below: int) -> Evidence:
    """Of cutting between the lines of what may be one headline."""
    out: Evidence = []
    gapped = any(line.gap for line in run[1:])
    for cut in {above, below} - {0, len(run)}:
        before, after = run[cut - 1], run[cut]
        out.append(("tear", 1.0))
        if not after.gap and not is_column(before):
            out.append(("tear_close", 1.0))
            out.append(("tear_wrong", gapped))
        out.append(("tear_kicker", _KICKER.search(after.text) is not None))
        torn = _OPENS.search(before.text) or _FOLLOWS.match(after.text)
        out.append(("tear_open", bool(torn)))
        out.append(("tear_document", _is_document(after) and after.width < 8))
        out.append(("tear_named", NAMED.match(after.text) is not None))
        out.append(
            ("tear_dash", _KICKER.search(before.text) is None and after.gap and cut == above)
        )
        out.append(("tear_same", abs(before.width - after.width) < 0.6))
    return out


def loose_evidence(line: Line) -> Evidence:
    """Of a title line belonging to no story: a column's heading, a row of a table."""
    column = is_column(line)
    return [
        ("loose_column" if column else "loose", 1.0),
        ("loose_cells", _is_cells(line)),
        ("loose_marked", _MARKED.match(line.text) is not None),
        ("loose_short", line.width <= 6 and not column),
        ("loose_long", line.width > 12 and not column),
    ]


def cut_evidence(run: list[Line], above: int, below: int) -> Evidence:
    """Of cutting a run of title lines: `above` lines go up, those from `below` on go down."""
    loose = [row for line in run[above:below] for row in loose_evidence(line)]
    return tear_evidence(run, above, below) + loose


def story_evidence(
    page: Page, start: int, end: int, down: list[Line], up: list[Line], habit: int
) -> Evidence:
    """Of parts [start, end) being one story with title lines before it (`down`), behind it (`up`)."""
    first, last = page.parts[start], page.parts[end - 1]
    lines = [*down, *up]
    free = first.continued or first.story.brief
    caption = first.caption and end - start == 1
    length = sum(page.parts[n].length for n in range(start, end))
    if not lines:
        return _bare(page, first, free, caption, length)
    out: Evidence = [
        ("both", bool(down and up)),
        ("long", sum(line.width for line in lines) > 70 or len(lines) > 5),
        ("lines", max(0, len(lines) - 3)),
        ("one", len(lines) == 1),
        ("small", sum(line.width for line in lines) < 5 and not _is_document(lines[-1])),
        ("document", _is_document(lines[-1])),
        ("cells", sum(map(_is_cells, lines)) / len(lines)),
        ("marked", _MARKED.match(lines[0].text) is not None),
        ("column", sum(map(is_column, lines)) / len(lines)),
        ("titled_part", free),
        ("titled_caption", caption),
        ("titled_short", length < 60),
        ("titled_plain", page.attested * (not first.attested and not last.signed)),
    ]
    if down:
        out.append(("down_far", first.first.gap and not first.led))
        out.append(("habit", -habit))
        out.append(("down_tied", down[0].gap and not first.first.gap))
    if up:
        out.append(("up", 1.0))
        out.append(("up_near", not up[0].gap))
        out.append(("habit", habit))
    return out + _fit_evidence(page, first, last, lines)


def _bare(page: Page, first: Part, free: bool, caption: bool, length: int) -> Evidence:
    """That a story has no title: seldom, but for fragments, briefs and captions."""
    if page.gathered:
        return [("bare", UNGATHERED)]
    if free or caption:
        return [("bare_part" if free else "bare_caption", 1.0)]
    return [
        ("bare", 1.0),
        ("bare_short", length < 60),
        ("bare_attested", first.attested),
    ]


def _fit_evidence(page: Page, first: Part, last: Part, lines: list[Line]) -> Evidence:
    """What a headline shares with the whole story, and with its first paragraph."""
    alike, told, lead, pairs = page.likeness, 0.0, 0.0, 0
    for line in lines:
        score, count = alike.tells(line.text, first.start, last.end)
        told, pairs = told + score, pairs + count
        lead += alike.tells(line.text, first.start, first.start + 1)[0]
    return [
        ("fit", _soft(told, 8.0)),
        ("fit_mean", _soft(told / max(1, pairs), 1.0)),
        ("lead", _soft(lead, 8.0)),
        ("lead_mean", _soft(lead / max(1, pairs), 1.0)),
    ]


def weigh(evidence: Evidence) -> float:
    """The sum of what counts; most evidence of a page is 0."""
    total = 0.0
    for name, strength in evidence:
        if strength:
            total += WEIGHTS.get(name, 0.0) * strength
    return total
