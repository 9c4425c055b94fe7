"""An article drafted anew from lines that somebody chose: headline and text as an editor says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from archive.ingest.bylines import Byline
from archive.ingest.errors import InputError
from archive.ingest.layout import BYLINE, MORE, START, TITLE, Line, label_lines, read_lines
from archive.ingest.pipeline import draft_of
from archive.ingest.stories import Story
from archive.records import ArticleDraft

CHOSEN = 1.0  # how well a headline fits that an editor has chosen


def redraft(text: str, title: set[int], body: set[int], issued: date | None) -> ArticleDraft:
    """The draft whose headline and body are these 1-based lines of a page's text, blank ones aside.

    Its mentions are not extracted. Raises InputError where no line holds anything.
    """
    lines = read_lines(text)
    story = story_of([line for line in lines if line.number in body - title])
    headline = [line for line in lines if line.number in title]
    if not story.paragraphs and not headline:
        raise InputError("所选的行里没有文字。")
    story.paragraphs = story.paragraphs or [""]
    draft = draft_of(story, headline, CHOSEN, issued)
    return draft


def story_of(lines: list[Line]) -> Story:
    """All of the lines as one body: what looks like a headline among them is a paragraph."""
    label_lines(lines)
    story = Story()
    for line in lines:
        if line.label == BYLINE:
            story.byline.add(line.byline or Byline())
            story.signed = True
        elif line.label not in (START, MORE):
            line.label = START
        story.append(line)
    return story


def leading_title(text: str, chosen: Iterable[int]) -> set[int]:
    """The lines at the head of the chosen ones that look like a headline, if others follow them."""
    wanted = set(chosen)
    lines = [line for line in read_lines(text) if line.number in wanted]
    label_lines(lines)
    head = set()
    for line in lines:
        if line.label != TITLE:
            return head
        head.add(line.number)
    return set()
