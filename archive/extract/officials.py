"""Officials and other people of an article, one row a person, with post, role and evidence.

A named village's 党支部书记 is one of the party's officials; its 村委会主任, a company's 党委书记 and a university's 校长
are people, and so are 代表 and 委员 of congress and CPPCC who hold no office besides.
"""

from __future__ import annotations

from collections.abc import Iterable

from archive.extract.compact_text import CompactText, compact
from archive.extract.person_names import NameReader
from archive.extract.post_places import FilledPost, ServedPlaces
from archive.extract.posts import LEVEL_TITLES, LOOSE, STATE
from archive.extract.presence import present
from archive.extract.roles import Occurrence, role_of
from archive.extract.sightings import APPOINTED, LEFT, Sighting, Sightings
from archive.gazetteer.names import names
from archive.gazetteer.posts import BYLINE, GROUP, OFFICIAL, PERSON, SHARED, posts
from archive.records import ArticleDraft, Context, OfficialMention, PersonMention, PlaceMention

CONTINUED, OBITUARY = "continuation", "obituary"
Found = tuple[list[OfficialMention], list[PersonMention]]


def find_officials(draft: ArticleDraft, context: Context, places: list[PlaceMention]) -> Found:
    """Who is named in the article: officials, and people who are none; makers of the page are neither."""
    texts = [compact(field, text) for field, text in draft.fields.items() if text]
    seen = _sightings(draft, texts)
    occurrences = _occurrences(seen, texts)
    served = ServedPlaces(draft, context, places)
    officials, people = [], []
    for name, rows in seen.items():
        places_of_name = occurrences.get(name, [])
        if _is_official(rows) or _served_the_state(rows, draft):
            officials.append(_official(name, rows, draft, context, served, places_of_name))
        else:
            people.append(_person(name, rows, places_of_name))
    return officials, people


def _is_official(rows: list[Sighting]) -> bool:
    """A post decides; a company's man in a list of those present stays one."""
    kinds = {row.kind for row in rows if row.phrase}
    return bool(kinds & {OFFICIAL, GROUP}) or not kinds


def _served_the_state(rows: list[Sighting], draft: ArticleDraft) -> bool:
    """Who is appointed to a university or mourned as its former president held an office of state.

    任命文博为喀什大学副校长; 安徽省农业科学院原副院长尉迟敬业同志逝世. A company's manager is none.
    """
    titles = [
        (row.way, element)
        for row in rows
        for element in (row.phrase.elements if row.phrase else ())
        if posts().kind(element.title) in (OFFICIAL, SHARED)
        and "".join(element.texts(LOOSE)).endswith(posts().public)
    ]
    if any(way in (APPOINTED, LEFT) for way, _ in titles):
        return True
    mourned = draft.kind == OBITUARY and any(element.texts(STATE) for _, element in titles)
    return mourned and any(row.name in (draft.title or "") for row in rows)


def _sightings(draft: ArticleDraft, texts: list[CompactText]) -> dict[str, list[Sighting]]:
    """Sightings by name in order of appearance, without bylines."""
    whole = "\n".join(text.text for text in texts)
    reader = NameReader(whole)
    found = [row for text in texts for row in Sightings(text, reader).all()]
    continued = draft.kind == CONTINUED
    business = sum(word in whole for word in names().business) > (not continued)
    told = {GROUP, OFFICIAL} if continued else {GROUP}
    if business or any(row.kind in told for row in found):
        found += [row for text in texts for row in present(text, reader, continued)]
    makers = {*draft.reporters, *draft.correspondents, *draft.compilers, *draft.photographers}
    makers |= {row.name for row in found if row.kind == BYLINE}
    seen: dict[str, list[Sighting]] = {}
    for row in sorted(found, key=lambda row: (texts.index(row.text), row.start)):
        if row.name not in makers:
            seen.setdefault(row.name, []).append(row)
    return seen


def _occurrences(
    seen: dict[str, list[Sighting]], texts: list[CompactText]
) -> dict[str, list[Occurrence]]:
    """Where each name stands, 王强 and 王 强 alike; a longer name hides the shorter one inside it."""
    if not seen:
        return {}
    found: dict[str, list[Occurrence]] = {}
    for text in texts:
        for start, end, name in _printed_names(text.text, seen):
            if name not in names().namelike or _seen_at(seen[name], text, start):
                found.setdefault(name, []).append((text, start, end))
    return found


def _printed_names(text: str, seen: Iterable[str]) -> list[tuple[int, int, str]]:
    """(start, end, name) from left to right, none inside another."""
    spots = []
    for name in seen:
        for printed in (name, f"{name[0]} {name[1]}") if len(name) == 2 else (name,):
            start = text.find(printed)
            while start >= 0:
                spots.append((start, -len(printed), name))
                start = text.find(printed, start + len(printed))
    kept, last = [], 0
    for start, size, name in sorted(spots):
        if start >= last:
            last = start - size
            kept.append((start, last, name))
    return kept


def _seen_at(rows: Iterable[Sighting], text: CompactText, start: int) -> bool:
    return any(row.text is text and row.start == start for row in rows)


def _official(
    name: str,
    rows: list[Sighting],
    draft: ArticleDraft,
    context: Context,
    served: ServedPlaces,
    where: list[Occurrence],
) -> OfficialMention:
    ways = {row.way for row in rows}
    mention = OfficialMention(
        name=name,
        post=None,
        post_text=None,
        role=role_of(name, draft, where, ways=ways),
        evidence=[text.evidence(start, end) for text, start, end in where],
    )
    official = [row for row in rows if row.kind == OFFICIAL and row.phrase]
    posted = official or [row for row in rows if row.kind == PERSON and row.phrase]
    if posted:
        _give_post(mention, posted, served)
    else:
        _give_group(mention, rows, context, served)
    return mention


def _give_post(mention: OfficialMention, rows: list[Sighting], served: ServedPlaces) -> None:
    """The fullest of the posts printed: with a place, with most parts, the longest."""
    filled = [(FilledPost(row.text, row.phrase, served), row) for row in rows if row.phrase]
    # Of two posts in a list of appointments the new one counts, not the one he leaves.
    post, row = max(
        filled,
        key=lambda pair: (pair[1].way != LEFT, pair[0].place is not None, len(pair[0].text)),
    )
    phrase = row.phrase
    mention.post_text = _once(phrase.printed(row.text.text)) if phrase else None
    mention.post, mention.place = _once(post.text), post.place.code if post.place else None
    if mention.post in posts().alone:
        mention.post = posts().alone[mention.post]
    mention.post = posts().leaders.get(mention.name, {}).get(mention.post, mention.post)


def _once(post: str) -> str:
    """该县县长 leaves 县县长 when 该 is gone: the level is said by the title already."""
    return post[1:] if post[:1] == post[1:2] and post[:1] in LEVEL_TITLES else post


def _give_group(
    mention: OfficialMention, rows: list[Sighting], context: Context, served: ServedPlaces
) -> None:
    """市领导韩明远: no post is printed, but whose leader he is."""
    row = next((row for row in rows if row.phrase), None)
    if row and row.phrase:
        mention.post_text = row.phrase.printed(row.text.text)
        place = FilledPost(row.text, row.phrase, served).place
        mention.place = place.code if place else None
    else:
        mention.place = context.home


def _person(name: str, rows: list[Sighting], where: list[Occurrence]) -> PersonMention:
    printed = [row.phrase.printed(row.text.text) for row in rows if row.phrase]
    evidence = [text.evidence(start, end) for text, start, end in where]
    return PersonMention(name, max(printed, key=len, default=None), evidence)
