"""Which newspaper a page is of: given, printed, in the file's name, or told by whom it speaks for.

A party paper says 我省 and 省委 or 我市 and 市委; the places of its articles tell which.
"""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath

from archive.extract import places_of
from archive.gazetteer.habits import habits
from archive.gazetteer.newspapers import Newspaper, newspapers
from archive.gazetteer.places import places
from archive.ingest.layout import FURNITURE, Line
from archive.records import ArticleDraft

_SURE = 0.45


def printed_newspaper(filename: str, lines: list[Line]) -> Newspaper | None:
    """The newspaper that the folio or the file's name tells."""
    folios = [line.text for line in lines if line.label == FURNITURE]
    for text in [*folios, PurePath(filename).name]:
        if found := newspapers().mentioned_in(text):
            return found
    return None


def inferred_newspaper(drafts: list[ArticleDraft]) -> Newspaper | None:
    """The principal daily of the place that the page's own words point to, or None if in doubt.

    Two pages of 我市, 市委 and 泗水县 are the prefecture's daily; one of 我省 and many cities
    the province's.
    """
    text = "\n".join(draft.body for draft in drafts)
    voices = habits().voices
    province, city = (len(voices[level].findall(text)) for level in ("province", "city"))
    if province + city < 3:
        return None
    votes: Counter[str] = Counter()
    for draft in drafts:
        votes.update(_votes(draft, whole_province=province > city))
    if not votes:
        return None
    (code, most), total = votes.most_common(1)[0], votes.total()
    return newspapers().principal(code) if most >= 2 and most / total > _SURE else None


def _votes(draft: ArticleDraft, *, whole_province: bool) -> Counter[str]:
    """Each place an article speaks of, once; its dateline too, and twice what it is about."""
    known, votes = places(), Counter()
    if draft.dateline and draft.dateline.place:
        for place in known.named(draft.dateline.place):
            if place.level == ("province" if whole_province else "prefecture"):
                votes[place.code] += 1
    for row in places_of(draft):
        place = known.by_code[row.code]
        code = known.province_of(place).code if whole_province else row.code
        if whole_province or place.level == "prefecture" or place.parent is None:
            votes[code] += 2 if row.role == "subject" else 1
    return votes
