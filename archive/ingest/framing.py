"""What a format's own layout adds to the reading of a page: frames, headlines known by their type."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from archive.gazetteer.habits import habits
from archive.ingest.headlines import Headline, compose
from archive.ingest.layout import MORE, START, TITLE, Line
from archive.ingest.source_page import Hint
from archive.ingest.titles import Titled
from archive.records import Furniture

# A kicker or subtitle is set smaller than its title by this; how sure a title is that stands
# in large type over its body, whatever words they share.
_SMALLER, _SEEN = 0.85, 0.7
# A heading of fewer characters over a headline may be that of a column: 聚焦两会.
_SHORT = 8
_DASHES = "—―─-– "
Rows = dict[int, list[Line]]


def frames(lines: list[Line], hints: Sequence[Hint | None]) -> list[list[Line]]:
    """The lines frame by frame, headlines labelled, where the format tells; else all of them."""
    found: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        hint = hints[line.number - 1] if line.number <= len(hints) else None
        if hint and hint.display:
            line.label = TITLE
        found[hint.frame if hint else -1].append(line)
    return list(found.values()) or [[]]


def folded(lines: list[Line], hints: Sequence[Hint | None]) -> tuple[list[Line], Rows]:
    """The lines with every headline's rows of one size as one line, and those rows by its number.

    A heading torn over several rows says nothing row by row: 某市拟提拔干 / 部任前公示.
    """
    out: list[Line] = []
    rows: Rows = {}
    for line in lines:
        last = out[-1] if out else None
        size = _size(line, hints)
        if last and _same(_size(last, hints), size) and not line.gap:
            rows.setdefault(last.number, [last]).append(line)
            group = rows[last.number]
            text = _run(group) or ""
            out[-1] = replace(group[0], text=text, width=sum(o.width for o in group))
            out[-1].gap_after = line.gap_after
        else:
            out.append(line)
    return out, rows


def settle_labels(lines: list[Line], hints: Sequence[Hint | None]) -> None:
    """Under a headline in large type, a full line that is set in opens the text, no title."""
    if not any(_size(line, hints) for line in lines):
        return
    for line, after in pairwise(lines):
        body = line.label == TITLE and not _size(line, hints) and line.indent >= 0.9
        if not body or after.gap or after.label not in (START, MORE):
            continue
        if line.reach > 0.85 * after.reach:
            line.label = START
            after.label = MORE if after.indent < 0.9 else START


def unfold(titled: Titled, furniture: list[Furniture], rows: Rows) -> list[Furniture]:
    """Put the rows back into titles, stories and, given back, the furniture."""
    titled.titles = [_rows_of(title, rows) for title in titled.titles]
    titled.loose = _rows_of(titled.loose, rows)
    for story in titled.stories:
        story.lines = _rows_of(story.lines, rows)
    return [
        Furniture((row.lines[0], rows[row.lines[0]][-1].number), row.why)
        if row.lines[0] in rows
        else row
        for row in furniture
    ]


def _rows_of(lines: list[Line], rows: Rows) -> list[Line]:
    return [row for line in lines for row in rows.get(line.number, [line])]


def claim_headline(titled: Titled, hints: Sequence[Hint | None]) -> None:
    """Give a frame's loose headline lines to its story: what stands large over a body is its title.

    Short ones in a size of their own stay loose where the story has a title: they may be a
    column's heading.
    """
    loose = [line for line in titled.loose if _size(line, hints)]
    shown = [n for n, title in enumerate(titled.titles) if any(_size(t, hints) for t in title)]
    if not titled.stories or not (shown or loose):
        return
    target = shown[0] if shown else 0
    title = titled.titles[target]
    sure = title or loose
    sizes = {_size(o, hints) for o in loose if o.width > _SHORT and not _is_column(o)}
    sizes |= {_size(line, hints) for line in sure}
    sizes |= {_size(o, hints) for o in loose if _size(o, hints) > max(sizes)}
    alike = [o for o in loose if any(_same(_size(o, hints), size) for size in sizes)]
    numbers = [line.number for line in [*title, *alike]]
    claimed = [o for o in loose if o in alike or min(numbers) < o.number < max(numbers)]
    titled.titles[target] = sorted([*title, *claimed], key=lambda line: line.number)
    titled.loose = [line for line in titled.loose if line not in claimed]
    titled.fits[target] = max(titled.fits[target], _SEEN)


def _size(line: Line, hints: Sequence[Hint | None]) -> float:
    """A headline's line's size in points, 0.0 for any other."""
    hint = hints[line.number - 1] if line.number <= len(hints) else None
    return hint.size if hint and hint.display else 0.0


def _same(a: float, b: float) -> bool:
    """Headlines set in one size; what OCR measures differs a little from row to row."""
    return bool(a and b) and max(a, b) <= 1.06 * min(a, b)


def _is_column(line: Line) -> bool:
    text = line.text.replace(" ", "").replace("\u3000", "")
    return any(pattern.search(text) for pattern in habits().columns)


def composed(lines: list[Line], hints: Sequence[Hint | None]) -> Headline:
    """A headline's parts by the size of their type; by their words where sizes tell nothing.

    The largest lines are the title, smaller ones above them the kicker, below the subtitle.
    """
    sizes = [_size(line, hints) for line in lines]
    if not sizes or not all(sizes) or min(sizes) > _SMALLER * max(sizes):
        return compose(lines)
    large = [n for n, size in enumerate(sizes) if size > _SMALLER * max(sizes)]
    first, last = large[0], large[-1]
    parts = (lines[:first], lines[first : last + 1], lines[last + 1 :])
    return Headline(*(_run(part) for part in parts))


def _run(lines: list[Line]) -> str | None:
    """Lines of one size as one phrase: a blank between clauses, none where a line was only full."""
    out = ""
    for position, line in enumerate(lines):
        text = line.text.strip(_DASHES)
        wrapped = position and abs(lines[position - 1].width - lines[0].width) < 1.1
        wrapped = wrapped and line.width <= lines[0].width + 0.6
        out += text if not out or wrapped else f" {text}"
    return out or None
