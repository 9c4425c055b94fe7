"""Stories: the bodies of a page before they have titles, and the runs of title lines between them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.ingest.bylines import Byline, inline_byline
from archive.ingest.continuations import continued_from, continued_on
from archive.ingest.lines import MORE, START, Line
from archive.records import Furniture
from archive.text.normalize import join

_CAPTION = re.compile(
    r"(?:^|[。，])(?:上图|下图|左图|右图|图)(?:[一二三四①②③]|[（(].{1,4}[）)])?[为：:是]|^图为"
)


def is_caption(text: str) -> bool:
    """图为技术人员正在调试, 上图：…: a text that speaks of a picture."""
    return _CAPTION.search(text) is not None


@dataclass(slots=True)
class Story:
    """A body before it has a title: its lines, its paragraphs, what its bylines say."""

    lines: list[Line] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    byline: Byline = field(default_factory=Byline)
    signed: bool = False
    brief: bool = False
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
        told = any(is_caption(paragraph) for paragraph in self.paragraphs)
        signed = inline_byline(self.paragraphs[-1][-60:]) if self.paragraphs else None
        return short and (told or self.byline.caption or bool(signed and signed.caption))

    @property
    def attested(self) -> bool:
        """It is signed, or opens with a dateline: surely an article of its own."""
        if self.signed or self.brief or not self.paragraphs:
            return self.signed or self.brief
        ends = (self.paragraphs[0][:120], self.paragraphs[-1][-60:])
        return self.lines[0].opens or any(inline_byline(end) for end in ends)

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
