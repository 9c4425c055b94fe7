"""Labelled lines → stories (bodies with their bylines) and the runs of title lines between them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import reduce

from archive.gazetteer.habits import habits
from archive.ingest.bylines import Byline
from archive.ingest.continuations import continued_from, continued_on
from archive.ingest.furniture import is_notice_heading
from archive.ingest.layout import BYLINE, FURNITURE, MORE, START, TITLE, Line, column_width
from archive.records import Furniture
from archive.text.normalize import join

_CAPTION = re.compile(
    r"(?:^|[。，])(?:上图|下图|左图|右图|图)(?:[一二三四①②③]|[（(].{1,4}[）)])?[为：:是]|^图为"
)
_BULLET = re.compile(r"^[●■▲◆★◇○◎►▶•※□][\s\u3000]*(?=\S)")


@dataclass(slots=True)
class Story:
    """A body before it has a title: its lines, its paragraphs, what its bylines say."""

    lines: list[Line] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    byline: Byline = field(default_factory=Byline)
    signed: bool = False
    brief: bool = False
    seam: bool = False
    column: str | None = None

    def append(self, line: Line) -> None:
        """Take one more printed line, joined to the paragraph that it goes on with."""
        last = self.lines[-1] if self.lines else None
        self.lines.append(line)
        if line.label == START or (line.label == MORE and not self.paragraphs):
            self.paragraphs.append(line.text)
        elif line.label == MORE:
            before = self.paragraphs[-1]
            # Names in a byline are parted by blanks, also where the line breaks between them.
            listed = (
                last is not None and last.blank_end and "（" in before[before.rfind("）") + 1 :]
            )
            self.paragraphs[-1] = f"{before} {line.text}" if listed else join(before, line.text)

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)

    @property
    def caption(self) -> bool:
        """图为…, or a text that only a photographer signs."""
        short = sum(map(len, self.paragraphs)) < 450
        told = any(_CAPTION.search(paragraph) for paragraph in self.paragraphs)
        return short and (told or self.byline.caption)

    @property
    def continued_from(self) -> str | None:
        return continued_from(self.paragraphs[0]) if self.paragraphs else None

    @property
    def continued_on(self) -> str | None:
        return continued_on(self.paragraphs[-1]) if self.paragraphs else None


@dataclass(slots=True)
class Split:
    """Stories in their order; `runs[i]` are the title lines before story i, the last run ends."""

    stories: list[Story] = field(default_factory=list)
    runs: list[list[Line]] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)


def split_page(lines: list[Line]) -> Split:
    """Cut where an article must begin or end.

    An article ends at title lines, before an opening byline, a dateline or 上接第N版, and
    behind a closing signature （□记者 … 整理） or a photographer's.
    """
    walk = _Walk(lines)
    for position, line in enumerate(lines):
        walk.take(line, position)
    return walk.finish()


class _Walk:
    """One pass over the lines, the story in hand and the title run before it."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.split = Split(runs=[[]])
        self.story: Story | None = None
        self.waiting: list[Line] = []
        self.ended = False
        self.notice: Line | None = None

    def take(self, line: Line, position: int) -> None:
        if line.label == FURNITURE:
            self._furniture(line, line.why or "furniture")
        elif line.label == TITLE:
            self._title(line)
        elif line.label == BYLINE:
            self._byline(line, position)
        elif self.notice and not self._ends_notice(line):
            self._furniture(line, "notice")
            self.notice = line
        else:
            self._body(line)

    def _ends_notice(self, line: Line) -> bool:
        """A notice runs to the next opening, or to a block set to another width."""
        assert self.notice is not None
        other = abs(line.reach - self.notice.reach) > 1.2 and self.notice.label != TITLE
        return line.opens or bool(self.waiting) or (line.gap and line.label == START and other)

    def finish(self) -> Split:
        self._close()
        return self.split

    def _furniture(self, line: Line, why: str) -> None:
        self.split.furniture.append(Furniture((line.number, line.number), why))

    def _title(self, line: Line) -> None:
        self._close()
        signed = self.notice is not None and not line.gap
        self.notice = line if signed or is_notice_heading(line.text) else None
        if self.notice:
            self._furniture(line, "notice")
        else:
            self.split.runs[-1].append(line)

    def _byline(self, line: Line, position: int) -> None:
        """Closing forms and a signature that no body follows end a story; others open one."""
        assert line.byline is not None
        following = next(
            (o for o in self.lines[position + 1 :] if o.label not in (BYLINE, FURNITURE)), None
        )
        leads = following is not None and following.label in (START, MORE)
        part = not line.byline and self.waiting == []
        closing = line.byline.closing or self._signs_caption(line)
        if self.story and not self.ended and (closing or not leads or part):
            if line.byline.caption:
                self._part_caption()
            self.story.byline.add(line.byline)
            self.story.byline.caption |= line.byline.caption
            self.story.lines.append(line)
            self.story.signed = self.ended = True
        elif self.story and self.ended and not leads:
            self.story.byline.add(line.byline)
            self.story.lines.append(line)
        else:
            self._close(keep_waiting=True)
            self.waiting.append(line)

    def _body(self, line: Line) -> None:
        begins = line.label == START and (line.opens or self.ended or self.waiting)
        if self.story is None or begins:
            self._close(keep_waiting=True)
            self.story, self.notice = Story(), None
            for byline in self.waiting:
                assert byline.byline is not None
                self.story.byline.add(byline.byline)
            self.story.lines.extend(self.waiting)
            self.story.signed = bool(self.waiting)
            self.waiting, self.ended = [], False
        self.story.append(line)
        if continued_on(line.text) and line.text[-1] in "）)】]":
            self.ended = True

    def _signs_caption(self, line: Line) -> bool:
        """记者 何三思 摄影报道 under a short text is its signature; with a mark it opens one."""
        assert line.byline is not None
        short = self.story is not None and len(self.story.text) < 200
        return line.byline.caption and short and line.text[0] not in habits().marks

    def _part_caption(self) -> None:
        """A photographer signs the block before him only, where that is set to another width."""
        story = self.story
        assert story is not None
        lines = [line for line in story.lines if line.label in (START, MORE)]
        cuts = [n for n, line in enumerate(lines) if n and line.label == START and line.gap]
        if not cuts:
            return
        head, tail = lines[: cuts[-1]], lines[cuts[-1] :]
        told = _CAPTION.search(joined([line.text for line in tail])) is not None
        signed = story.signed or head[0].opens
        if told or signed or abs(column_width(head) - column_width(tail)) > 1.2:
            first, self.story = Story(byline=story.byline, signed=story.signed), Story()
            for line in story.lines:
                (self.story if line in tail else first).append(line)
            self.split.stories.append(first)
            self.split.runs.append([])

    def _close(self, keep_waiting: bool = False) -> None:
        """The story in hand is whole."""
        if self.story is not None:
            self.split.stories.append(self.story)
            self.split.runs.append([])
            self.story = None
        if self.waiting and not keep_waiting and self.split.stories:
            for line in self.waiting:
                assert line.byline is not None
                self.split.stories[-1].byline.add(line.byline)
                self.split.stories[-1].lines.append(line)
            self.waiting = []
        self.ended = False


