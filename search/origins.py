"""A folded text that finds the way back: where its characters stood is looked up only on asking."""

from __future__ import annotations

import re
from bisect import bisect_right

from archive.text.fold import PARAGRAPH, Folded, fold, fold_with_origins

_BREAKS = "\n\v\f\r\x85\u2028\u2029"
# Between two of these no blank is kept or lost, so a text may be folded in pieces cut there.
_PLAIN = "\u4e00-\u9fff，。；：！？、"
_STRETCH = re.compile(rf"[^{_BREAKS}]{{120,200}}[{_PLAIN}](?=[{_PLAIN}])|[^{_BREAKS}]+")


class Traced:
    """`text` is `fold(original)`, made of stretches of some hundred characters.

    Most texts of a page of results are asked for two or three places; folding with origins costs
    three times what folding costs, so only the stretches asked for are folded so.
    """

    def __init__(self, original: str) -> None:
        self._original = original
        self._spans: list[tuple[int, int]] = []
        self._starts: list[int] = []
        self._folded: dict[int, Folded] = {}
        self.text = "".join(self._pieces())

    def _pieces(self) -> list[str]:
        parts: list[str] = []
        length = 0
        for match in _STRETCH.finditer(self._original):
            piece = fold(match.group())
            if not piece:
                continue
            if self._spans and self._spans[-1][1] < match.start():
                parts.append(PARAGRAPH)
                length += 1
            self._spans.append(match.span())
            self._starts.append(length)
            parts.append(piece)
            length += len(piece)
        return parts

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The original span of the non-empty folded span `[start:end]`, half-open.

        Neither end of the span may be a paragraph break.
        """
        return self._place(start), self._place(end - 1) + 1

    def _place(self, at: int) -> int:
        stretch = bisect_right(self._starts, at) - 1
        first, last = self._spans[stretch]
        folded = self._folded.get(stretch)
        if folded is None:
            folded = self._folded[stretch] = fold_with_origins(self._original[first:last])
        return first + folded.origins[at - self._starts[stretch]]
