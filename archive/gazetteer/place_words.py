"""Words around a place name that decide what it stands for; read from fixtures/place_words.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache

from archive.gazetteer.places import FIXTURES

HAN = "一-鿿"
NO_SURNAMES = "和从同由向"  # before a place name these are never family names: 书记和济南


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Word lists and the patterns made of them; every pattern is matched at one end of a name."""

    weak: frozenset[str]
    masks: frozenset[str]
    breaks: tuple[str, ...]
    general: tuple[str, ...]
    zone_common: frozenset[str]
    titles: tuple[str, ...]
    visits: tuple[str, ...]
    passing: tuple[str, ...]
    venue: re.Pattern[str]
    leader: re.Pattern[str]
    inspection: re.Pattern[str]
    surnames: frozenset[str]
    rare_surnames: frozenset[str]
    double_surnames: frozenset[str]
    tail: re.Pattern[str]
    institution: re.Pattern[str]
    city: re.Pattern[str]
    province: re.Pattern[str]
    county: re.Pattern[str]
    region: re.Pattern[str]
    comment: re.Pattern[str]

    def is_inside(self, text: str, end: int) -> bool:
        """Whether the short name that ends at `end` is part of a longer name of something else.

        青岛科技大学, 山东高速, 浙江吉利集团; not 济宁联合山东能源集团, where 联合 ends the name.
        """
        if self.tail.match(text, end):
            return True
        name = self.institution.match(text, end)
        return name is not None and not any(word in name[1] for word in self.breaks)


@lru_cache(maxsize=1)
def place_words() -> PlaceWords:
    """The one set of these words of this process."""
    raw = tomllib.loads((FIXTURES / "place_words.toml").read_text(encoding="utf-8"))
    lists = {key: tuple(value.split()) for key, value in raw.items() if isinstance(value, str)}
    organs, offices = _either(lists["organs"]), _either(lists["offices"])
    body = rf"(?:{organs}|[{HAN}]{{2,7}}?(?:{offices}))"
    unless = [f"{word}(?![{chars}])" for word, chars in raw["tails_unless"].items()]
    return PlaceWords(
        weak=frozenset(lists["weak"]),
        masks=frozenset(lists["masks"]),
        breaks=lists["breaks"],
        general=lists["general"],
        zone_common=frozenset(lists["zone_common"]),
        titles=lists["titles"],
        visits=lists["visits"],
        passing=lists["passing"],
        leader=re.compile(rf"(?:政府)?(?:党委|党组|原|代)?(?:{_either(lists['leaders'])})"),
        inspection=re.compile(rf"(?:{_either(lists['inspections'])})"),
        venue=re.compile(rf"(?:成功|隆重|顺利|同时)?(?:{_either(lists['venues'])})"),
        surnames=frozenset("".join(_surnames("common"))),
        rare_surnames=frozenset("".join(_surnames("rare"))) - set(NO_SURNAMES),
        double_surnames=frozenset(_surnames("double")),
        tail=re.compile("|".join([_either(lists["tails"]), *unless])),
        institution=re.compile(rf"([{HAN}A-Za-z·]{{0,8}}?)(?:{_either(lists['institutions'])})"),
        city=re.compile(rf"[我全本]市(?!场)|市{body}"),
        province=re.compile(rf"[我全本]省|自治区(?:党委|{organs})|省{body}"),
        county=re.compile(rf"[我全本][县旗州](?!域|级)|[县区旗州]{body}"),
        comment=re.compile(_either(lists["comments"])),
        region=re.compile(r"[我全本]区(?!域|间|块)"),
    )


def _either(words: tuple[str, ...]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _surnames(kind: str) -> list[str]:
    """The family names of one class: `common` ones are seldom an everyday word."""
    text = (FIXTURES / "surnames.txt").read_text(encoding="utf-8")
    lines = [line.split() for line in text.splitlines() if line.startswith(kind + " ")]
    return [part for line in lines for part in line[1:]]
