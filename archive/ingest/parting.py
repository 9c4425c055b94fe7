"""Stories parted further: items of a list of briefs, captions, texts that only a seam parts."""

from __future__ import annotations

import re

from archive.gazetteer.habits import habits
from archive.ingest.bylines import Byline, inline_byline
from archive.ingest.layout import BYLINE, MORE, START, Line
from archive.ingest.stories import Split, Story
from archive.records import Furniture
from archive.text.normalize import ends_sentence

BULLET = re.compile(r"^[●■▲◆★◇○◎►▶•※□][\s\u3000]*(?=\S)")


def split_seams(split: Split) -> Split:
    """Part stories where an article might end: a finished sentence, and a blank line or an opening.

    Only a proposal: who gives the titles joins most of the parts again.
    """
    out = Split(runs=[], furniture=split.furniture)
    for run, story in zip(split.runs, split.stories, strict=False):
        parts = _parts(story)
        out.stories.extend(parts)
        out.runs.extend([run, *([] for _ in parts[1:])])
    out.runs.append(split.runs[-1])
    return out


def _parts(story: Story) -> list[Story]:
    if story.brief:
        return [story]
    body = [line for line in story.lines if line.label in (START, MORE)]
    sure = _caption_cuts(story, body)
    seams = {line.number for n, line in enumerate(body) if n and _is_seam(body, n)}
    if not sure | seams:
        return [story]
    parts = [Story()]
    for line in story.lines:
        if line.number in sure | seams:
            parts.append(Story())
        parts[-1].append(line)
        if line.byline is not None:
            parts[-1].byline.add(line.byline)
            parts[-1].byline.caption |= line.byline.caption and len(parts) > 1
            parts[-1].signed = True
    return parts


def _caption_cuts(story: Story, body: list[Line]) -> set[int]:
    """The first lines of captions signed within the text (…。（本报记者 何三思 摄）), and of
    what comes behind them; the story's own first paragraph is none."""
    starts = [line for n, line in enumerate(body) if line.label == START or n == 0]
    cuts = set()
    for n, paragraph in enumerate(story.paragraphs[1 : len(starts)], 1):
        byline = inline_byline(paragraph[-60:])
        if byline and byline.caption and starts[n].gap and len(paragraph) < 300:
            cuts |= {line.number for line in starts[n : n + 2]}
    return cuts


def _is_seam(body: list[Line], n: int) -> bool:
    before, line = body[n - 1], body[n]
    if not (line.label == START and before.closed):
        return False
    return line.gap or line.opens or _is_signed(body, n)


def _is_signed(body: list[Line], n: int) -> bool:
    """The paragraph above ends with who wrote it: …9个，合同金额61.8亿元。（何三思）."""
    text = "".join(line.text for line in body[max(0, n - 2) : n])
    return text[-1] in "）)" and inline_byline(text[-60:]) is not None


def split_briefs(split: Split) -> Split:
    """Make every item of a list of briefs a story: ● … ● …, or paragraphs under 简讯."""
    out = Split(runs=[], furniture=split.furniture)
    for run, story in zip(split.runs, split.stories, strict=False):
        last = re.sub(r"\s", "", run[-1].text) if run else ""
        heading = last if habits().briefs.match(last) else None
        items = _items(story, heading is not None)
        for number, item in enumerate(items):
            item.column = heading if len(items) > 1 else None
            out.stories.append(item)
            out.runs.append((run[:-1] if heading else run) if number == 0 else [])
        if heading and len(items) > 1:
            out.furniture.append(Furniture((run[-1].number, run[-1].number), "column"))
    out.runs.append(split.runs[-1])
    return out


def _items(story: Story, listed: bool) -> list[Story]:
    """The story cut at its bullets; under a heading for briefs at every paragraph."""
    # ◎盘活：让闲置资产活起来 is a crosshead: no sentence.
    marked = [bool(BULLET.match(text)) and ends_sentence(text) for text in story.paragraphs]
    opened = story.signed or any(line.opens for line in story.lines[:1])
    short = all(len(paragraph) < 200 for paragraph in story.paragraphs) and not opened
    if sum(marked) < 2 and not (listed and short and len(marked) >= 3):
        return [story]
    cut_at_all = sum(marked) < 2
    items: list[Story] = []
    paragraphs = iter(range(len(story.paragraphs)))
    for line in story.lines:
        if line.label == BYLINE:
            continue
        if line.label == START or not items:
            number = next(paragraphs)
            if not items or cut_at_all or marked[number]:
                items.append(Story(brief=True, byline=Byline()))
            items[-1].paragraphs.append(BULLET.sub("", story.paragraphs[number]))
        items[-1].lines.append(line)
    items[-1].byline.add(story.byline)
    items[-1].lines.extend(line for line in story.lines if line.label == BYLINE)
    return items
