"""The article in which each place's first mention stands, with the very sentence."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from archive.models import Article
from archive.models.articles import headline
from search.highlight import Highlighter, marked
from search.snippets import Marks, window

_STOPS = "。！？!?；;\n"
_CLOSING = "”’」』》）)〉"
LONGEST = 110  # characters of a sentence that are shown
_READ = (
    "pk", "kicker", "title", "subtitle", "body", "page__number", "page__number_known",
    "page__issue__date", "page__issue__newspaper__name", "page__issue__newspaper__slug",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """`sentence` is safe HTML with the term in <mark>; `number` is None where no page is printed.

    `url` leads to the first hit in the article; `place` is the field in which it stands.
    """

    pk: int
    headline: str
    day: date
    newspaper: str
    slug: str
    number: int | None
    sentence: SafeString
    text: str
    place: str
    url: str


def first_mentions(numbers: Collection[int], typed: str, finder: Highlighter) -> dict[int, Mention]:
    """By number of the article; one query. One that was taken back a moment ago is left out."""
    rows = Article.objects.published().filter(pk__in=numbers).values_list(*_READ)
    query = urlencode({"q": typed})
    return {row[0]: _mention(row, query, finder) for row in rows}


def _mention(row: tuple, query: str, finder: Highlighter) -> Mention:
    pk, kicker, title, subtitle, body, number, known, day, newspaper, slug = row
    texts = {"kicker": kicker, "title": title, "subtitle": subtitle, "body": body}
    place, text, marks = sentence(texts, finder)
    address = reverse("article-detail", args=[pk])
    return Mention(
        pk=pk,
        headline=headline(title, body),
        day=day,
        newspaper=newspaper,
        slug=slug,
        number=number if known else None,
        sentence=mark_safe(marked(text, marks, 0, len(text))),  # noqa: S308 - escaped there
        text=text,
        place=place,
        url=f"{address}?{query}#hit-1" if marks else f"{address}?{query}",
    )


def sentence(texts: dict[str, str], finder: Highlighter) -> tuple[str, str, Marks]:
    """The field, the sentence and the marks of the earliest match, in the order of reading.

    Without any (a query of names or days alone) it is the headline, unmarked.
    """
    for name, text in texts.items():
        if first := finder.first(text, name):
            piece, shift = _around(text, first)
            marks = finder.marks(piece, name) or [(first[0] - shift, first[1] - shift)]
            return name, *_cut(piece, marks)
    return "title", headline(texts["title"], texts["body"]), []


def _around(text: str, place: tuple[int, int]) -> tuple[str, int]:
    """The sentence around a place, and where it begins in the text."""
    begin = max(text.rfind(stop, 0, place[0]) for stop in _STOPS) + 1
    ends = [at for stop in _STOPS if (at := text.find(stop, max(place[1] - 1, place[0]))) >= 0]
    end = max(min(ends, default=len(text)) + 1, place[1])
    begin += _closing(text, begin, place[0])
    end += _closing(text, end, len(text))
    piece = text[begin:end]
    bare = piece.strip()
    return bare, begin + piece.index(bare) if bare else begin


def _closing(text: str, at: int, before: int) -> int:
    """How many quotes and brackets close here: 。” ends a sentence, the next begins behind them."""
    end = at
    while end < before and text[end] in _CLOSING:
        end += 1
    return end - at


def _cut(piece: str, marks: Marks) -> tuple[str, Marks]:
    """A long sentence is cut around its first mark."""
    if len(piece) <= LONGEST:
        return piece, marks
    start, end = window(piece, marks, marks[0][0], LONGEST)
    before, after = "…" * (start > 0), "…" * (end < len(piece))
    kept = [
        (max(a, start) - start + len(before), min(b, end) - start + len(before))
        for a, b in marks
        if a < end and b > start
    ]
    return f"{before}{piece[start:end]}{after}", kept
