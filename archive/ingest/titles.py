"""Titles given to stories jointly over the page.

A run of title lines between two stories may belong to the one above, the one below, in part to
each, or to none (a column heading); it may also be a crosshead inside one article. All stories
are decided together, by shared rare words first, by the page's habit of sides second.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from archive.gazetteer.habits import habits
from archive.ingest.layout import Line
from archive.ingest.likeness import Likeness
from archive.ingest.stories import Split, Story

FIT, UNTITLED, TWICE, LOOSE = 6.0, -2.5, -3.5, -0.9
REACH = 8
_NUMBERED = re.compile(r"^(?:[◎●■▲◆○◇]|[一二三四五六]、|[（(][一二三四五六][）)]|0?\d[.、\s])")
# 市委书记何三思在调研时强调 and 何三思——— wait for the words that follow.
_OPENS = re.compile(r"[—―─]{1,}$|[:：]$|(?:强调|指出|要求|表示|提出)$")
# Post and name with ——— behind begin a headline.
_KICKER = re.compile(r"[—―─]{2,}$")
_FOLLOWS = re.compile(r"^[—―─-]")


@dataclass(slots=True)
class Choice:
    """What becomes of a run: the first `above` lines go up, the ones from `below` on go down."""

    above: int
    below: int
    crosshead: bool = False


@dataclass(slots=True)
class Titled:
    """A story with its title lines, how well they fit (0 to 1), and the page's loose headings."""

    stories: list[Story]
    titles: list[list[Line]]
    fits: list[float]
    loose: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    score: float
    titled: bool
    choices: list[Choice]


def assign_titles(split: Split) -> Titled:
    """The best reading of the page; decided twice, the second time knowing its habit of sides."""
    likeness = Likeness([story.text for story in split.stories])
    choices = _decide(split, likeness, 0.0)
    choices = _decide(split, likeness, _habit(split, likeness, choices))
    return _rescue(_apply(split, likeness, choices), likeness)


def _decide(split: Split, likeness: Likeness, habit: float) -> list[Choice]:
    """Dynamic programming over the runs; the state is whether the story in hand has a title."""
    states = [_State(0.0, False, [])]
    for index, run in enumerate(split.runs):
        best: dict[bool, _State] = {}
        for state in states:
            for choice in ways_to_part(split, index):
                step, titled = _step(split, likeness, index, run, choice, state, habit)
                score = state.score + step
                if titled not in best or score > best[titled].score:
                    best[titled] = _State(score, titled, [*state.choices, choice])
        states = list(best.values())
    return max(states, key=lambda state: state.score).choices


def ways_to_part(split: Split, index: int) -> list[Choice]:
    """Every way to part a run. No headline has more than REACH lines, so a table that looks
    like titles costs no more than a headline does."""
    size = len(split.runs[index])
    first, last = index == 0, index == len(split.stories)
    options = [
        Choice(above, below)
        for above in range(min(size, REACH) + 1)
        for below in range(max(above, size - REACH), size + 1)
        if not (first and above) and not (last and below < size)
    ]
    seam = not last and split.stories[index].seam
    boxed = not (first or last) and size == 1 and habits().sidebars.match(split.runs[index][0].text)
    if boxed:
        return [Choice(0, size, crosshead=True)]
    if seam or (not (first or last) and 1 <= size <= 2 and _may_be_crosshead(split, index)):
        options.append(Choice(0, size, crosshead=True))
    return options


def _may_be_crosshead(split: Split, index: int) -> bool:
    """The text below goes on with the one above: nobody signs in between, nothing opens."""
    above, below = split.stories[index - 1], split.stories[index]
    starts = bool(below.lines) and below.lines[0].opens
    ended = above.signed and above.lines[-1].byline is not None
    return not (starts or ended or above.caption or below.caption or below.lines[0].byline)


def _step(
    split: Split,
    likeness: Likeness,
    index: int,
    run: list[Line],
    choice: Choice,
    state: _State,
    habit: float,
) -> tuple[float, bool]:
    """The score of one choice, and whether the story below then has a title."""
    if choice.crosshead:
        return _crosshead(split, likeness, index), state.titled
    up, loose, down = run[: choice.above], run[choice.above : choice.below], run[choice.below :]
    score = sum(_loose(line) for line in loose) + _cuts(run, choice)
    if index > 0:
        story = split.stories[index - 1]
        score += _group(up, index - 1, likeness, habit) if up else 0.0
        score += TWICE if up and state.titled else 0.0
        score += _untitled(story) if not up and not state.titled else 0.0
        score += _exempt(story) if up else 0.0
    if down:
        score += _group(down, index, likeness, -habit) + _exempt(split.stories[index])
    return score, bool(down)


