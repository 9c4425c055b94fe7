"""Officials: who is named, in which posts, when and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, Q, QuerySet

from archive.models import Article, Official, OfficialAlias, OfficialMention, Place, PlaceMention
from archive.selectors.places import is_city
from archive.selectors.tally import Tally, tally

PUBLISHED = Article.Status.PUBLISHED
SEEN = "article__page__issue__date"


@dataclass(frozen=True, slots=True)
class PostSpan:
    """A post of an official, and the first and last day on which it was printed."""

    title: str
    first: date
    last: date
    count: int


@dataclass(slots=True)
class Sighting:
    """A post over time, with the mentions that print it, oldest first."""

    title: str
    mentions: list[OfficialMention]

    @property
    def first(self) -> OfficialMention:
        return self.mentions[0]

    @property
    def last(self) -> OfficialMention:
        return self.mentions[-1]

    @property
    def printed(self) -> list[str]:
        """The wordings of the papers where they differ from the title: 市委书记."""
        texts = dict.fromkeys(mention.post_text for mention in self.mentions)
        return [text for text in texts if text and text != self.title]


def official_rows(*, place: Place | None = None, name: str = "") -> QuerySet[Official]:
    """Officials whom a published article names, with `count`, most named first."""
    rows = Official.objects.all()
    if place:
        rows = rows.filter(Q(place=place) | Q(place__parent=place) | _holds_post_in(place))
    if name:
        told = Q(name__contains=name) | Q(pinyin__startswith=name.lower())
        rows = rows.filter(told | _merged(name__contains=name))
    published = Q(mentions__article__status=PUBLISHED)
    return (
        rows.annotate(count=Count("mentions", filter=published))
        .filter(count__gt=0)
        .select_related("place")
        .order_by("-count", "name", "pk")
    )


def _holds_post_in(place: Place) -> Q:
    return Q(pk__in=OfficialMention.objects.filter(post__place=place).values("official"))


def _merged(**known: object) -> Q:
    """Those whom an official so called, or so numbered, was merged into."""
    return Q(pk__in=OfficialAlias.objects.filter(**known).values("official"))


def official_places() -> list[Place]:
    """Where officials serve who are named in published articles, for the filter."""
    named = OfficialMention.objects.filter(article__status=PUBLISHED).values("official__place")
    return list(Place.objects.filter(pk__in=named).order_by("code"))


def official_get(*, pk: int) -> Official | None:
    """An official whom a published article names."""
    return official_rows().filter(pk=pk).first()


def official_find(*, name: str) -> list[Official]:
    """By name, or by the name of one who was merged into them."""
    return list(official_rows().filter(Q(name=name) | _merged(name=name)))


def official_moved(*, pk: int) -> Official | None:
    """Whom the official of this former number was merged into, where that one is published."""
    return official_rows().filter(_merged(former_id=pk)).first()


def official_formerly(*, official: Official) -> list[OfficialAlias]:
    """Under what other name or place they were listed before a merge, each once."""
    rows = official.aliases.select_related("place").order_by("former_id")
    here = official.name, official.place_id
    found = {(row.name, row.place_id): row for row in rows if (row.name, row.place_id) != here}
    return list(found.values())


def posts_of(*, officials: Iterable[Official]) -> dict[int, PostSpan]:
    """The post of each official that was printed last, by primary key."""
    rows = (
        OfficialMention.objects.filter(official__in=list(officials), article__status=PUBLISHED)
        .exclude(post=None, post_text="")
        .order_by()
        .values_list("official", "post__title", "post_text")
        .annotate(first=Min(SEEN), last=Max(SEEN), count=Count("pk"))
    )
    # Where two were printed on the last day, the resolved one stands for both.
    ordered = sorted(rows, key=lambda row: (row[4], bool(row[1])))
    return {
        pk: PostSpan(title or text, first, last, count)
        for pk, title, text, first, last, count in ordered
    }


def officials_of(*, place: Place, limit: int) -> list[tuple[Official, PostSpan | None]]:
    """Who serves in the place, with the post printed last."""
    officials = list(official_rows(place=place)[:limit])
    posts = posts_of(officials=officials)
    return [(official, posts.get(official.pk)) for official in officials]


def official_timeline(*, official: Official) -> list[Sighting]:
    """The official's posts, the one printed last on top; where none is printed the title is ''."""
    mentions = (
        OfficialMention.objects.filter(official=official, article__status=PUBLISHED)
        .select_related("post", "article__page__issue__newspaper")
        .defer("article__body", "article__page__text", "evidence")
        .order_by(SEEN, "article__page__number", "article__order")
    )
    spans: dict[str, Sighting] = {}
    for mention in mentions:
        title = mention.post.title if mention.post else mention.post_text
        spans.setdefault(title, Sighting(title, [])).mentions.append(mention)
    return sorted(
        spans.values(), key=lambda span: (bool(span.title), _seen(span.last)), reverse=True
    )


def _seen(mention: OfficialMention) -> date:
    return mention.article.page.issue.date


def official_articles(*, official: Official) -> QuerySet[Article]:
    """Published articles that name the official."""
    return Article.objects.published().filter(official_mentions__official=official)


def cities_with(*, articles: QuerySet[Article], limit: int) -> list[Tally]:
    """The cities that these articles speak of."""
    rows = (
        PlaceMention.objects.filter(article__in=articles.order_by().values("pk"))
        .filter(place__in=Place.objects.filter(is_city()).order_by().values("pk"))
        .order_by()
        .values_list("place")
        .annotate(count=Count("article"))
    )
    counts = dict(rows)
    return tally(counts=sorted(counts.items()), things=Place.objects.in_bulk(list(counts)))[:limit]
