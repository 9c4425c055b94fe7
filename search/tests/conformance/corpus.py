"""The archive that the questions are asked of: rows of a database, drawn with a fixed seed."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import TypeVar

from django.core.files.base import ContentFile
from django.core.management import call_command

from archive.gazetteer.pinyin import name_pinyin
from archive.models import (
    Article,
    Import,
    Industry,
    IndustryMention,
    Issue,
    Newspaper,
    Official,
    OfficialAlias,
    OfficialMention,
    Page,
    Place,
    PlaceMention,
)
from search.engine import Document
from search.tests.conformance.texts import BYLINES, TRAPS
from search.tests.real_sentences import articles

ARTICLES = 3200
DRAFTS = 60  # of them, that no search finds
SEED = 7
PROVINCES = ("370000", "320000", "510000", "120000")
OFFICIALS = 400
NEWSPAPERS = 12
A_PAGE = 5
_SURNAMES, _GIVEN = (
    "王李张刘陈杨黄赵周吴徐孙",
    ("伟", "强", "建国", "丽华", "兰祥", "志远", "明", "海涛"),
)
# An archive has newspapers of before 1970 too, where the days that computers count are negative.
Thing = TypeVar("Thing")
ROLES, SPEAKING = ("subject", "mentioned"), ("speaker", "mentioned")
_OLD = (date(1958, 8, 1), date(1969, 12, 31), date(1970, 1, 1))


@dataclass(frozen=True, slots=True)
class Known:
    """What articles may speak of."""

    cities: list[Place]
    counties: list[Place]
    officials: list[Official]
    industries: list[Industry]
    newspapers: list[Newspaper]


def fill(count: int = ARTICLES) -> None:
    """Reference data and `count` articles into an empty, migrated database."""
    call_command("load_reference", verbosity=0)
    draw = random.Random(SEED)
    known = _known(draw)
    texts = _texts(count, draw)
    made = list(_articles(texts, _pages(texts, known, draw), draw))
    Article.objects.bulk_create(made, batch_size=500)
    for model, mentions in (
        (PlaceMention, _place_mentions),
        (OfficialMention, _official_mentions),
        (IndustryMention, _industry_mentions),
    ):
        rows = [row for article in made for row in mentions(article, known, draw)]
        model._default_manager.bulk_create(rows, batch_size=2000)


def _known(draw: random.Random) -> Known:
    places = Place.objects.filter(parent__code__in=PROVINCES).order_by("code")
    cities = [one for one in places if one.level == Place.Level.PREFECTURE]
    cities += Place.objects.filter(code__in=PROVINCES)
    near = Place.objects.filter(level=Place.Level.COUNTY, parent__in=cities).order_by("code")
    return Known(
        cities,
        draw.sample(list(near), 150),
        _officials(cities),
        list(Industry.objects.all()),
        list(Newspaper.objects.order_by("slug")[:NEWSPAPERS]),
    )


def _officials(cities: list[Place]) -> list[Official]:
    """Namesakes in different cities among them, and one who was called otherwise."""
    names = [a + b for a, b in product(_SURNAMES, _GIVEN)]
    made = [
        Official(
            name=(name := names[at % len(names)]),
            pinyin=name_pinyin(name),
            place=cities[at % len(cities)],
            distinction=str(at),
        )
        for at in range(OFFICIALS)
    ]
    made = Official.objects.bulk_create(made)
    OfficialAlias.objects.create(official=made[0], name="王韦", former_id=1)
    return made


def _texts(count: int, draw: random.Random) -> list[Document]:
    """Articles of real sentences, traps in a third of them; some without title or body."""
    made = articles(count, seed=SEED)
    for at, one in enumerate(made):
        if draw.random() < 0.35:
            traps = draw.sample(TRAPS, draw.randint(1, 3))
            one.texts["body"] = "\n".join([*traps, one.texts["body"]])
        if draw.random() < 0.05:
            one.texts["title"] = draw.choice(TRAPS)[:200].replace("\n", " ")
        if at % 97 == 0:
            one.texts[draw.choice(["title", "body"])] = ""
        if at % 50 == 1:  # the same text again: equal scores, and reprints
            one.texts.update(made[at - 1].texts if made[at - 1].texts["body"] else {})
    return made


def _pages(texts: list[Document], known: Known, draw: random.Random) -> Iterator[tuple[Page, int]]:
    """A page and the place on it for each text: of few papers on many days, and a crowded one."""
    source = _source()
    issues: dict[tuple[int, date], Issue] = {}
    where: dict[tuple[int, date], list[int]] = {}
    for at, one in enumerate(texts):
        key = (known.newspapers[_skewed(NEWSPAPERS, draw)].pk, _day(one.date, at))
        where.setdefault(key, []).append(at)
    issues = {
        key: Issue(newspaper_id=key[0], date=key[1], date_source=Issue.DateSource.ARGUMENT)
        for key in where
    }
    Issue.objects.bulk_create(issues.values(), batch_size=500)
    pages: dict[int, tuple[Page, int]] = {}
    for key, rows in where.items():
        for place, at in enumerate(rows):
            if place % A_PAGE == 0:
                page = _page(issues[key], place // A_PAGE + 1, source)
            pages[at] = (page, place % A_PAGE + 1)
    Page.objects.bulk_create({id(one): one for one, _ in pages.values()}.values(), batch_size=500)
    return (pages[at] for at in range(len(texts)))


def _day(day: date, at: int) -> date:
    if at % 400 == 7:
        return _OLD[at // 400 % len(_OLD)]
    return date(2024, 3, 15) if at % 20 == 3 else day - timedelta(days=day.toordinal() % 3)


def _source() -> Import:
    """The one file that all pages are said to come from; `check_archive` reads it."""
    content = b"conformance\n"
    digest = hashlib.sha256(content).hexdigest()
    row = Import(sha256=digest, filename="conformance.txt", size=len(content), status="done")
    row.file.save("conformance.txt", ContentFile(content))
    return row


def _page(issue: Issue, number: int, source: Import) -> Page:
    key = hashlib.sha256(f"{issue.newspaper_id} {issue.date} {number}".encode()).hexdigest()
    return Page(issue=issue, number=number, sha256=key, source=source)


def _articles(
    texts: list[Document], pages: Iterator[tuple[Page, int]], draw: random.Random
) -> Iterator[Article]:
    for at, (one, (page, order)) in enumerate(zip(texts, pages, strict=True)):
        yield Article(
            page=page,
            order=order,
            status="draft" if at % (ARTICLES // DRAFTS) == 11 else "published",
            reporters=draw.sample(BYLINES, draw.randint(0, 2)),
            photographers=draw.sample(BYLINES, 1) if at % 9 == 0 else [],
            **{name: text for name, text in one.texts.items() if name != "byline"},
        )


def _place_mentions(article: Article, known: Known, draw: random.Random) -> Iterator[PlaceMention]:
    """Some speak of none; a few places are spoken of all the time."""
    places = _some(known.cities, 3, draw) + _some(known.counties, 2, draw)
    for one in dict.fromkeys(places):
        yield PlaceMention(article=article, place=one, role=draw.choice(ROLES))


def _official_mentions(
    article: Article, known: Known, draw: random.Random
) -> Iterator[OfficialMention]:
    for one in dict.fromkeys(_some(known.officials, 3, draw)):
        yield OfficialMention(article=article, official=one, role=draw.choice(SPEAKING))


def _industry_mentions(
    article: Article, known: Known, draw: random.Random
) -> Iterator[IndustryMention]:
    for one in dict.fromkeys(_some(known.industries, 2, draw)):
        yield IndustryMention(article=article, industry=one, role=draw.choice(ROLES))


def _some(known: list[Thing], most: int, draw: random.Random) -> list[Thing]:
    return [known[_skewed(len(known), draw)] for _ in range(draw.randint(0, most))]


def _skewed(count: int, draw: random.Random) -> int:
    """Often a low number, now and then any."""
    if draw.random() < 0.2:
        return draw.randrange(count)
    return min(int(draw.paretovariate(0.6)) - 1, count - 1)
