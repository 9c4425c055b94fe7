"""What an article is: interview, signed statement, brief, photo caption, continuation, obituary."""

from __future__ import annotations

from archive.gazetteer.datelines import dateline_at_head
from archive.gazetteer.habits import habits
from archive.ingest.headlines import Headline
from archive.ingest.stories import Story

# A brief is one paragraph; the longest seen have some 270 characters.
_BRIEF = 300


def kind_of(story: Story, headline: Headline) -> str:
    """One of archive.records.KINDS, by form."""
    heads = [part for part in (headline.kicker, headline.title, headline.subtitle) if part]
    kinds = {
        "continuation": story.continued_from is not None,
        "photo_caption": story.caption,
        "obituary": _is_obituary(story, " ".join(heads)),
        "interview": _is_interview(story, heads),
        "signed_statement": _is_statement(story),
        "brief": story.brief or _is_brief(story),
    }
    return next((kind for kind, holds in kinds.items() if holds), "article")


def _is_brief(story: Story) -> bool:
    """One short paragraph; two where a local office sends them undated (本报东营讯)."""
    if len(story.text) >= _BRIEF or len(story.paragraphs) > 2:
        return False
    dateline = dateline_at_head(story.paragraphs[0])
    if len(story.paragraphs) == 1 or dateline is None:
        return len(story.paragraphs) == 1
    return dateline.place is not None and dateline.month is None and not dateline.agency


def _is_obituary(story: Story, head: str) -> bool:
    """某某同志逝世 over a text that mourns; 某某逝世百年纪念 is none."""
    forms = habits().kinds
    if not forms["obituary"].search(head) or forms["commemoration"].search(head):
        return False
    return forms["mourned"].search(story.text) is not None


def _is_interview(story: Story, heads: list[str]) -> bool:
    """The headline says so (——访某某), or the reporter asks at least twice.

    问 and 答 without a reporter explain a policy: 问：什么时候可以申请？.
    """
    forms = habits().kinds
    asked = sum(bool(forms["asker"].match(paragraph)) for paragraph in story.paragraphs)
    posed = sum(bool(forms["question"].match(paragraph)) for paragraph in story.paragraphs)
    told = any(forms["interview"].search(head) for head in [*heads, " ".join(heads)])
    signed = bool(story.byline.reporters)
    return told or asked >= 2 or (signed and asked + posed >= 2)


def _is_statement(story: Story) -> bool:
    """Somebody's own words: written down by a reporter (整理), or an essay under his post."""
    byline = story.byline
    essay = byline.source is not None and habits().kinds["essay"].match(byline.source)
    return (bool(byline.compilers) and not byline.reporters) or bool(essay)
