"""Labelled lines → stories (bodies with their bylines) and the runs of title lines between them."""

from __future__ import annotations

import re
from functools import reduce

from archive.gazetteer.habits import habits
from archive.ingest.bylines import inline_byline
from archive.ingest.continuations import continued_on
from archive.ingest.furniture import is_notice_heading, reads_like_notice, signs_notice
from archive.ingest.layout import BYLINE, FURNITURE, MORE, START, TITLE, Line, column_width
from archive.ingest.stories import Split, Story, is_caption
from archive.records import Furniture
from archive.text.normalize import join

# 关于…挂牌出让成交结果的公示, 任前公示: what an authority lets know is news, not advertising.
_MATTERS = re.compile(r"关于|任前|拟任|提拔|任免|干部")


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
        self.next_told = 0
        self.ended = False
        self.notice: Line | None = None

    def take(self, line: Line, position: int) -> None:
        if line.label == FURNITURE:
            self._furniture(line, line.why or "furniture")
            self.notice = self.notice and line
        elif line.label == TITLE:
            self._title(line)
        elif line.label == BYLINE:
            self._byline(line, position)
        elif self.notice and not self._ends_notice(line, position):
            self._furniture(line, "notice")
            self.notice = line
        else:
            self._body(line)

    def _ends_notice(self, line: Line, position: int) -> bool:
        """A notice runs to the next opening, to a block set to another width, or to a paragraph
        behind a blank line that no longer reads like one."""
        assert self.notice is not None
        if line.opens or self.waiting:
            return True
        apart = line.gap or line.text[0] in habits().marks
        if not (apart and line.label == START) or self.notice.label == TITLE:
            return False
        other = line.gap and abs(line.reach - self.notice.reach) > 1.2
        told = any(reads_like_notice(o.text) for o in self.lines[position : position + 4])
        return other or (self.notice.closed and not told)

    def finish(self) -> Split:
        self._close()
        return self.split

    def _furniture(self, line: Line, why: str) -> None:
        self.split.furniture.append(Furniture((line.number, line.number), why))

    def _title(self, line: Line) -> None:
        self._close()
        before = self.notice
        signed = before is not None and not line.gap and _belongs(line, before)
        heading = "".join(o.text for o in self.split.runs[-1]) + line.text
        matters = _MATTERS.search(heading) is not None
        self.notice = line if signed or (is_notice_heading(line.text) and not matters) else None
        if self.notice:
            self._furniture(line, "notice")
        else:
            self.split.runs[-1].append(line)

    def _following(self, position: int) -> str | None:
        """The label of the next line that is neither byline nor furniture, None at the end.

        It is kept until it is passed: a page of bylines alone would else be read for each of them.
        """
        at = max(self.next_told, position + 1)
        while at < len(self.lines) and self.lines[at].label in (BYLINE, FURNITURE):
            at += 1
        self.next_told = at
        return self.lines[at].label if at < len(self.lines) else None

    def _byline(self, line: Line, position: int) -> None:
        """Closing forms and a signature that no body follows end a story; others open one."""
        assert line.byline is not None
        leads = self._following(position) in (START, MORE)
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
        ended = self.ended or (line.gap and self._is_signed_within())
        begins = line.label == START and (line.opens or ended or self.waiting)
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

    def _is_signed_within(self) -> bool:
        """The text in hand ends with its signature: …新增换装线2条。（记者 何三思）."""
        if self.story is None or len(self.story.text) < 80:
            return False
        last = self.story.paragraphs[-1]
        byline = inline_byline(last[-60:]) if last[-1] in "）)" else None
        return byline is not None and byline.signed_by_role

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
        told = is_caption(joined([line.text for line in tail]))
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


def _belongs(line: Line, notice: Line) -> bool:
    """More of a notice's heading, what it is about, or who signs it: no headline of an article."""
    return notice.label == TITLE or signs_notice(line.text) or reads_like_notice(line.text)


def joined(lines: list[str]) -> str:
    """Printed lines as one text."""
    return reduce(join, lines, "")
