"""Posts joined into phrases: 市委书记、市人大常委会主任 is one, and 副主任 after it takes its body."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.extract.post_walk import PostWalk
from archive.extract.posts import LOOSE, ORGAN, PLACE, STATE, TITLE, VAGUE, Element, Part, Phrase
from archive.gazetteer.posts import HONOUR, OFFICIAL, PERSON, posts

_SENTENCE_END = re.compile(r"[。；！？\n]")
_UNKNOWN = re.compile(r"、[\u4e00-\u9fff“”]{2,14}")
_SECRETARIES = frozenset(("秘书长", "负责人", "负责同志", "有关负责人"))


def phrases(text: str) -> list[Phrase]:
    """The post phrases of a text, in order."""
    chains: list[list[Element]] = []
    for element in elements(text):
        last = chains[-1][-1] if chains else None
        whole = _whole(text, last, element) if last else element
        if last and _joined(text, last, whole):
            chains[-1].append(whole)
        else:
            chains.append([element])
    found: list[Phrase] = []
    for chain in chains:
        inherited = _inherited(text, chain, found)
        found.append(inherited or Phrase(tuple(_settled(chain))))
    return found


def elements(text: str) -> Iterator[Element]:
    """Every post, even where no name stands beside it."""
    for match in posts().title.finditer(text):
        yield PostWalk(text, match.start()).element(match.end())


def _whole(text: str, left: Element, element: Element) -> Element:
    """An unknown body between 、 and a title belongs to the post: 副书记、|省某某促进会|主席."""
    gap = text[left.end : element.start]
    if element.kind != VAGUE or not _UNKNOWN.fullmatch(gap):
        return element
    parts = (Part(LOOSE, gap[1:]), *element.parts)
    return Element(left.end + 1, element.end, parts, element.kind)


def _joined(text: str, left: Element, right: Element) -> bool:
    return text[left.end : right.start] in posts().joints


def _settled(chain: list[Element]) -> list[Element]:
    """A vague title takes its class from the post before it: 市委常委、秘书长; 公司董事长、党委书记."""
    out: list[Element] = []
    for element in chain:
        kind = element.kind
        inherits = len(element.parts) == 1 or not (element.texts(PLACE) or element.level)
        if out and out[-1].kind == PERSON and inherits and kind in (OFFICIAL, VAGUE):
            kind = PERSON
        elif kind == VAGUE:
            kind = out[-1].kind if out and out[-1].kind != HONOUR else PERSON
        out.append(Element(element.start, element.end, element.parts, kind))
    return out


def _inherited(text: str, chain: list[Element], before: list[Phrase]) -> Phrase | None:
    """市政协主席田广生出席，副主席时慧文主持: the deputy is of the body named before in the sentence."""
    first = chain[0]
    if len(first.parts) > 1 or len(chain) > 1 or not before:
        return None
    for model in reversed(before[-1].elements):
        if _SENTENCE_END.search(text[model.end : first.start]) or model.kind != OFFICIAL:
            return None
        if model.texts(ORGAN) and _same_body(first.title, model.title):
            kept = tuple(part for part in model.parts[:-1] if part.kind != STATE)
            parts = (*kept, Part(TITLE, first.title))
            return Phrase((Element(first.start, first.end, parts, OFFICIAL),))
    return None


def _same_body(title: str, model: str) -> bool:
    bare = posts().bare(title)
    return bare in _SECRETARIES or (bare != title and bare == posts().bare(model))
