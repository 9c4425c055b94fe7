"""Officials: who is named, in which places, and under which name they may be looked up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from archive.models import Article, Official, OfficialAlias, OfficialMention, Place
from archive.selectors.places import top
from archive.selectors.survey import Survey
from archive.selectors.tally import Tally, tally

PUBLISHED = Article.Status.PUBLISHED


@dataclass(frozen=True, slots=True)
class OfficialList:
    """Officials whom published articles name, the most named first; read by the slice.

    `ranks` are (number, articles).
    """

    ranks: Sequence[tuple[int, int]]
    ordered = True

    def count(self) -> int:
        return len(self.ranks)

    def __len__(self) -> int:
        return len(self.ranks)

    def __getitem__(self, cut: slice) -> list[Tally]:
        rows = self.ranks[cut]
        things = Official.objects.select_related("place").in_bulk([pk for pk, _ in rows])
        return tally(counts=rows, things=things)


def officials_ranked(
    *, survey: Survey, place: Place | None = None, name: str = "", below: bool = True
) -> OfficialList:
    """Those who serve in the place (with `below` in what lies under it, too) and are so called."""
    counts = {int(pk): n for pk, n in survey.within().counts("official")["official"].items()}
    if place or name:
        rows = Official.objects.all()
        if place:
            rows = rows.filter(_serves_in(place, below))
        if name:
            rows = rows.filter(_called(name))
        chosen = rows.order_by().values_list("pk", flat=True)
        counts = {pk: counts[pk] for pk in chosen if pk in counts}
    return OfficialList(sorted(counts.items(), key=lambda row: (-row[1], row[0])))


def _serves_in(place: Place, below: bool) -> Q:
    posts = OfficialMention.objects.filter(post__place=place).order_by().values("official")
    found = Q(place=place) | Q(pk__in=posts)
    return found | Q(place__parent=place) if below else found


def _called(name: str) -> Q:
    """A part of the name, the beginning of its pinyin, or of its initials: 兰祥, lilan, llx."""
    spelt = "".join(name.lower().replace("'", "").split())
    told = Q(name__icontains=name) | _merged(name__icontains=name)
    if not spelt.isascii():
        return told
    return told | Q(pinyin__startswith=spelt) | Q(pinyin__contains=f" {spelt}")


def _merged(**known: object) -> Q:
    """Those whom an official so called, or so numbered, was merged into."""
    return Q(pk__in=OfficialAlias.objects.filter(**known).values("official"))


def official_places() -> list[Place]:
    """Where officials serve who are named in published articles, for the filter."""
    named = OfficialMention.objects.filter(article__status=PUBLISHED).values("official__place")
    return list(Place.objects.filter(pk__in=named).order_by("code"))


def officials_by(*, counts: dict[str, int], limit: int) -> list[Tally]:
    """The officials whom articles name most, of articles by number."""
    rows = [(int(pk), count) for pk, count in top(counts, limit)]
    things = Official.objects.select_related("place").in_bulk([pk for pk, _ in rows])
    return tally(counts=rows, things=things)


def _named() -> QuerySet[Official]:
    """Officials whom a published article names."""
    said = OfficialMention.objects.filter(official=OuterRef("pk"), article__status=PUBLISHED)
    return Official.objects.filter(Exists(said)).select_related("place")


def official_get(*, pk: int) -> Official | None:
    """An official whom a published article names."""
    return _named().filter(pk=pk).first()


def official_find(*, name: str) -> list[Official]:
    """By name, or by the name of one who was merged into them; with `count` of articles."""
    count = Count("mentions", filter=Q(mentions__article__status=PUBLISHED))
    found = _named().filter(Q(name=name) | _merged(name=name)).annotate(count=count)
    return list(found.order_by("-count", "pk"))


def official_moved(*, pk: int) -> Official | None:
    """Whom the official of this former number was merged into, where that one is published."""
    return _named().filter(_merged(former_id=pk)).first()


def official_formerly(*, official: Official) -> list[OfficialAlias]:
    """Under what other name or place they were listed before a merge, each once."""
    rows = official.aliases.select_related("place").order_by(F("former_id").asc(nulls_first=True))
    here = official.name, official.place_id
    found = {(row.name, row.place_id): row for row in rows if (row.name, row.place_id) != here}
    return list(found.values())
