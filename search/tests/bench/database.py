"""Fills the archive's database with N generated articles, and cuts their words; run inside the site.

`python -m search.tests.bench.site search.tests.bench.database N`
"""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import models, transaction
from django.db.models.functions import Concat

from archive.gazetteer.pinyin import name_pinyin
from archive.ingest.figure_facts import describe
from archive.ingest.pipeline import VERSION as READ_WITH
from archive.models import (
    Article,
    Figure,
    Import,
    Industry,
    IndustryMention,
    Issue,
    Newspaper,
    Official,
    OfficialMention,
    Page,
    Place,
    PlaceMention,
)
from search import roster
from search.tests.bench import words
from search.tests.bench.corpus import VERSION, Corpus, Row, corpus

BATCH = 500  # rows of one INSERT
PART = 5_000  # articles of one transaction
ON_A_PAGE = 5
HOW_MANY, CUT = (0, 2, 4, 6, 8), 8  # figures of an article; characters of one
INDICATORS = (
    "地区生产总值", "规模以上工业增加值", "固定资产投资", "一般公共预算收入", "社会消费品零售总额",
    "进出口总额", "新签约项目", "储能装机容量", "粮食总产量", "城镇新增就业", "旅游收入",
)  # fmt: skip
UNITS = ("亿元", "%", "个", "万千瓦", "万吨", "人", "公里", "家", "万元")
PERIODS = (
    "2023年",
    "2024年",
    "今年",
    "去年",
    "上半年",
    "一季度",
    "2024年1—6月",
    "",
    "",
    "到2025年",
)
FILLED = "bench-filled"  # a file in ARCHIVE_DATA, written last
Made = TypeVar("Made", bound=models.Model)


