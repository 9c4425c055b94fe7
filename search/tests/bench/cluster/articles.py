"""Documents of the generated articles, a block at a time, so that a million never lie in memory.

With what a real one has besides: a byline, all nine facets, and the names of what it is about.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from archive.gazetteer.policy_terms import policy_terms
from archive.text.segment import use_roster
from search.engine import Document
from search.tests.bench import words
from search.tests.bench.corpus import BLOCK, Corpus, Generator, Row, corpus
from search.tests.bench.exact import texts
from search.tests.bench.folders import ROOT

CHOSEN_ON = 100_000  # articles on which the questions are chosen; their shares hold for more
AT_ONCE = 1_000  # documents made ready in one go, as a rebuild of the archive does on two cores


def _named(file: str, key: str) -> dict[str, str]:
    lines = (ROOT / "fixtures" / f"{file}.jsonl").read_text("utf-8").splitlines()
    rows = (json.loads(line) for line in lines if line)
    return {row[key]: row["name"] for row in rows}


class Articles:
    """The same ones for everybody, numbered from 1; fewer are the first of more."""

    def __init__(self) -> None:
        self.maker = Generator()
        self.corpus = Corpus(self.maker.units, self.maker.entities)
        self.places, self.industries = _named("places", "code"), _named("industries", "slug")

    def keep_names_whole(self) -> None:
        """The roster that the site would have of these names; for texts and questions alike."""
        known = [*self.corpus.entities.officials, *self.places.values(), *self.industries.values()]
        use_roster([*policy_terms(), *known])

    def parts(self, block: int, count: int) -> Iterator[list[Document]]:
        """The first `count` articles of a block, `AT_ONCE` at a time."""
        rows, found = self.maker.rows(block, count), list[Document]()
        for number, row in enumerate(rows, block * BLOCK + 1):
            found.append(self._document(number, row))
            if len(found) == AT_ONCE:
                yield found
                found = []
        if found:
            yield found

    def _document(self, number: int, row: Row) -> Document:
        made = self.corpus
        facets, counties = made.facets(row), made.county_codes(row)
        facets |= {
            "city_subject": facets["city"][:1],
            "county": counties,
            "county_subject": counties,
            "industry_subject": facets["industry"][:1],
            "newspaper": [made.entities.newspapers[row.newspaper]],
        }
        written = texts(made, row) | {"byline": self._by(row)}
        return Document(number, made.day(row), written, facets, self._subjects(row, facets))

    def _by(self, row: Row) -> str:
        """The reporters' names, of the units that end a body."""
        known = self.corpus.entities.reporters
        return "\n".join(known[unit - self.maker.signed] for unit in row.body[-1])

    def _subjects(self, row: Row, facets: dict[str, list[str]]) -> str:
        codes = [*facets["city_subject"], *facets["county_subject"]]
        about = [self.places[code] for code in codes]
        about += [self.industries[slug] for slug in facets["industry_subject"]]
        return "\n".join(about + [self.corpus.entities.officials[one] for one in row.officials])


def keep_words() -> None:
    """Cut all units by the roster of these names, for the choice of questions."""
    Articles().keep_names_whole()
    words.keep(corpus(CHOSEN_ON))


def blocks(articles: int) -> list[tuple[int, int]]:
    """Each block with how many of its articles are wanted."""
    return [(start // BLOCK, min(BLOCK, articles - start)) for start in range(0, articles, BLOCK)]