def _group(lines: list[Line], story: int, likeness: Likeness, side: float) -> float:
    text = "".join(line.text for line in lines)
    fit = likeness.support(text, story)
    long = sum(line.width for line in lines) > 70 or len(lines) > 5
    return FIT * fit + side - (2.0 if long else 0.0)


def _is_column(line: Line) -> bool:
    text = re.sub(r"\s", "", line.text)
    return any(pattern.search(text) for pattern in habits().columns)


def _loose(line: Line) -> float:
    return 0.6 if _is_column(line) else LOOSE


def _cuts(run: list[Line], choice: Choice) -> float:
    """Cutting between lines set close, behind ——— or before ——访… tears a headline."""
    score = 0.0
    for cut in {choice.above, choice.below} - {0, len(run)}:
        before, after = run[cut - 1], run[cut]
        score -= 0.0 if after.gap or _is_column(before) else 2.5
        score += 1.0 if _KICKER.search(after.text) else 0.0
        score -= 4.0 if _OPENS.search(before.text) or _FOLLOWS.match(after.text) else 0.0
    return score


def _untitled(story: Story) -> float:
    if story.continued_from or story.brief:
        return 0.0
    return -0.3 if story.caption else UNTITLED


def _exempt(story: Story) -> float:
    """Fragments and captions seldom have a title."""
    if story.caption:
        return -3.0
    return -1.2 if story.continued_from else 0.0


def _crosshead(split: Split, likeness: Likeness, index: int) -> float:
    """A short heading inside one article: what stands under it signs nowhere, opens nowhere.

    Most of a page's articles carry a byline or a dateline, so a part that has neither is likely
    to go on with the one above. 任免名单 and the like head a document of its own.
    """
    run, below = split.runs[index], split.stories[index]
    alike = likeness.between(index - 1, index)
    if below.seam:
        return 6.0 * (alike - 0.1) + (1.5 if below.weak else 0.0)
    score = 6.0 * (alike - 0.35)
    numbered = _NUMBERED.match(run[0].text) is not None
    named = "：" in run[0].text and not numbered
    if below.attested or named or habits().documents.search(run[-1].text):
        return score - 4.0
    score += 2.0 * numbered
    attested = sum(story.attested for story in split.stories) / len(split.stories)
    short = len(run) == 1 and run[0].width <= 12
    return score + (3.0 * attested if short else 0.0)


def _habit(split: Split, likeness: Likeness, choices: list[Choice]) -> float:
    """Above zero where titles of this page stand behind their bodies, below where before."""
    above = below = 0.0
    for index, (run, choice) in enumerate(zip(split.runs, choices, strict=True)):
        if choice.crosshead:
            continue
        if choice.above:
            above += likeness.of("".join(line.text for line in run[: choice.above]), index - 1)
        if choice.below < len(run):
            below += likeness.of("".join(line.text for line in run[choice.below :]), index)
    return 0.8 * (above - below) / (above + below + 1.0)


def _apply(split: Split, likeness: Likeness, choices: list[Choice]) -> Titled:
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
            if loose and _is_column(loose[-1]) and choice.below < len(run):
                split.stories[index].column = loose[-1].text
            out.stories.append(split.stories[index])
            out.titles.append(list(run[choice.below :]))
    out.fits = _fits(out)
    return out


def _merge(story: Story, heading: list[Line], below: Story) -> None:
    """A crosshead stays in the body as a paragraph of its own."""
    story.lines.extend([*heading, *below.lines])
    story.paragraphs.extend([*(line.text for line in heading), *below.paragraphs])
    story.byline.add(below.byline)
    story.signed |= below.signed


def _fits(out: Titled) -> list[float]:
    likeness = Likeness([story.text for story in out.stories])
    return [
        likeness.of("".join(line.text for line in lines), number) if lines else 0.0
        for number, lines in enumerate(out.titles)
    ]


def _rescue(out: Titled, likeness: Likeness) -> Titled:
    """A heading that fits neither neighbour but plainly a story that has no title is its title."""
    likeness = Likeness([story.text for story in out.stories])
    for group in _groups(out.loose):
        text = "".join(line.text for line in group)
        bare = [
            n
            for n, lines in enumerate(out.titles)
            if not lines and not out.stories[n].continued_from
        ]
        best = max(bare, key=lambda n: likeness.of(text, n), default=None)
        if best is not None and likeness.of(text, best) > 0.55:
            out.titles[best] = group
            out.loose = [line for line in out.loose if line not in group]
    out.fits = _fits(out)
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
