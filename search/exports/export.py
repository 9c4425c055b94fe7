"""What every form of export is given, and the few things that several of them need."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from archive.models import Article
from search import mentions
from search.found import FoundArticle
from search.request import SearchRequest
from search.results import Hit


@dataclass(frozen=True, slots=True)
class Result:
    """All hits in order; `absolute` makes a full address of a path."""

    request: SearchRequest
    total: int
    hits: Iterator[Hit]
    absolute: Callable[[str], str]


def line(text: str) -> str:
    """On one line, without characters that no text file should hold."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def page_number(article: Article) -> str:
    """Empty where the paper shows none: a number of ours must not be cited."""
    return str(article.page.number) if article.page.number_known else ""


def keywords(article: Article | FoundArticle) -> list[str]:
    """What it speaks of, each once: industries, cities, counties, officials."""
    places = [*mentions.cities(article), *mentions.counties(article)]
    return list(
        dict.fromkeys(
            [
                *(row.industry.name for row in article.industry_mentions.all()),
                *(place.name for place, _ in places),
                *(row.official.name for row in article.official_mentions.all()),
            ]
        )
    )


def headline(article: Article) -> str:
    """Kicker, title and subtitle as a bibliography gives them: `引题：主题——副题`."""
    title = line(article.headline)
    if article.kicker:
        title = f"{line(article.kicker)}：{title}"
    return f"{title}——{line(article.subtitle)}" if article.subtitle else title
