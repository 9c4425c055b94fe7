"""Titles, first and further lines of paragraphs, told apart jointly over the page (Viterbi).

No line says alone what it is, its neighbours do.
"""

from __future__ import annotations

from archive.ingest.line_evidence import Evidence, alone, beside
from archive.ingest.lines import MORE, START, TITLE, Line
from archive.ingest.shape import Shape
from archive.ingest.weights import LABEL_WEIGHTS

FREE = (TITLE, START, MORE)


def label_jointly(lines: list[Line]) -> None:
    """The best sequence of labels over the lines that form did not decide."""
    shape = Shape(lines)
    scores: dict[str, float] = {START: 0.0}
    back: list[dict[str, str]] = []
    for position, line in enumerate(lines):
        labels = (line.label,) if line.label else FREE
        best: dict[str, float] = {}
        came: dict[str, str] = {}
        for label in labels:
            own = _score(alone(shape, position, label)) if not line.label else 0.0
            step = {
                kind: _score(beside(shape, position, kind, label))
                for kind in {_kind(before) for before in scores}
            }
            options = {before: score + step[_kind(before)] for before, score in scores.items()}
            came[label] = max(options, key=options.__getitem__)
            best[label] = options[came[label]] + own
        scores = best
        back.append(came)
    label = max(scores, key=scores.__getitem__) if scores else ""
    for position in range(len(lines) - 1, -1, -1):
        lines[position].label = label
        label = back[position][label]


def _kind(label: str) -> str:
    """Both kinds of text line are followed alike."""
    return MORE if label == START else label


def _score(evidence: Evidence) -> float:
    total = 0.0
    for name, strength in evidence:
        if strength:
            total += LABEL_WEIGHTS.get(name, 0.0) * strength
    return total
