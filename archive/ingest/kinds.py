"""What an article is: interview, signed statement, brief, photo caption, continuation, obituary."""

from __future__ import annotations

import re

from archive.ingest.headlines import Headline
from archive.ingest.stories import Story

_INTERVIEW = re.compile(
    r"[—―─-]\s*(?:专?访|对话|对谈)|^(?:专?访|对话)|(?:专?访|对话)[一-鿿]{2,20}(?:书记|长|主任|主席)"
)
_QUESTION = re.compile(r"^(?:记者|问|主持人)\s*[:：]")
_OBITUARY = re.compile(r"逝世|讣告|病逝")
_BRIEF = 300


def kind_of(story: Story, headline: Headline) -> str:
    """One of archive.records.KINDS, by form."""
    head = " ".join(part for part in (headline.kicker, headline.title, headline.subtitle) if part)
    asked = sum(bool(_QUESTION.match(paragraph)) for paragraph in story.paragraphs)
    length = len(story.text)
    kinds = {
        "continuation": story.continued_from is not None,
        "photo_caption": story.caption,
        "obituary": bool(_OBITUARY.search(head)) and "同志" in head + story.text,
        "interview": asked >= 2
        or bool(_INTERVIEW.search(head))
        or bool(_INTERVIEW.search(headline.subtitle or "")),
        "signed_statement": bool(story.byline.compilers) and not story.byline.reporters,
        "brief": story.brief or (length < _BRIEF and len(story.paragraphs) <= 2),
    }
    return next((kind for kind, holds in kinds.items() if holds), "article")
