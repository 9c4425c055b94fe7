"""Which official and which post a mention means: found in the database, else made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from archive.gazetteer.pinyin import name_pinyin
from archive.ingest.fitting import fit
from archive.models import Official, Place, Post
from archive.records import OfficialMention


def city_of(place: Place | None) -> Place | None:
    """The prefecture or province that a place belongs to: 泗水县 gives 济宁市, 东城区 北京市."""
    while place is not None and place.level == Place.Level.COUNTY and place.parent is not None:
        place = place.parent
    return place


class Roster:
    """The officials and posts one page speaks of; `home` is the newspaper's own place.

    Ask for mentions with a post before those without: a bare name in a list then finds the
    official whom another article of the page names with his post.
    """

    def __init__(self, names: Iterable[str], home: Place | None) -> None:
        self.home = city_of(home)
        self.known: dict[str, list[Official]] = defaultdict(list)
        for official in Official.objects.filter(name__in=set(names)).order_by("distinction", "id"):
            self.known[official.name].append(official)
        self.posts: dict[tuple[str, int | None], Post] = {}

    def official(self, mention: OfficialMention, place: Place | None) -> Official:
        """The official meant; namesakes are told apart by the city or province they serve in."""
        name = fit(Official, "name", mention.name)
        city = city_of(place)
        found = self._serving(name, city)
        if found is None and not mention.post:
            found = self._nearby(name, city)
            city = city or self.home
        return found or self._make(name, city)

    def post(self, mention: OfficialMention, place: Place | None) -> Post | None:
        """The post as resolved, in its place; None where none was printed."""
        title = fit(Post, "title", mention.post)
        if not title:
            return None
        key = (title, place.pk if place else None)
        if key not in self.posts:
            self.posts[key] = Post.objects.get_or_create(title=title, place=place)[0]
        return self.posts[key]

    def _serving(self, name: str, city: Place | None) -> Official | None:
        pk = city.pk if city else None
        return next((row for row in self.known[name] if row.place_id == pk), None)

    def _nearby(self, name: str, city: Place | None) -> Official | None:
        """A bare name: 参加活动的有张三、李四 means those of the city at hand, or of its province."""
        near = city or self.home
        if near is None:
            return None
        return self._serving(name, near) or (
            self._serving(name, near.parent) if near.parent_id else None
        )

    def _make(self, name: str, city: Place | None) -> Official:
        official = Official.objects.create(
            name=name,
            place=city,
            pinyin=fit(Official, "pinyin", name_pinyin(name)),
        )
        self.known[name].append(official)
        return official
