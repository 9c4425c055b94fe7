"""Labelled lines → stories (bodies with their bylines) and the runs of title lines between them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import reduce

from archive.gazetteer.habits import habits
from archive.ingest.bylines import Byline
from archive.ingest.continuations import continued_from, continued_on
from archive.ingest.furniture import is_notice_heading
from archive.ingest.layout import BYLINE, FURNITURE, MORE, START, TITLE, Line
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
    column: str | None = None

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
        self.notice = False

    def take(self, line: Line, position: int) -> None:
        if line.label == FURNITURE:
            self._furniture(line, line.why or "furniture")
        elif line.label == TITLE:
            self._title(line)
        elif line.label == BYLINE:
            self._byline(line, position)
        elif self.notice and not (line.opens or self.waiting):
            self._furniture(line, "notice")
        else:
            self._body(line)

    def finish(self) -> Split:
        self._close()
        return self.split

    def _furniture(self, line: Line, why: str) -> None:
        self.split.furniture.append(Furniture((line.number, line.last), why))

    def _title(self, line: Line) -> None:
        self._close()
        self.notice = is_notice_heading(line.text)
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
        if self.story and not self.ended and (line.byline.closing or not leads or part):
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
            self.story = Story()
            for byline in self.waiting:
                assert byline.byline is not None
                self.story.byline.add(byline.byline)
            self.story.lines.extend(self.waiting)
            self.story.signed = bool(self.waiting)
            self.waiting, self.ended = [], False
        self.story.lines.append(line)
        if line.label == START or not self.story.paragraphs:
            self.story.paragraphs.append(line.text)
        else:
            self.story.paragraphs[-1] = join(self.story.paragraphs[-1], line.text)
        if continued_on(line.text) and line.text[-1] in "）)】]":
            self.ended = True

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


def split_briefs(split: Split) -> Split:
    """Make every item of a list of briefs a story: ● … ● …, or paragraphs under 简讯."""
    out = Split(runs=[], furniture=split.furniture)
    for run, story in zip(split.runs, split.stories, strict=False):
        heading = run[-1].text if run and habits().briefs.match(run[-1].text) else None
        items = _items(story, heading is not None)
        for number, item in enumerate(items):
            item.column = heading if len(items) > 1 else None
            out.stories.append(item)
            out.runs.append(
                (run[:-1] if heading and len(items) > 1 else run) if number == 0 else []
            )
        if heading and len(items) > 1:
            out.furniture.append(Furniture((run[-1].number, run[-1].last), "column"))
    out.runs.append(split.runs[-1])
    return out


def _items(story: Story, listed: bool) -> list[Story]:
    """The story cut at its bullets; under a heading for briefs at every paragraph."""
    marked = [bool(_BULLET.match(paragraph)) for paragraph in story.paragraphs]
    if sum(marked) < 2 and not (listed and len(marked) >= 3):
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
