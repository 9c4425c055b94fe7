"""What holds for the lines of a page as a whole: column widths, indents, blanks."""

from __future__ import annotations

from collections import Counter

from archive.ingest.likeness import grams
from archive.ingest.lines import Line


class Shape:
    """Whether paragraphs are set in, how wide columns are, whether blanks tell anything."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        free = [line for line in lines if not line.label]
        inset = [line for line in free if line.indent >= 1]
        self.indented = len(inset) >= 3 and len(inset) >= 0.04 * len(free)
        self.after = self._widths(1)
        self.before = self._widths(-1)
        closed = [n for n in range(1, len(lines)) if lines[n - 1].closed]
        self.gaps = sum(lines[n].gap for n in closed) / max(1, len(closed))
        self.every = sum(line.gap for line in lines) / max(1, len(lines)) > 0.8
        # Of three lines one that holds a pair is much: what many lines have tells nothing.
        self.widest = sorted(line.reach for line in free)[len(free) * 9 // 10] if free else 0.0
        self.texts = [grams(line.text) for line in lines]
        self.common = Counter(gram for text in self.texts for gram in text)

    def _widths(self, step: int) -> list[float]:
        """For each line the usual width of the lines behind it (or before it)."""
        out = []
        for position in range(len(self.lines)):
            near = (
                self.lines[position + 1 : position + 6]
                if step > 0
                else self.lines[max(0, position - 5) : position]
            )
            widths = sorted(line.reach for line in near if not line.label)
            out.append(widths[-2] if len(widths) > 2 else (max(widths) if widths else 0.0))
        return out
