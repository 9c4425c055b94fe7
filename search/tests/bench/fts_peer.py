"""SQLite FTS5 (without content) with tables of facet values; fed with words that are cut already."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Iterator

from search.tests.bench.asking import TOP, main
from search.tests.bench.corpus import Corpus
from search.tests.bench.folders import peer
from search.tests.bench.questions import Answer, Question
from search.tests.bench.words import Texts

FACETS = ("city", "official", "industry")  # the month is a column of the article
TABLES = """
pragma journal_mode = wal; pragma synchronous = normal; pragma cache_size = -200000;
create table article(id integer primary key, day integer, month text);
create table value(id integer primary key, facet integer, name text);
create table held(facet integer, value integer, article integer,
                  primary key(facet, value, article)) without rowid;
create virtual table text using fts5(words, content = '', tokenize = 'unicode61 remove_diacritics 0');
"""
ENDED = """
create index held_by on held(article, facet, value);
create index article_day on article(day);
insert into text(text) values('optimize');
"""
FILTERED = """ from text join held on held.facet = 0 and held.value = ? and held.article = text.rowid
join article on article.id = text.rowid and article.day between ? and ? where text match ?"""


def build(articles: int) -> None:
    folder = peer("fts5", articles)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    database = sqlite3.connect(folder / "index.db")
    database.executescript(TABLES)
    texts = Texts(articles)
    numbered = list(enumerate(texts.corpus.rows, 1))
    database.executemany(
        "insert into text(rowid, words) values(?, ?)", ((n, texts.of(row)) for n, row in numbered)
    )
    days = ((n, texts.corpus.day(row)) for n, row in numbered)
    database.executemany(
        "insert into article values(?, ?, ?)", ((n, d.toordinal(), f"{d:%Y-%m}") for n, d in days)
    )
    values: dict[tuple[int, str], int] = {}
    database.executemany("insert into held values(?, ?, ?)", _held(texts.corpus, values))
    rows = ((number, facet, name) for (facet, name), number in values.items())
    database.executemany("insert into value values(?, ?, ?)", rows)
    database.executescript(ENDED)
    database.commit()
    database.execute("pragma wal_checkpoint(truncate)")
    database.execute("analyze")
    database.commit()
    database.close()


def _held(made: Corpus, values: dict[tuple[int, str], int]) -> Iterator[tuple[int, int, int]]:
    for number, row in enumerate(made.rows, 1):
        facets = made.facets(row)
        for at, name in enumerate(FACETS):
            for value in facets[name]:
                yield at, values.setdefault((at, value), len(values) + 1), number


class Fts:
    def __init__(self, articles: int) -> None:
        self.database = sqlite3.connect(peer("fts5", articles) / "index.db")
        for setting in ("cache_size = -200000", "mmap_size = 1073741824", "temp_store = memory"):
            self.database.execute(f"pragma {setting}")
        rows = list(self.database.execute("select id, facet, name from value"))
        self.names = {number: (facet, name) for number, facet, name in rows}
        self.values = {(facet, name): number for number, facet, name in rows}
        self.database.execute("create temp table hit(id integer primary key)")

    def ask(self, question: Question, counted: bool) -> Answer:
        quoted = [f'"{word}"' for word in question.words]
        match = f'"{" ".join(question.words)}"' if question.phrase else " AND ".join(quoted)
        source, given = " from text where text match ?", [match]
        if question.days:
            city = self.values[(0, question.city)]
            source, given = FILTERED, [city, *question.days, match]
        top = self._one_column(
            f"select text.rowid{source} order by text.rank limit ?", [*given, TOP]
        )
        if not counted:
            return Answer(self._one_column(f"select count(*){source}", given)[0], top)
        self.database.execute("delete from hit")
        self.database.execute(f"insert into hit select text.rowid{source}", given)
        total = self._one_column("select count(*) from hit", [])[0]
        answer = Answer(total, top, self._counts())
        self.database.rollback()
        return answer

    def _one_column(self, query: str, given: list[object]) -> list[int]:
        return [row[0] for row in self.database.execute(query, given)]

    def _counts(self) -> dict[str, dict[str, int]]:
        counts: dict[str, dict[str, int]] = {name: {} for name in FACETS}
        held = "select value, count(*) from hit cross join held on held.article = hit.id group by 1"
        for number, often in self.database.execute(held):
            facet, name = self.names[number]
            counts[FACETS[facet]][name] = often
        months = (
            "select month, count(*) from hit cross join article on article.id = hit.id group by 1"
        )
        return counts | {"month": dict(self.database.execute(months).fetchall())}


if __name__ == "__main__":
    sys.exit(main(build, lambda articles: lambda: Fts(articles), sys.argv[1:]))
