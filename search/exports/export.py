"""What every form of export is given, and the few things that several of them need."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from django.utils import timezone
from django.utils.translation import gettext as _

from archive import selectors
from archive.citing import Citation
from archive.models import Article
from search import mentions
from search.executor import BATCH
from search.found import FoundArticle, read
from search.request import SearchRequest
from search.results import Hit

FIELDS = ("body", "figures")  # what a table may have beside its usual columns
# What XML 1.0 cannot hold, the other controls, surrogates, and marks that turn a line's direction.
_UNFIT = re.compile("[^\t\n\r -~\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_TURNING = re.compile("[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Result:
    """All hits in order, and where they come from.

    `label` tells in words what was asked, `address` is the path that shows it; both are empty for
    a file of one article. `absolute` makes a full address of a path; `fields` are those of FIELDS
    that are wanted; `request` is the search, where the hits are those of one; `page` of `pages` is
    told by feeds only. `notes` are a reader's own on articles of a collection.
    """

    label: str
    address: str
    total: int
    hits: Iterable[Hit]
    absolute: Callable[[str], str]
    request: SearchRequest | None = None
    fields: frozenset[str] = frozenset()
    page: int = 1
    pages: int = 1
    day: date = field(default_factory=timezone.localdate)
    notes: Mapping[int, str] = field(default_factory=dict)

    @property
    def link(self) -> str:
        return self.absolute(self.address)


def hits_of(numbers: Iterable[int]) -> Iterator[Hit]:
    """The published ones of these articles, in their order, read in batches as a search's are."""
    waiting = iter(numbers)
    while batch := list(islice(waiting, BATCH)):
        articles = read(batch)
        yield from (Hit(articles[number], 0.0) for number in batch if number in articles)


def batches(hits: Iterable[Hit]) -> Iterator[list[Hit]]:
    """As many at once as one query may ask for."""
    waiting = iter(hits)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def fit(text: str) -> str:
    """Without characters that no text file should hold; line breaks and rare signs stay."""
    return _TURNING.sub("", _UNFIT.sub("", text))


def line(text: str) -> str:
    """The same on one line, blanks made one: 甲\\n乙 becomes 甲 乙."""
    return " ".join(fit(" ".join(text.split())).split())


def page_number(article: Article | FoundArticle) -> str:
    """Empty where the paper shows none: a number of ours must not be cited."""
    return str(article.page.number) if article.page.number_known else ""


def cited(hit: Hit, result: Result) -> Citation:
    """As the article's own page cites it: the same authors and title in every form."""
    address = result.absolute(hit.article.get_absolute_url())
    return selectors.citation(
        article=hit.article, address=address, accessed=result.day, archive=_("政策档案")
    )


def keywords(article: Article | FoundArticle) -> list[str]:
    """What it speaks of, each once: industries, cities, counties, officials."""
    places = [*mentions.cities(article), *mentions.counties(article)]
    return list(
        dict.fromkeys(
            [
                *(row.industry.name for row in article.industry_mentions.all()),
                *(place.name for place, _role in places),
                *(row.official.name for row in article.official_mentions.all()),
            ]
        )
    )


def headline(article: Article | FoundArticle) -> str:
    """Kicker, title and subtitle, as feeds give them: `引题：主题——副题`."""
    title = line(article.headline)
    if article.kicker:
        title = f"{line(article.kicker)}：{title}"
    return f"{title}——{line(article.subtitle)}" if article.subtitle else title