def main(articles: int) -> None:
    """What is filled already only gets the migrations that came since."""
    mark = settings.ARCHIVE_DATA / FILLED
    wanted = f"corpus {VERSION}, {articles} articles with figures\n"
    if mark.exists() and mark.read_text("ascii") != wanted:
        sys.exit(f"{settings.ARCHIVE_DATA}: another corpus; remove the folder")
    call_command("migrate", verbosity=0)
    call_command("load_reference", if_needed=True, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    (settings.ARCHIVE_DATA / "samples-loaded").touch()
    made = corpus(articles)
    if not mark.exists():
        Filling(made).all()
        mark.write_text(wanted, "ascii")
    roster.keep_current()
    words.keep(made)


class Filling:
    """Rows are numbered here, so that the parts of an article need no looking up."""

    def __init__(self, made: Corpus) -> None:
        self.corpus = made
        self.places = dict(Place.objects.values_list("code", "pk"))
        self.industries = dict(Industry.objects.values_list("slug", "pk"))
        self.papers = dict(Newspaper.objects.values_list("slug", "pk"))
        self.issues: dict[tuple[int, int], int] = {}
        self.printed: dict[tuple[int, int], int] = {}

    def all(self) -> None:
        """One after another, all of it in part transactions; begun anew where it was broken off."""
        for model in (Figure, IndustryMention, OfficialMention, PlaceMention, Article, Page, Issue):
            model._default_manager.all().delete()
        Official.objects.all().delete()
        insert(self._officials())
        self.source = self._source()
        for start in range(0, len(self.corpus.rows), PART):
            with transaction.atomic():
                self._part(start, self.corpus.rows[start : start + PART])

    def _officials(self) -> Iterator[Official]:
        known = self.corpus.entities
        for number, name in enumerate(known.officials):
            city = self.places[known.cities[number % len(known.cities)]]
            yield Official(pk=number + 1, name=name, pinyin=name_pinyin(name), place_id=city)

    def _source(self) -> Import:
        """The file that all pages are said to come from; `check_archive` reads it."""
        content = b"bench\n"
        digest = hashlib.sha256(content).hexdigest()
        known = Import.objects.filter(sha256=digest).first()
        return known or Import.objects.create(
            sha256=digest,
            filename="bench.txt",
            file=ContentFile(content, name="bench.txt"),
            size=len(content),
            status=Import.Status.DONE,
        )

    def _part(self, start: int, rows: list[Row]) -> None:
        numbered = list(enumerate(rows, start + 1))
        where = {number: self._place(row) for number, row in numbered}
        self._issues(rows)
        self._pages(numbered, where)
        articles = {number: self._article(number, row, where[number]) for number, row in numbered}
        insert(articles.values())
        insert(one for number, row in numbered for one in self._place_mentions(number, row))
        insert(one for number, row in numbered for one in self._official_mentions(number, row))
        insert(one for number, row in numbered for one in self._industry_mentions(number, row))
        for begin in range(0, len(numbered), BATCH):
            insert(self._described(articles, numbered[begin : begin + BATCH]))

    def _place(self, row: Row) -> tuple[tuple[int, int], int, int]:
        """Issue, page of it and place on that page: five articles a page, one after another."""
        issue = (row.newspaper, row.day)
        printed = self.printed[issue] = self.printed.get(issue, 0) + 1
        page, order = divmod(printed - 1, ON_A_PAGE)
        return issue, page + 1, order + 1

    def _issues(self, rows: list[Row]) -> None:
        fresh = []
        for row in rows:
            if (key := (row.newspaper, row.day)) in self.issues:
                continue
            self.issues[key] = len(self.issues) + 1
            paper = self.papers[self.corpus.entities.newspapers[row.newspaper]]
            fresh.append(
                Issue(
                    pk=self.issues[key],
                    newspaper_id=paper,
                    date=self.corpus.day(row),
                    date_source=Issue.DateSource.FOLIO,
                )
            )
        insert(fresh)

    def _page_key(self, issue: tuple[int, int], page: int) -> int:
        return self.issues[issue] * 100 + page

    def _pages(self, numbered: list[tuple[int, Row]], where: dict[int, Any]) -> None:
        """A page holds the text that its articles were read from, as one that came in does."""
        texts: dict[int, list[str]] = {}
        fresh: dict[int, Page] = {}
        for number, row in numbered:
            issue, page, order = where[number]
            key = self._page_key(issue, page)
            texts.setdefault(key, []).append(self.corpus.body(row))
            if order == 1:
                digest = hashlib.sha256(f"bench-{key}".encode()).hexdigest()
                fresh[key] = Page(
                    pk=key,
                    issue_id=self.issues[issue],
                    number=page,
                    number_known=True,
                    sha256=digest,
                    source=self.source,
                    parsed_with=READ_WITH,
                )
        for key, page in fresh.items():
            page.text = "\n".join(texts.pop(key))
        insert(fresh.values())
        for key, more in texts.items():
            grown = Concat("text", models.Value("\n" + "\n".join(more)))
            Page.objects.filter(pk=key).update(text=grown)

    def _article(self, number: int, row: Row, where: tuple[tuple[int, int], int, int]) -> Article:
        issue, page, order = where
        return Article(
            pk=number,
            page_id=self._page_key(issue, page),
            order=order,
            title=self.corpus.text(row.title),
            kicker=self.corpus.text(row.kicker),
            subtitle=self.corpus.text(row.subtitle),
            body=self.corpus.body(row),
            status=Article.Status.PUBLISHED,
        )

    def _place_mentions(self, number: int, row: Row) -> Iterator[PlaceMention]:
        codes = [*self.corpus.city_codes(row), *self.corpus.county_codes(row)]
        for at, code in enumerate(codes):
            role = "mentioned" if at else "subject"
            yield PlaceMention(article_id=number, place_id=self.places[code], role=role)

    def _official_mentions(self, number: int, row: Row) -> Iterator[OfficialMention]:
        for one in row.officials:
            post = self.corpus.entities.posts[one]
            values = {"official_id": one + 1, "role": "speaker", "post_text": post}
            yield OfficialMention(article_id=number, **values)

    def _industry_mentions(self, number: int, row: Row) -> Iterator[IndustryMention]:
        for at, one in enumerate(row.industries):
            industry = self.industries[self.corpus.entities.industries[one]]
            role = "mentioned" if at else "subject"
            yield IndustryMention(article_id=number, industry_id=industry, role=role)

    def _described(
        self, articles: dict[int, Article], numbered: list[tuple[int, Row]]
    ) -> list[Figure]:
        """Figures with place, time and unit, as those that come in have them."""
        made = [one for number, _ in numbered for one in self._figures(articles[number])]
        describe(made)
        return made

    def _figures(self, article: Article) -> Iterator[Figure]:
        """None to eight, each at some place of the body; the same ones for an article."""
        drawn, body = random.Random(article.pk), article.body  # noqa: S311
        for _ in range(drawn.choice(HOW_MANY)):
            start = drawn.randrange(max(1, len(body) - CUT))
            yield Figure(
                article=article,
                text=body[start : start + CUT],
                indicator=drawn.choice(INDICATORS),
                value=drawn.choice((drawn.randint(1, 999), round(drawn.random() * 100, 1))),
                unit=drawn.choice(UNITS),
                period=drawn.choice(PERIODS),
                kind=drawn.choice(("actual", "actual", "target")),
                evidence=[["body", start, start + CUT]],
            )


def insert(rows: Iterable[Made]) -> None:
    """No signals: the outbox stays empty, as the index is built from the whole database."""
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        type(batch[0])._default_manager.bulk_create(batch)


if __name__ == "__main__":
    main(int(sys.argv[1]))
