"""What passes between the rooms: drafts of a page and its articles, and what they speak of.

Plain data, no Django. `ingest` makes drafts, `extract` adds mentions, the loader stores both.
Text offsets are characters, half-open, into the named field of the draft.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

KINDS = (
    "article",
    "interview",
    "signed_statement",
    "brief",
    "photo_caption",
    "continuation",
    "obituary",
)
FIELDS = ("kicker", "title", "subtitle", "body")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where in an article something is said: `draft.<field>[start:end]`."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Dateline:
    """电头: `本报济宁1月6日讯` gives place 济宁 and a day; the year comes from the issue."""

    place: str | None
    date: date | None


@dataclass(slots=True)
class CountyMention:
    """A county, or a functional zone (`kind == "zone"`), under the place it belongs to."""

    code: str
    name: str
    role: str
    evidence: list[Evidence] = field(default_factory=list)
    kind: str = "gb2260"


@dataclass(slots=True)
class PlaceMention:
    """A prefecture-level city, or a province spoken of as a whole."""

    code: str
    name: str
    role: str
    evidence: list[Evidence] = field(default_factory=list)
    counties: list[CountyMention] = field(default_factory=list)


@dataclass(slots=True)
class OfficialMention:
    """`post` has its city filled in, `post_text` is as printed; `place` is a GB/T 2260 code."""

    name: str
    post: str | None
    post_text: str | None
    role: str
    place: str | None = None
    evidence: list[Evidence] = field(default_factory=list)


@dataclass(slots=True)
class PersonMention:
    """Somebody named who is no official: a manager, a professor, a villager."""

    name: str
    post: str | None
    evidence: list[Evidence] = field(default_factory=list)


@dataclass(slots=True)
class IndustryMention:
    """`rule` says which keywords decided, for the editor."""

    slug: str
    name: str
    role: str
    rule: str = ""
    evidence: list[Evidence] = field(default_factory=list)


@dataclass(slots=True)
class FigureMention:
    """A quantity: `value` in `unit`, said of `indicator`; kind is `actual` or `target`."""

    text: str
    indicator: str
    value: float
    unit: str
    period: str | None
    kind: str
    evidence: list[Evidence] = field(default_factory=list)


@dataclass(slots=True)
class Mentions:
    """Everything one article speaks of."""

    places: list[PlaceMention] = field(default_factory=list)
    officials: list[OfficialMention] = field(default_factory=list)
    people: list[PersonMention] = field(default_factory=list)
    industries: list[IndustryMention] = field(default_factory=list)
    figures: list[FigureMention] = field(default_factory=list)


@dataclass(slots=True)
class ArticleDraft:
    """One article as found on a page; `lines` are 1-based inclusive source line ranges.

    `title_lines` are those of them that hold its kicker, title and subtitle; `url` is where a
    ready article was published.
    """

    kind: str = "article"
    column: str | None = None
    kicker: str | None = None
    title: str | None = None
    subtitle: str | None = None
    body: str = ""
    lines: list[tuple[int, int]] = field(default_factory=list)
    title_lines: list[tuple[int, int]] = field(default_factory=list)
    reporters: list[str] = field(default_factory=list)
    correspondents: list[str] = field(default_factory=list)
    compilers: list[str] = field(default_factory=list)
    photographers: list[str] = field(default_factory=list)
    dateline: Dateline | None = None
    continued_from: str | None = None
    url: str | None = None
    confidence: float = 1.0
    warnings: list[str] = field(default_factory=list)
    mentions: Mentions = field(default_factory=Mentions)

    @property
    def fields(self) -> dict[str, str]:
        """The four text fields by name, empty ones included."""
        return {name: getattr(self, name) or "" for name in FIELDS}


@dataclass(frozen=True, slots=True)
class Furniture:
    """Lines of the page that belong to no article (版面杂项), and why."""

    lines: tuple[int, int]
    why: str


@dataclass(slots=True)
class PageDraft:
    """A whole page: `date_source` is argument, folio, filename, dateline or None.

    `sheet` is its 1-based page in the file. `fault` says in a line of Chinese why the page could
    not be read; such a page has no articles, and the file's other pages stand.
    """

    file: str
    sheet: int = 1
    newspaper: str | None = None
    date: date | None = None
    date_source: str | None = None
    number: int | None = None
    section: str | None = None
    articles: list[ArticleDraft] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What the page tells the extractors: the paper's home place (GB/T 2260 code) and the day."""

    newspaper: str | None = None
    home: str | None = None
    date: date | None = None
