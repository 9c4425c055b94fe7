"""Posts of officials as printed: which one last, and each over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.urls import reverse

from archive.models import Article, Official, OfficialMention
from archive.selectors.survey import Survey

PUBLISHED = Article.Status.PUBLISHED


@dataclass(frozen=True, slots=True)
class PostSpan:
    """A post of an official, and the first and last day on which it was printed."""

    title: str
    first: date
    last: date
    count: int


@dataclass(frozen=True, slots=True)
class Sight:
    """An article that prints a post."""

    article: int
    day: date
    newspaper: str

    def get_absolute_url(self) -> str:
        return reverse("article-detail", args=[self.article])


@dataclass(slots=True)
class Sighting:
    """A post over time, with the articles that print it, oldest first.

    `printed` are the wordings of the papers where they differ from the title: 市委书记.
    """

    title: str
    resolved: bool = False  # its place is known
    sights: list[Sight] = field(default_factory=list)
    printed: dict[str, None] = field(default_factory=dict)

    @property
    def first(self) -> Sight:
        return self.sights[0]

    @property
    def last(self) -> Sight:
        return self.sights[-1]


def posts_of(*, survey: Survey, officials: Collection[Official]) -> dict[int, PostSpan]:
    """The post of each official that was printed last, by primary key.

    Where two were printed on the last day, the resolved one stands for both.
    """
    if not officials:
        return {}
    newest = survey.within(official=[str(one.pk) for one in officials]).newest()
    seen = _sightings(officials, {number: at for at, number in enumerate(newest)})
    ends = {at for posts in seen.values() for ranks in posts.values() for at in _ends(ranks)}
    days = _days(newest[at] for at in ends)
    found = {}
    for pk, posts in seen.items():
        spans = {post: [days[newest[at]] for at in _ends(ranks)] for post, ranks in posts.items()}
        post = max(posts, key=lambda one: (spans[one][1], one.resolved, -min(posts[one])))
        found[pk] = PostSpan(post.title, *spans[post], len(posts[post]))
    return found


class _Post(NamedTuple):
    title: str
    resolved: bool


def _sightings(
    officials: Collection[Official], rank: dict[int, int]
) -> dict[int, dict[_Post, list[int]]]:
    """By official and post, the ranks of the articles that print it, 0 the newest."""
    drafts = Article.objects.filter(status=Article.Status.DRAFT)
    rows = (
        OfficialMention.objects.filter(official__in=list(officials))
        .exclude(post=None, post_text="")
        .exclude(article__in=drafts.values("pk"))
        .order_by()
        .values_list("official", "post__title", "post_text", "article")
    )
    seen: defaultdict[int, dict[_Post, list[int]]] = defaultdict(dict)
    for pk, title, text, article in rows:
        if article in rank:
            seen[pk].setdefault(_Post(title or text, bool(title)), []).append(rank[article])
    return seen


def _ends(ranks: list[int]) -> tuple[int, int]:
    """The oldest and the newest."""
    return max(ranks), min(ranks)


def _days(articles: Iterable[int]) -> dict[int, date]:
    """When each article was printed."""
    found = Article.objects.filter(pk__in=set(articles)).order_by()
    return dict(found.values_list("pk", "page__issue__date"))


def official_timeline(*, official: Official) -> list[Sighting]:
    """The official's posts, the one printed last on top; where none is printed the title is ''."""
    day = "article__page__issue__date"
    rows = (
        OfficialMention.objects.filter(official=official, article__status=PUBLISHED)
        .order_by(day, "article_id")
        .values_list(
            "post__title", "post_text", "article_id", day, "article__page__issue__newspaper__name"
        )
    )
    spans: dict[str, Sighting] = {}
    for title, text, *sight in rows:
        name = title or text
        span = spans.setdefault(name, Sighting(name))
        span.resolved |= bool(title)
        span.sights.append(Sight(*sight))
        if text and text != name:
            span.printed[text] = None
    last = sorted(spans.values(), key=lambda one: (one.last.day, one.resolved), reverse=True)
    return sorted(last, key=lambda one: not one.title)
