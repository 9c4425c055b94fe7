"""An exact phrase finds precisely what a scan of the folded texts finds; titles find their article."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from archive.text.fold import fold
from search.engine import Document, Engine, EngineQuery
from search.query import parse
from search.tests.real_sentences import articles
from search.tree import Phrase, Word

TEXTS = ("title", "kicker", "subtitle", "body")
ARTICLES, QUESTIONS = 3000, 2000


@pytest.fixture(scope="module")
def known() -> list[Document]:
    return articles(ARTICLES)


@pytest.fixture(scope="module")
def engine(known: list[Document], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Most of the articles in one segment, some replaced later, some deleted."""
    made = Engine(Path(tmp_path_factory.mktemp("exactness")))
    made.clear()
    made.write(articles(ARTICLES, seed=2)[:200] + known[200:])
    made.write(known[:200], range(ARTICLES - 50, ARTICLES + 1))
    yield made


def pieces(texts: list[str]) -> Iterator[str]:
    """Random substrings of 1 to 12 characters as they stand, blanks and breaks between them too."""
    draw = random.Random(3)
    for _ in range(QUESTIONS):
        text = draw.choice(texts)
        size = draw.randint(1, min(12, len(text)))
        at = draw.randint(0, len(text) - size)
        yield text[at : at + size]


def test_totals_equal_a_scan(engine: Engine, known: list[Document]) -> None:
    left = known[: ARTICLES - 51]
    scanned = [[fold(document.texts[name]) for name in TEXTS] for document in left]
    given = [text for document in left for text in document.texts.values() if text]
    wrong = []
    for piece in pieces(given):
        folded = fold(piece)
        total = sum(any(folded in text for text in texts) for texts in scanned)
        found = engine.search(EngineQuery(Phrase(piece), stop=0)).total
        if found != total:
            wrong.append((piece, found, total))
    assert wrong == []


def test_plain_words_never_miss_what_holds_them_literally(
    engine: Engine, known: list[Document]
) -> None:
    draw = random.Random(4)
    left = known[: ARTICLES - 51]
    scanned = {one.number: [fold(one.texts[name]) for name in TEXTS] for one in left}
    for _ in range(100):
        text = draw.choice(left).texts["body"]
        at = draw.randint(0, len(text) - 8)
        piece = text[at : at + draw.randint(2, 8)].replace("\n", "")
        literal = {
            number
            for number, texts in scanned.items()
            if any(fold(piece) in text for text in texts)
        }
        assert literal <= set(engine.search(EngineQuery(Word(piece))).ids), piece


def test_a_title_finds_its_article_first(engine: Engine, known: list[Document]) -> None:
    """Known items: of two hundred titles typed as plain words, all but a few are the first hit."""
    asked = known[:200]
    places = []
    for document in asked:
        words = document.texts["title"].translate(str.maketrans('“”"()（）:：*-', " " * 11))
        ids = engine.search(EngineQuery(parse(words).tree, stop=10)).ids
        same = [one.number for one in asked if one.texts["title"] == document.texts["title"]]
        places.append(next((ids.index(one) for one in same if one in ids), 10))
    first = sum(place == 0 for place in places) / len(places)
    found = sum(place < 10 for place in places) / len(places)
    assert (first >= 0.95, found == 1.0) == (True, True), (first, found)


def test_what_stands_as_typed_is_not_buried_under_its_characters(tmp_path: Path) -> None:
    """新能 is no word: articles with 新 and 能 in their titles do not come before those that say it."""
    day = date(2024, 1, 1)
    scattered = [Document(n, day, {"title": "新、能", "body": f"第{n}篇。"}) for n in range(1, 60)]
    literal = [Document(n, day, {"title": "消息", "body": "开发新能项目。"}) for n in (60, 61)]
    made = Engine(tmp_path)
    made.begin()
    made.write(scattered + literal)
    assert set(made.search(EngineQuery(Word("新能"), stop=2)).ids) == {60, 61}
    assert made.search(EngineQuery(Word("新能"))).total == 61
