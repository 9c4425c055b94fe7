"""How sure an article is, and why not: what an editor should look at first."""

from __future__ import annotations

from archive.ingest.stories import Story
from archive.records import ArticleDraft
from archive.text.normalize import ends_sentence

DOUBTS = {
    "untitled": (0.35, "没有找到题目"),
    "unfit": (0.25, "题目与正文用词相差较大"),
    "open": (0.15, "正文末句不完整"),
    "headless": (0.15, "正文似从句中开始"),
    "short": (0.15, "正文过短"),
    "unsigned": (0.05, "没有署名和电头"),
}


def judge(draft: ArticleDraft, story: Story, fit: float) -> None:
    """Set the draft's confidence (0 to 1) and its warnings."""
    for doubt in _doubts(draft, story, fit):
        cost, words = DOUBTS[doubt]
        draft.confidence = max(0.05, draft.confidence - cost)
        draft.warnings.append(words)


def _doubts(draft: ArticleDraft, story: Story, fit: float) -> list[str]:
    part = draft.kind in ("continuation", "photo_caption", "brief")
    checks = {
        "untitled": draft.title is None and not part,
        "unfit": draft.title is not None and fit < 0.25,
        "open": not ends_sentence(draft.body) and story.continued_on is None,
        "headless": draft.body[:1] in "，。、；：”）" and draft.kind != "continuation",
        "short": len(draft.body) < 40,
        "unsigned": not (story.byline or draft.dateline or part),
    }
    return [doubt for doubt, holds in checks.items() if holds]
