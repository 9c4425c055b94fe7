"""Industries an article speaks of, by the words that newspapers print about them.

Weighed are the keywords of fixtures/industries.jsonl: strong words more than weak ones, a title
more than a lead paragraph, a lead more than the rest, new words more than repeated ones.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from math import sqrt

from archive.gazetteer.industries import Industry, industries
from archive.records import FIELDS, ArticleDraft, Evidence, IndustryMention
from archive.text.lexicon import Lexicon

STRONG, WEAK = 1.0, 0.4
HEAD_FIELDS = ("kicker", "title", "subtitle")
HEAD_BONUS, LEAD_BONUS = 3.0, 1.0
USUAL_LENGTH = 600  # characters of a middling article; longer ones need more evidence
MENTIONED_AT, SUBJECT_AT = 0.9, 2.8
SUBJECT_SHARE = 0.5  # of the strongest industry's score
SUBJECTS_AT_MOST, MENTIONS_AT_MOST = 4, 9
GUESSES = 2
BRIEF_LENGTH = 200  # characters of a short item (简讯)
RULE_LENGTH = 200
FIELD_NAMES = {"kicker": "引题", "title": "标题", "subtitle": "副题", "body": "正文"}


@dataclass(slots=True)
class _Tally:
    """What speaks for one industry: words by field, those in the lead, where they stand."""

    words: dict[str, Counter[str]] = field(default_factory=lambda: {f: Counter() for f in FIELDS})
    lead: set[str] = field(default_factory=set)
    evidence: list[Evidence] = field(default_factory=list)


def find_industries(draft: ArticleDraft) -> list[IndustryMention]:
    """The industries of an article, the strongest first, at most nine.

    `role` is subject where the title or much of the text speaks of it, else mentioned; `rule`
    names the words that decided: 标题“储能”；正文：储能×8、调峰×2.
    """
    tallies = _named(draft)
    scores = {slug: _score(slug, tally, len(draft.body)) for slug, tally in tallies.items()}
    best = max(scores.values(), default=0.0)
    ranked = sorted(scores, key=lambda slug: -scores[slug])
    found, subjects = [], 0
    for slug in ranked[:MENTIONS_AT_MOST]:
        if scores[slug] < MENTIONED_AT:
            break
        subject = subjects < SUBJECTS_AT_MOST and _is_subject(scores[slug], best)
        subjects += subject
        found.append(_mention(slug, tallies[slug], "subject" if subject else "mentioned"))
    return found


def _is_subject(score: float, best: float) -> bool:
    return score >= SUBJECT_AT and score >= SUBJECT_SHARE * best


def _tallies(draft: ArticleDraft) -> dict[str, _Tally]:
    """Words found in every field, by industry."""
    lexicon, meanings = _lexicon()
    lead = draft.body.find("\n") if "\n" in draft.body else len(draft.body) // 3
    tallies: dict[str, _Tally] = {}
    for name, text in draft.fields.items():
        for start, end in lexicon.find(text):
            word = text[start:end]
            for slug in meanings[word]:
                tally = tallies.setdefault(slug, _Tally())
                tally.words[name][word] += 1
                tally.evidence.append(Evidence(name, start, end))
                if name == "body" and start < lead:
                    tally.lead.add(word)
    return tallies


def _named(draft: ArticleDraft) -> dict[str, _Tally]:
    """The industries that are spoken of; where strong words name none, the likeliest two."""
    tallies, length = _tallies(draft), len(draft.body)
    named = {
        s: tally for s, tally in tallies.items() if _is_named(s, tally, length <= BRIEF_LENGTH)
    }
    if named:
        return named
    ranked = sorted(tallies, key=lambda slug: -_score(slug, tallies[slug], length))
    return {slug: tallies[slug] for slug in ranked[:GUESSES]}


def _is_named(slug: str, tally: _Tally, brief: bool) -> bool:
    """Whether an industry is spoken of at all.

    A strong word does; weak ones only where one stands in the headline and is taken up again, or
    where three of them fill a short text.
    """
    strong = _strong()[slug]
    said = {word for words in tally.words.values() for word in words}
    if said & strong:
        return True
    headed = any(tally.words[name] for name in HEAD_FIELDS)
    return (headed and len(tally.evidence) >= 3) or (brief and len(said) >= 3)


def _score(slug: str, tally: _Tally, length: int) -> float:
    """Evidence, less what a long text gathers by its mere length."""
    strong = _strong()[slug]
    body = sum(
        (STRONG if word in strong else WEAK) * sqrt(count)
        for word, count in tally.words["body"].items()
    )
    lead = sum(LEAD_BONUS for word in tally.lead if word in strong)
    head = sum(
        HEAD_BONUS * (STRONG if word in strong else WEAK)
        for name in HEAD_FIELDS
        for word in tally.words[name]
    )
    return (body + lead) / sqrt(max(1.0, length / USUAL_LENGTH)) + head


def _mention(slug: str, tally: _Tally, role: str) -> IndustryMention:
    industry = _by_slug()[slug]
    return IndustryMention(slug, industry.name, role, _rule(slug, tally), tally.evidence)


def _rule(slug: str, tally: _Tally) -> str:
    """What decided, by field, strong words before weak, the most frequent first.

    Cut to the length of the column; 只有旁证 in front where no strong word stands in the article.
    """
    strong = _strong()[slug]
    found = {word for words in tally.words.values() for word in words}
    parts = [] if found & strong else ["只有旁证"]
    for name in FIELDS:
        ranked = sorted(tally.words[name].items(), key=lambda row: (row[0] not in strong, -row[1]))
        if ranked:
            label = FIELD_NAMES[name]
            said = "、".join(word if count == 1 else f"{word}×{count}" for word, count in ranked)
            parts.append(f"{label}：{said}" if name == "body" else f"{label}“{said}”")
    rule = "；".join(parts)
    return rule if len(rule) <= RULE_LENGTH else rule[: RULE_LENGTH - 1] + "…"


@lru_cache(maxsize=1)
def _by_slug() -> dict[str, Industry]:
    return {row.slug: row for row in industries()}


@lru_cache(maxsize=1)
def _strong() -> dict[str, frozenset[str]]:
    return {row.slug: frozenset(row.strong) for row in industries()}


@lru_cache(maxsize=1)
def _lexicon() -> tuple[Lexicon, dict[str, tuple[str, ...]]]:
    """All words, and the industries each speaks of: none for a word that only shields others."""
    meanings: dict[str, tuple[str, ...]] = {}
    for row in industries():
        for word in row.exclusions:
            meanings.setdefault(word, ())
        for word in row.keywords:
            meanings[word] = (*meanings.get(word, ()), row.slug)
    return Lexicon(meanings), meanings
