"""Officials listed apart who may be one person: same name, and a reason to think so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from django.db.models import Count, Max, Min, QuerySet

from archive.models import Official, OfficialMention, Place

SEEN = "article__page__issue__date"


@dataclass(slots=True)
class Record:
    """An official with what the archive holds of them, drafts included."""

    official: Official
    posts: dict[str, int] = field(default_factory=dict)  # as resolved, else as printed: articles
    months: set[str] = field(default_factory=set)
    count: int = 0
    first: date | None = None
    last: date | None = None

    @property
    def post_list(self) -> list[str]:
        """The posts, most printed first."""
        return sorted(self.posts, key=lambda post: -self.posts[post])


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two records, why they may be one person, and how much that weighs."""

    first: Record
    second: Record
    reasons: list[str]
    weight: int


def records_of(officials: QuerySet[Official]) -> list[Record]:
    """Each with posts, months, number of articles, first and last day: two queries, most named
    first."""
    rows = officials.order_by("name", "pk").select_related("place__parent__parent")
    found = {official.pk: Record(official) for official in rows}
    printed = (
        OfficialMention.objects.filter(official__in=officials.order_by().values("pk"))
        .order_by()
        .values_list("official", "post__title", "post_text", f"{SEEN}__year", f"{SEEN}__month")
        .annotate(count=Count("pk"), first=Min(SEEN), last=Max(SEEN))
    )
    for pk, title, text, year, month, count, first, last in printed:
        record = found[pk]
        record.count += count
        record.months.add(f"{year}-{month:02}")
        record.first = min(record.first or first, first)
        record.last = max(record.last or last, last)
        if post := title or text:
            record.posts[post] = record.posts.get(post, 0) + count
    return sorted(found.values(), key=lambda record: -record.count)


def likely_same() -> list[Likeness]:
    """Pairs of one name with a reason to be one person, the weightiest first.

    Two of one place are told apart by an editor's `distinction`, so they are never brought up.
    """
    names = Official.objects.order_by().values("name").annotate(bearers=Count("pk"))
    shared = Official.objects.filter(name__in=names.filter(bearers__gt=1).values("name"))
    bearers: dict[str, list[Record]] = defaultdict(list)
    for record in records_of(shared):
        bearers[record.official.name].append(record)
    pairs = [likeness for records in bearers.values() for likeness in _likenesses(records)]
    return sorted(pairs, key=lambda pair: (-pair.weight, pair.first.official.name))


def _likenesses(records: Iterable[Record]) -> Iterator[Likeness]:
    for first, second in combinations(records, 2):
        if first.official.place_id == second.official.place_id:
            continue
        reasons = [*_same_posts(first, second), *_near(first, second), *_same_months(first, second)]
        if reasons:
            weight = sum(weight for weight, _ in reasons)
            yield Likeness(first, second, [reason for _, reason in reasons], weight)


def _same_posts(first: Record, second: Record) -> Iterator[tuple[int, str]]:
    if same := [post for post in first.post_list if post in second.posts]:
        yield 4, f"职务相同：{'、'.join(same[:3])}"


def _near(first: Record, second: Record) -> Iterator[tuple[int, str]]:
    here, there = first.official.place, second.official.place
    if here is None or there is None:
        yield 1, "一人任职地不详"
    elif _province(here) == _province(there):
        province = _province(here)
        wider = province in (here, there)
        yield (3, f"任职地一在{here}，一在{there}") if wider else (2, f"同在{province}")


def _province(place: Place) -> Place:
    while place.parent is not None:
        place = place.parent
    return place


def _same_months(first: Record, second: Record) -> Iterator[tuple[int, str]]:
    if same := sorted(first.months & second.months):
        yield (
            1,
            f"同月见报：{'、'.join(same[:3])}{f' 等 {len(same)} 个月' if len(same) > 3 else ''}",
        )
