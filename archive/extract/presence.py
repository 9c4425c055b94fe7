"""Officials named without a post: lists of those present, and who leads at the head of a sentence.

Only in articles about the work of party, government, congress or CPPCC.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.extract.compact_text import GAP, CompactText
from archive.extract.person_names import Found, NameReader
from archive.extract.sightings import LEADING, PRESENT, Sighting
from archive.gazetteer.names import names
from archive.gazetteer.posts import GROUP

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_POST_NEXT = re.compile(r"，(?=(?:[^，。；]{0,12}?)(?:秘书长|主任|主席|书记|[省市县区州盟旗]长))")
_SCENE = re.compile(r"在[^，。；：]{1,30}?(?:时|中|上|后|期间)")


def present(text: CompactText, reader: NameReader, continued: bool = False) -> Iterator[Sighting]:
    """Those who lead, and the names of 何三思、施四维、段晓冬出席会议。

    On a turned page (`continued`) a leader may be named but once: his post stands on the page before.
    """
    least = 1 if continued else 2
    for sentence in _SENTENCE.finditer(text.text):
        start = sentence.start()
        waiting: list[
            Found
        ] = []  # 孔令先，段文武、张平，|李小明参加会议: by rank, comma after comma
        for clause in re.split(r"(?<=[，：])", sentence.group()):
            # Behind a byline or （上接第一版）, which are blanked out.
            head = start + len(clause) - len(clause.lstrip(GAP))
            found = reader.roll(text.text, head)
            way = _way(
                text.text, reader, [*waiting, *found] if found else [], sentence.end(), least
            )
            for one in [*waiting, *found] if way == PRESENT else found if way else ():
                yield Sighting(one.name, GROUP, text, one.start, way=way)
            listed = found and text.text[found[-1].end : found[-1].end + 1] == "，"
            waiting = [*waiting, *found] if listed and not way else []
            start += len(clause)


def _way(text: str, reader: NameReader, found: list[Found], end: int, least: int) -> str:
    if not found:
        return ""
    last = reader.skip_remark(text, found[-1].end)
    if _attended(text, last, end, len(found)):
        return PRESENT
    return LEADING if len(found) == 1 and _leads(text, last, reader, found[0].name, least) else ""


def _attended(text: str, last: int, end: int, count: int) -> bool:
    lexicon = names()
    last += text.startswith("等", last)
    if count > 1 and _POST_NEXT.match(text, last):
        # 张庆棠、梁保东，秘书长贾盘山出席并发言: he stands in the same list.
        verb = lexicon.attend.pattern.search(text, last, end)
        last = verb.start() if verb and "，" not in text[last + 1 : verb.start()] else last
    if not lexicon.attend.at(text, last):
        return False
    rest = text[last : min(end, last + 24)]
    occasion = any(lexicon.occasions.at(rest, at) for at in range(len(rest)))
    return occasion and (count > 1 or text.startswith(("出席", "列席", "主持"), last))


def _leads(text: str, last: int, reader: NameReader, name: str, least: int) -> bool:
    """沈立群强调, 廖振邦在调研氢能产业时强调: named `least` times, as a leader is more than once."""
    scene = _SCENE.match(text, last)
    ends = {last, scene.end() if scene else last}
    verb = any(names().leading.at(text, at) for at in ends)
    return verb and reader.whole.count(name) >= least
