"""An article drafted anew from lines that somebody chose: headline and text as an editor says."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from archive.ingest.bylines import Byline
from archive.ingest.continuations import continued_from, continued_on, joined_text
from archive.ingest.errors import InputError
from archive.ingest.layout import BYLINE, MORE, START, TITLE, Line, label_lines, read_lines
from archive.ingest.parting import BULLET
from archive.ingest.pipeline import draft_of
from archive.ingest.stories import Story
from archive.records import ArticleDraft

CHOSEN = 1.0  # how well a headline fits that an editor has chosen


def redraft(
    text: str, title: set[int], body: set[int], issued: date | None, *, brief: bool = False
) -> ArticleDraft:
    """The draft whose headline and body are these 1-based lines of a page's text, blank ones aside.

    A `brief` leaves the bullet out with which it stood in a list. Its mentions are not extracted.
    Raises InputError where no line holds anything.
    """
    lines = labelled(text, title)
    story = story_of([line for line in lines if line.number in body - title])
    headline = [line for line in lines if line.number in title]
    if not story.paragraphs and not headline:
        raise InputError("所选的行里没有文字。")
    story.paragraphs = _whole(story.paragraphs) or [""]
    if brief:
        story.paragraphs[0] = BULLET.sub("", story.paragraphs[0])
    return draft_of(story, headline, CHOSEN, issued)


def labelled(text: str, title: Collection[int]) -> list[Line]:
    """All lines of the page, for a few of them do not tell how wide its columns are set."""
    lines = read_lines(text)
    for line in lines:
        if line.number in title:
            line.label = TITLE
    label_lines(lines)
    return lines


def story_of(lines: list[Line]) -> Story:
    """All of the labelled lines as one body: what looks like a headline there is a paragraph."""
    story = Story()
    for line in lines:
        if line.label == BYLINE:
            byline = line.byline or Byline()
            story.byline.add(byline)
            story.byline.caption |= byline.caption and bool(story.paragraphs)  # signed at its end
            story.signed = True
        elif line.label not in (START, MORE):
            line.label = START
        story.append(line)
    return story


def leading_title(text: str, chosen: Iterable[int]) -> set[int]:
    """The lines at the head of the chosen ones that look like a headline, if others follow them."""
    wanted = set(chosen)
    head = set()
    for line in labelled(text, ()):
        if line.number not in wanted:
            continue
        if line.label != TITLE:
            return head
        head.add(line.number)
    return set()


def _whole(paragraphs: list[str]) -> list[str]:
    """Two halves that stand on one page (…（下转第二版） / （上接第一版）…) as one text."""
    for place in range(1, len(paragraphs)):
        head, rest = "\n".join(paragraphs[:place]), "\n".join(paragraphs[place:])
        if continued_on(head) and continued_from(rest):
            return joined_text(head, rest).split("\n")
    return paragraphs
