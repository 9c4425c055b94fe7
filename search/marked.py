"""A text of an article as safe HTML: hits, and on demand what it speaks of as links, one in another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from html import escape
from operator import attrgetter, itemgetter

from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from archive.models import Article
from archive.text.normalize import clean
from search.marking import KINDS, Piece, Pieces, Stretch, stretches
from search.snippets import Marks

MARKS, ALL = "marks", "mentions"
LABELS = {
    "place": gettext_lazy("地区"),
    "official": gettext_lazy("官员"),
    "person": gettext_lazy("人物"),
    "industry": gettext_lazy("行业"),
    "figure": pgettext_lazy("指标数据", "数据"),
}
MOST_NAMED = 40  # characters of a wrong value that the page repeats


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind to be marked: how many pieces it has, and the address that marks it or stops to."""

    kind: str
    label: str
    count: int
    chosen: bool
    address: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is marked; `all` and `none` are addresses, "" where that is so already.

    `with_figures` is the address at which figures are marked and may be gone to.
    """

    kinds: frozenset[str] = frozenset()
    choices: tuple[Choice, ...] = ()
    all: str = ""
    none: str = ""
    with_figures: str = ""
    problem: str = ""


def wanted_of(article: Article, parameters: QueryDict, pieces: Pieces) -> Wanted:
    """`?marks=place&marks=official`, `?marks=place,official`, and `?marks=mentions` for all."""
    names = [one for value in parameters.getlist(MARKS) for one in value.split(",") if one]
    unknown = [one for one in names if one not in (*KINDS, ALL)]
    counts = Counter(piece.kind for rows in pieces.values() for piece in rows)
    there = [kind for kind in KINDS if counts[kind]]
    kinds = frozenset(there if ALL in names else [kind for kind in there if kind in names])

    def at(chosen: frozenset[str]) -> str:
        return _address(article, parameters, [kind for kind in there if kind in chosen], there)

    return Wanted(
        kinds=kinds,
        choices=tuple(
            Choice(kind, str(LABELS[kind]), counts[kind], kind in kinds, at(kinds ^ {kind}))
            for kind in there
        ),
        all=at(frozenset(there)) if kinds != set(there) else "",
        none=at(frozenset()) if kinds else "",
        with_figures=at(kinds | {"figure"}) if counts["figure"] else "",
        problem=_told(unknown),
    )


def _address(article: Article, asked: QueryDict, kinds: list[str], there: list[str]) -> str:
    """This article's address with what it carries of a search, and these kinds marked."""
    if article.pk is None:
        return ""
    query = asked.copy()
    query.setlist(MARKS, [ALL] if kinds == there and len(there) > 1 else kinds)
    if not kinds:
        del query[MARKS]
    path, string = article.get_absolute_url(), query.urlencode()
    return f"{path}?{string}" if string else path


def _told(unknown: list[str]) -> str:
    """Which values were not understood, in a line."""
    if not unknown:
        return ""
    shown = "、".join(dict.fromkeys(unknown))[:MOST_NAMED]
    return _("文中没有“%(values)s”这一类可标。") % {"values": shown}


@dataclass(slots=True)
class Marked:
    """A whole text with its hits, numbered from `before` on, and the pieces that are wanted."""

    text: str
    hits: Marks
    pieces: list[Piece]
    wanted: Wanted
    before: int
    runs: list[Stretch] = field(default_factory=list)

    def __post_init__(self) -> None:
        # The place of a figure is a target for links from elsewhere, marked or not.
        shown = [one for one in self.pieces if one.kind in self.wanted.kinds or one.anchor]
        self.runs = stretches(shown, len(self.text)) if shown else []

    def html(self, start: int, end: int) -> SafeString:
        """`text[start:end]`; everything of the text is escaped."""
        if not self.runs:
            return mark_safe(self._hits(start, end))  # noqa: S308 - `numbered` has escaped it
        first = bisect_right(self.runs, start, key=attrgetter("end"))
        last = bisect_left(self.runs, end, key=attrgetter("start"))
        parts = [self._run(run, start, end) for run in self.runs[first:last]]
        return mark_safe("".join(parts))  # noqa: S308 - as above

    def _hits(self, start: int, end: int) -> str:
        return numbered(self.text, self.hits, start, end, self.before)

    def _run(self, run: Stretch, start: int, end: int) -> str:
        html = self._hits(max(run.start, start), min(run.end, end))
        shown = [piece for piece in run.pieces if piece.kind in self.wanted.kinds]
        anchors = [
            one.anchor for one in run.pieces if one.anchor and run.start <= one.start < run.end
        ]
        if shown:
            html = _link(html, shown, anchors.pop(0) if anchors else "")
        for anchor in anchors:
            html = f'<span class="figure-at" id="{escape(anchor)}">{html}</span>'
        return html


def _link(html: str, pieces: list[Piece], anchor: str) -> str:
    """To what the closest piece speaks of; the others are told by a line below, and by name."""
    closest, *others = pieces
    classes = ["m", f"m-{closest.kind}", *dict.fromkeys(f"also-{one.kind}" for one in others)]
    title = "\n".join(dict.fromkeys(map(_named, pieces)))
    name = f' id="{escape(anchor)}"' if anchor else ""
    return (
        f'<a class="{" ".join(classes)}" href="{escape(closest.address)}"'
        f' title="{_printed(title)}"{name}>{html}</a>'
    )


def _named(piece: Piece) -> str:
    """地区：泰安市"""
    return _("%(kind)s：%(name)s") % {"kind": LABELS[piece.kind], "name": piece.name}


def numbered(text: str, marks: Marks, start: int, end: int, before: int) -> str:
    """`text[start:end]` as it is printed, its hits inside `<mark id="hit-1">`, counted from `before` on.

    The part of a hit that began further up has no number of its own.
    """
    parts = []
    at = start
    begin = bisect_right(marks, start, key=itemgetter(1))
    stop = bisect_left(marks, end, key=itemgetter(0))
    for number, (left, right) in enumerate(marks[begin:stop], before + begin + 1):
        first, last = max(left, start), min(right, end)
        name = f' id="hit-{number}"' if first == left else ""
        parts.append(f"{_printed(text[at:first])}<mark{name}>{_printed(text[first:last])}</mark>")
        at = last
    return "".join([*parts, _printed(text[at:end])])


def _printed(text: str) -> str:
    """Escaped, and without what is not seen: a mark that turns the direction would turn the page's."""
    return escape(clean(text))