def split_seams(split: Split) -> Split:
    """Part stories where a blank line, a finished sentence and another column width meet.

    Only a proposal: the parts are marked `seam`, and who gives the titles may join them again.
    """
    out = Split(runs=[], furniture=split.furniture)
    for run, story in zip(split.runs, split.stories, strict=False):
        parts = _parts(story)
        out.stories.extend(parts)
        out.runs.extend([run, *([] for _ in parts[1:])])
    out.runs.append(split.runs[-1])
    return out


def _parts(story: Story) -> list[Story]:
    body = [line for line in story.lines if line.label in (START, MORE)]
    cuts = [n for n, line in enumerate(body) if n and _is_seam(body, n)]
    if not cuts:
        return [story]
    parts = [Story()]
    starts = {body[n].number for n in cuts}
    for line in story.lines:
        if line.number in starts:
            parts.append(Story(seam=True))
        parts[-1].append(line)
        if line.byline is not None:
            parts[-1].byline.add(line.byline)
            parts[-1].byline.caption |= line.byline.caption and len(parts) > 1
            parts[-1].signed = True
    return parts


def _is_seam(body: list[Line], n: int) -> bool:
    before, line = body[n - 1], body[n]
    if not (line.label == START and line.gap and before.closed):
        return False
    widths = [sorted(o.reach for o in near) for near in (body[max(0, n - 7) : n], body[n : n + 7])]
    if any(len(near) < 3 for near in widths):
        return False
    return abs(widths[0][-2] - widths[1][-2]) > 1.6


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
    marked = [bool(_BULLET.match(paragraph)) for paragraph in story.paragraphs]
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
            items[-1].paragraphs.append(_BULLET.sub("", story.paragraphs[number]))
        items[-1].lines.append(line)
    items[-1].byline.add(story.byline)
    items[-1].lines.extend(line for line in story.lines if line.label == BYLINE)
    return items


def body_lines(story: Story) -> list[str]:
    """The story's printed body lines, bylines left out."""
    return [line.text for line in story.lines if line.label in (START, MORE)]


def joined(lines: list[str]) -> str:
    """Printed lines as one text."""
    return reduce(join, lines, "")
