"""Posts joined into phrases: 市委书记、市人大常委会主任 is one, and 副主任 after it takes its body."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.extract.post_walk import PostWalk
from archive.extract.posts import (
    LEVEL,
    LOOSE,
    ORGAN,
    PLACE,
    STATE,
    TITLE,
    VAGUE,
    Element,
    Part,
    Phrase,
)
from archive.gazetteer.posts import BYLINE, HONOUR, OFFICIAL, PERSON, posts

_SENTENCE_END = re.compile(r"[。；！？\n]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_UNKNOWN = re.compile(r"、[\u4e00-\u9fff“”]{2,14}")
_NAME_GAP = re.compile(r"[\u4e00-\u9fff· ]{2,8}[、，]")
_SECRETARIES = frozenset(("秘书长", "常务委员", "负责人", "负责同志", "有关负责人"))


def phrases(text: str) -> list[Phrase]:
    """The post phrases of a text, in order."""
    chains: list[list[Element]] = []
    for element in elements(text):
        last = chains[-1][-1] if chains else None
        whole = _whole(text, last, element) if last else element
        if last and (_joined(text, last, whole) or _apposed(text, chains[-1], whole)):
            chains[-1].append(whole)
        else:
            chains.append([element])
    found: list[Phrase] = []
    before: Phrase | None = None  # 文 in a name is no byline that could stand between
    for chain in chains:
        phrase = _inherited(text, chain, before) or Phrase(_offices(_settled(chain)))
        before = before if phrase.kind == BYLINE else phrase
        found.append(phrase)
    return found


def elements(text: str) -> Iterator[Element]:
    """Every post, even where no name stands beside it."""
    for match in posts().title.finditer(text):
        if match.end() - match.start() == 1 and _HAN.match(text, match.end()):
            continue  # 文 and 图 are a byline only where no word goes on: 省文旅厅
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


def _apposed(text: str, left: list[Element], right: Element) -> bool:
    """市委常委、秘书长，|市委办公室主任: one man's posts, joined by a comma; nobody stands between."""
    if text[left[-1].end : right.start] != "，" or right.kind not in (OFFICIAL, VAGUE):
        return False
    if right.parts[0].kind == STATE or left[0].parts[0].kind == STATE:
        return False  # 现任某局局长，拟任某局副局长
    own = any(right.texts(kind) for kind in (PLACE, LEVEL, ORGAN, LOOSE))
    official = any(element.kind == OFFICIAL for element in left)
    return own and official and _opens(text, left[0].start)


def _opens(text: str, start: int) -> bool:
    """Whether a post begins a clause there: behind 任 or a bracket it belongs to the name before."""
    return start == 0 or text[start - 1] in "。，；：、！？”\n \u3000"


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


def _offices(chain: list[Element]) -> tuple[Element, ...]:
    """Without what stands before an office and is none: 中国共产党党员、|市人大常委会原副主任."""
    first = next((at for at, element in enumerate(chain) if element.kind == OFFICIAL), 0)
    plain = all(element.title in posts().plain for element in chain[:first])
    return tuple(chain[first:] if plain else chain)


def _inherited(text: str, chain: list[Element], before: Phrase | None) -> Phrase | None:
    """市政协主席田广生出席，副主席时慧文主持: the deputy is of the body named before in the sentence."""
    first = chain[0]
    if len(chain) > 1 or not before or _SENTENCE_END.search(text[before.end : first.start]):
        return None
    if before.kind == PERSON:
        return _colleague(text, first, before)
    if len(first.parts) > 1:
        return None
    near = bool(_NAME_GAP.fullmatch(text[before.end : first.start]))
    for at in range(len(before.elements) - 1, -1, -1):
        model = before.elements[at]
        if model.kind != OFFICIAL:
            return None
        parts = _body_of(first.title, before.elements[: at + 1]) or (
            _place_of(first.title, model) if near else ()
        )
        if parts:
            element = Element(first.start, first.end, (*parts, Part(TITLE, first.title)), OFFICIAL)
            return Phrase((element,))
    return None


def _colleague(text: str, first: Element, before: Phrase) -> Phrase | None:
    """公司党委书记王建军、|工会主席刘美玲: the second is of the company too."""
    gap = text[before.end : first.start]
    inner = first.texts(ORGAN) and not (first.texts(PLACE) or first.texts(LEVEL))
    if not inner or first.kind != OFFICIAL or not _NAME_GAP.fullmatch(gap):
        return None
    if not set(first.texts(ORGAN)) <= posts().inner:
        return None
    return Phrase((Element(first.start, first.end, first.parts, PERSON),))


def _body_of(title: str, models: tuple[Element, ...]) -> tuple[Part, ...]:
    """The parts that a bare title takes from the post before; 副省长…，秘书长 is of the government."""
    bare, model = posts().bare(title), models[-1]
    alike = bare in _SECRETARIES or (bare != title and bare == posts().bare(model.title))
    if alike and len(model.parts) == 1 and len(models) > 1 and bare not in posts().governors:
        # 市政协党组书记、主席…，副主席: the body of the first is that of the second.
        bodies = (Part(part.kind, part.text.removesuffix("党组")) for part in models[-2].parts)
        parts = tuple(part for part in bodies if part.text)
        model = Element(model.start, model.end, parts, OFFICIAL)
    if model.texts(ORGAN):
        return tuple(part for part in model.parts[:-1] if part.kind != STATE) if alike else ()
    if bare != "秘书长" or posts().bare(model.title) not in posts().governors:
        return ()
    place = tuple(part for part in model.parts if part.kind in (PLACE, LEVEL))
    return (*(place or (Part(LEVEL, model.level or ""),)), Part(ORGAN, "政府"))


def _place_of(title: str, model: Element) -> tuple[Part, ...]:
    """府谷县委书记刘志强、|县长屈永红: the county is the same."""
    bare = posts().bare(title)
    if bare not in posts().governors:
        return ()
    named = [part for part in model.parts if part.kind == PLACE]
    return tuple(named) if named and named[-1].text.endswith(bare[0]) else ()
