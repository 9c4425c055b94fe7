"""Which official and which post a mention means: found in the database, else made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from archive.gazetteer.pinyin import name_pinyin
from archive.ingest.fitting import fit
from archive.models import Official, OfficialAlias, OfficialMention, Place, Post
from archive.records import OfficialMention as Mention


def city_of(place: Place | None) -> Place | None:
    """The prefecture or province that a place belongs to: 泗水县 gives 济宁市, 东城区 北京市."""
    while place is not None and place.level == Place.Level.COUNTY and place.parent is not None:
        place = place.parent
    return place


def listed_as(official: Official) -> dict[str, Any]:
    """What tells an official from all others, as columns of the database."""
    return {name: getattr(official, name) for name in ("name", "place_id", "distinction")}


def remember(official: Official, before: dict[str, Any]) -> None:
    """Where an editor has listed the official otherwise, pages that say it as before still find them."""
    now = listed_as(official)
    if before == now:
        return
    OfficialAlias.objects.filter(official=official, former_id=None, **now).delete()
    OfficialAlias.objects.get_or_create(official=official, **before)


@dataclass(slots=True)
class Namesake:
    """One who may be meant by a name in a place: listed so, or listed so before an editor's word."""

    official: Official
    place_id: int | None
    distinction: str
    titles: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    met: bool = False

    def farness(self, mention: Mention) -> tuple[bool, ...]:
        """Least for whom the mention means: who held the post, else who needs no telling apart.

        A bare name means whom the page has named with his post.
        """
        if not mention.post:
            return not self.met, bool(self.distinction)
        other_title, other_text = (
            mention.post not in self.titles,
            mention.post_text not in self.texts,
        )
        return other_title, other_text, bool(self.distinction)


class Roster:
    """The officials and posts one page speaks of; `home` is the newspaper's own place.

    Ask for mentions with a post before those without: a bare name in a list then finds the
    official whom another article of the page names with his post.
    """

    def __init__(self, names: Iterable[str], home: Place | None) -> None:
        self.home = city_of(home)
        self.known: dict[str, list[Namesake]] = defaultdict(list)
        self.posts: dict[tuple[str, int | None], Post] = {}
        names = set(names)
        for row in Official.objects.filter(name__in=names).order_by("distinction", "id"):
            self.known[row.name].append(Namesake(row, row.place_id, row.distinction))
        merged = OfficialAlias.objects.filter(name__in=names).select_related("official")
        for alias in merged.order_by("distinction", "id"):
            one = Namesake(alias.official, alias.place_id, alias.distinction)
            self.known[alias.name].append(one)
        self._learn_posts()

    def official(self, mention: Mention, place: Place | None) -> Official:
        """The official meant; namesakes are told apart by the city or province they serve in,
        those of one city by the posts they have been printed with."""
        name = fit(Official, "name", mention.name)
        city = city_of(place)
        found = self._serving(name, city, mention)
        if found is None and not mention.post:
            found = self._nearby(name, city, mention)
            city = city or self.home
        return found or self._make(name, city)

    def post(self, mention: Mention, place: Place | None) -> Post | None:
        """The post as resolved, in its place; None where none was printed."""
        title = fit(Post, "title", mention.post)
        if not title:
            return None
        key = (title, place.pk if place else None)
        if key not in self.posts:
            self.posts[key] = Post.objects.get_or_create(title=title, place=place)[0]
        return self.posts[key]

    def _learn_posts(self) -> None:
        """What posts they were printed with, asked only of those whom a place does not tell apart."""
        unclear: dict[int, list[Namesake]] = defaultdict(list)
        for rows in self.known.values():
            for one in rows:
                others = {row.official.pk for row in rows if row.place_id == one.place_id}
                if len(others) > 1:
                    unclear[one.official.pk].append(one)
        if not unclear:
            return
        held = OfficialMention.objects.filter(official__in=unclear).order_by()
        for pk, title, text in held.values_list("official", "post__title", "post_text").distinct():
            for one in unclear[pk]:
                one.titles |= {title} - {None, ""}
                one.texts |= {text} - {""}

    def _serving(self, name: str, city: Place | None, mention: Mention) -> Official | None:
        pk = city.pk if city else None
        rows = [row for row in self.known[name] if row.place_id == pk]
        nearest = min(rows, key=lambda row: row.farness(mention), default=None)
        if nearest is None:
            return None
        nearest.met = nearest.met or bool(mention.post)
        return nearest.official

    def _nearby(self, name: str, city: Place | None, mention: Mention) -> Official | None:
        """A bare name: 参加活动的有张三、李四 means those of the city at hand, or of its province."""
        near = city or self.home
        if near is None:
            return None
        return self._serving(name, near, mention) or (
            self._serving(name, near.parent, mention) if near.parent_id else None
        )

    def _make(self, name: str, city: Place | None) -> Official:
        official = Official.objects.create(
            name=name,
            place=city,
            pinyin=fit(Official, "pinyin", name_pinyin(name)),
        )
        self.known[name].append(Namesake(official, official.place_id, ""))
        return official
