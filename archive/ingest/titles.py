"""Titles given to stories jointly over the page.

A run of title lines between two stories may belong to the one above, the one below, in part to
each, or to none (a column heading); it may also be a crosshead inside one article. All stories
are decided together, by shared rare words first, by the page's habit of sides second.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from archive.ingest.layout import Line
from archive.ingest.likeness import Likeness
from archive.ingest.parts import Page
from archive.ingest.sides import REACH, Choice, best_reading
from archive.ingest.stories import Split, Story
from archive.ingest.weighing import MIXED, cut_evidence, is_column, story_evidence, weigh


@dataclass(slots=True)
class Titled:
    """A story with its title lines, how well they fit (0 to 1), and the page's loose headings."""

    stories: list[Story]
    titles: list[list[Line]]
    fits: list[float]
    loose: list[Line] = field(default_factory=list)


def assign_titles(split: Split) -> Titled:
    """The best reading of the page."""
    if not split.stories:
        return Titled([], [], [], list(split.runs[0]) if split.runs else [])
    page = Page(split)
    if page.gathered:
        return gather(split, page)
    choices, _, _ = best_reading(page)
    return _rescue(_apply(split, choices))


def gather(split: Split, page: Page) -> Titled:
    """Headlines that all stand in one place go to the stories in the order of both."""
    where = 0 if len(split.runs[0]) >= len(split.runs[-1]) else len(split.runs) - 1
    headlines, split.runs[where] = split.runs[where], []
    choices, _, _ = best_reading(page)
    starts = [n for n, choice in enumerate(choices[:-1]) if not choice.crosshead]
    spans = list(zip(starts, [*starts[1:], len(page.parts)], strict=True))
    page.gathered = False
    given = _align(page, headlines, spans)
    out = _apply(split, choices)
    for story, first, last in given:
        out.titles[story] = [*headlines[first:last], *out.titles[story]]
    used = {line.number for lines in out.titles for line in lines}
    out.loose.extend(line for line in headlines if line.number not in used)
    return _rescue(out)


def _align(
    page: Page, lines: list[Line], spans: list[tuple[int, int]]
) -> list[tuple[int, int, int]]:
    """(story, first line, line behind the last): what fits best, lines and stories in order."""
    best = {(0, 0): 0.0}
    came: dict[tuple[int, int], tuple[int, int]] = {}

    def offer(to: tuple[int, int], score: float, back: tuple[int, int]) -> None:
        if to not in best or score > best[to]:
            best[to], came[to] = score, back

    for i in range(len(lines) + 1):
        cut = weigh(cut_evidence(lines, i, i))
        for j, span in enumerate([*spans, None]):
            if (i, j) not in best:
                continue
            if i < len(lines):
                offer((i + 1, j), best[i, j] + weigh(cut_evidence(lines[i : i + 1], 0, 1)), (i, j))
            if span is None:
                continue
            for k in range(i, min(i + REACH, len(lines)) + 1):
                fit = weigh(story_evidence(page, *span, lines[i:k], [], MIXED))
                offer((k, j + 1), best[i, j] + fit + (cut if k > i else 0.0), (i, j))
    key = (len(lines), len(spans))
    given = []
    while key in came:
        back = came[key]
        if key[1] > back[1] and key[0] > back[0]:
            given.append((back[1], back[0], key[0]))
        key = back
    return given[::-1]


def _apply(split: Split, choices: list[Choice]) -> Titled:
    out = Titled([], [], [])
    for index, (run, choice) in enumerate(zip(split.runs, choices, strict=True)):
        if choice.crosshead:
            _merge(out.stories[-1], run, split.stories[index])
            continue
        if index > 0:
            out.titles[-1].extend(run[: choice.above])
        loose = run[choice.above : choice.below]
        out.loose.extend(loose)
        if index < len(split.stories):
            if loose and is_column(loose[-1]) and choice.below < len(run):
                split.stories[index].column = loose[-1].text
            out.stories.append(split.stories[index])
            out.titles.append(list(run[choice.below :]))
    return out


def _merge(story: Story, heading: list[Line], below: Story) -> None:
    """A crosshead stays in the body as a paragraph of its own."""
    story.lines.extend([*heading, *below.lines])
    story.paragraphs.extend([*(line.text for line in heading), *below.paragraphs])
    story.byline.add(below.byline)
    story.signed |= below.signed


def _likeness(out: Titled) -> tuple[Likeness, list[tuple[int, int]]]:
    spans, start = [], 0
    for story in out.stories:
        spans.append((start, start + len(story.paragraphs)))
        start += len(story.paragraphs)
    return Likeness([text for story in out.stories for text in story.paragraphs]), spans


def _rescue(out: Titled) -> Titled:
    """A heading that fits neither neighbour but plainly a story that has no title is its title."""
    likeness, spans = _likeness(out)
    for group in _groups(out.loose):
        text = "".join(line.text for line in group)
        bare = [
            n
            for n, lines in enumerate(out.titles)
            if not lines and not out.stories[n].continued_from
        ]
        best = max(bare, key=lambda n: likeness.of(text, *spans[n]), default=None)
        if best is not None and likeness.of(text, *spans[best]) > 0.55:
            out.titles[best] = group
            out.loose = [line for line in out.loose if line not in group]
    out.fits = [
        likeness.of("".join(line.text for line in lines), *spans[number]) if lines else 0.0
        for number, lines in enumerate(out.titles)
    ]
    return out


def _groups(lines: list[Line]) -> list[list[Line]]:
    """Loose lines that stand close together as one heading."""
    groups: list[list[Line]] = [[line] for line in lines[:1]]
    for before, line in pairwise(lines):
        if line.number - before.number == 1:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups
