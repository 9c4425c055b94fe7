"""What a post in a text is made of: parts, the post itself, and several joined into a phrase."""

from __future__ import annotations

from dataclasses import dataclass

from archive.gazetteer.posts import BYLINE, GROUP, OFFICIAL, PERSON, posts

PLACE, LEVEL, ORGAN, STATE, TITLE, LOOSE = "place", "level", "organ", "state", "title", "loose"
VAGUE = "vague"
PAST = frozenset(("原", "前"))
LEVEL_TITLES = "省市县区州盟旗镇乡"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a post: its kind, and its text as printed."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Element:
    """One post at `start:end`; `kind` is official, group, honour, person, byline or vague (院长 alone)."""

    start: int
    end: int
    parts: tuple[Part, ...]
    kind: str

    @property
    def title(self) -> str:
        return self.parts[-1].text

    def texts(self, kind: str) -> list[str]:
        return [part.text for part in self.parts if part.kind == kind]

    @property
    def level(self) -> str | None:
        """The level printed without a name: 市 in 市财政局局长 and in 副市长."""
        printed = self.texts(LEVEL)
        if printed or self.texts(PLACE):
            return printed[-1] if printed else None
        bare = posts().bare(self.title)
        return bare[0] if len(bare) == 2 and bare[1] == "长" and bare[0] in LEVEL_TITLES else None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Joined posts of one person."""

    elements: tuple[Element, ...]

    @property
    def start(self) -> int:
        return self.elements[0].start

    @property
    def end(self) -> int:
        return self.elements[-1].end

    @property
    def kind(self) -> str:
        """official as soon as one of the posts is; an honour or a vague title alone makes a person."""
        kinds = [element.kind for element in self.elements]
        for kind in (BYLINE, OFFICIAL, GROUP):
            if kind in kinds:
                return kind
        return PERSON

    @property
    def opening_state(self) -> str:
        """时任 or 现任 in front, which is no part of the post; 原 is."""
        part = self.elements[0].parts[0]
        return part.text if part.kind == STATE and part.text not in PAST else ""

    def printed(self, text: str) -> str:
        """The phrase as printed, without 时任 or 现任 in front."""
        skipped = len(self.opening_state)
        return text[self.start + skipped : self.end].replace(" ", "")
