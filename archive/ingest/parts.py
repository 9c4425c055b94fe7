"""The parts of a page that may be stories of their own, and what holds for the page as a whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from archive.ingest.bylines import inline_byline
from archive.ingest.continuations import continued_from
from archive.ingest.likeness import Likeness
from archive.ingest.lines import MORE, START, Line
from archive.ingest.stories import Split, Story
from archive.text.normalize import ends_sentence

_BULLET = re.compile(r"^[●■▲◆★◇○◎►▶•※□]\s*\S")
# Words that go on with what was said.
_LINKS = re.compile(
    r"^(?:[一-鿿]{0,6}(?:指出|强调|要求|表示|认为|介绍|说)|会议|同时|此外|目前|据介绍|据了解|据悉|其中"
    r"|随后|下一步|接下来|为此|对此|如今|与此同时|另外|他|她|“|问|答|记者[:：])"
)
_PAPERS = re.compile(r"^(?:近日|日前|昨日|昨天|今日|今天|\d{1,2}月\d{1,2}日|记者|近年来|连日来)")


NAMED = re.compile(r"^[一-鿿]{2,7}[：:](?=\S)")


@dataclass(slots=True)
class Part:
    """A piece of text that may be a story, or go on with the piece above it."""

    story: Story
    start: int
    end: int
    first: Line
    last: Line
    column: float
    opens: bool
    continued: bool
    led: bool
    named: bool
    signed: bool
    caption: bool
    attested: bool
    links: bool
    papers: bool
    bullet: bool
    length: int


def _part(story: Story, start: int) -> Part:
    body = [line for line in story.lines if line.label in (START, MORE)]
    head, tail = story.paragraphs[0], story.paragraphs[-1]
    widths = sorted(line.reach for line in body)
    return Part(
        story=story,
        start=start,
        end=start + len(story.paragraphs),
        first=body[0],
        last=body[-1],
        column=widths[-2] if len(widths) > 2 else widths[-1],
        opens=body[0].opens,
        continued=continued_from(head) is not None,
        led=story.lines[0].byline is not None,
        named=inline_byline(head[:60]) is not None,
        signed=story.lines[-1].byline is not None
        or inline_byline(tail[-60:]) is not None
        and tail[-1] in "）)",
        caption=story.caption,
        attested=story.attested,
        links=_LINKS.match(head) is not None,
        papers=_PAPERS.match(head) is not None,
        bullet=_BULLET.match(head) is not None and ends_sentence(head),
        length=sum(map(len, story.paragraphs)),
    )


class Page:
    """The parts of a page, what they share, and what holds for the page as a whole."""

    def __init__(self, split: Split) -> None:
        self.split = split
        self.runs = split.runs
        self.parts: list[Part] = []
        start = 0
        for story in split.stories:
            self.parts.append(_part(story, start))
            start = self.parts[-1].end
        self.likeness = Likeness([text for story in split.stories for text in story.paragraphs])
        self._ties: dict[int, float] = {}
        closed = gaps = 0
        for part in self.parts:
            lines = [line for line in part.story.lines if line.label in (START, MORE)]
            for _, line in pairwise(lines):
                if line.label == START:
                    closed += 1
                    gaps += line.gap
        joins = [i for i in range(1, len(self.parts)) if not self.runs[i] and not self.parts[i].led]
        self.closed = closed + len(joins)
        self.gaps = (gaps + sum(self.parts[i].first.gap for i in joins) + 1) / (self.closed + 2)
        # Openings a story: as many as there are runs of titles, if every story has one.
        opened = sum(part.opens or part.named or part.led or part.signed for part in self.parts)
        self.attested = min(1.0, opened / max(1, sum(bool(run) for run in self.runs)))
        self.named = sum(NAMED.match(line.text) is not None for run in self.runs for line in run)
        self.gathered = self._is_gathered()
        single = [run for run in self.runs[1:-1] if len(run) == 1]
        self.singles = len(single) / max(1, len(self.parts))

    def _is_gathered(self) -> bool:
        """All headlines of the page stand in one place, before the first text or behind the last."""
        sizes = [len(run) for run in self.runs]
        ends = max(sizes[0], sizes[-1])
        return len(self.parts) > 2 and ends >= 4 and ends >= 0.7 * sum(sizes)

    def tie(self, index: int) -> float:
        """How much a part shares with the one above."""
        if index not in self._ties:
            a, b = self.parts[index - 1], self.parts[index]
            pairs = [(a.end - 1, b.start)]
            if a.end - a.start > 1:
                pairs.append((a.start, b.start))
            if b.end - b.start > 1:
                pairs.append((a.end - 1, b.start + 1))
            self._ties[index] = max(self.likeness.between(*pair) for pair in pairs)
        return self._ties[index]
