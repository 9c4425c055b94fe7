"""Whatever is asked, a cluster answers what the embedded engine answers over the same articles."""

from __future__ import annotations

import os
import random
import secrets
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import asdict, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from archive.config import search_url
from archive.text.fold import fold
from archive.text.segment import words
from search.engine import Document, Engine, EngineQuery, FacetRequest, Filter, SearchEngine
from search.engine.crossing import UNITS as PERIODS
from search.engine.schema import FACETS
from search.opensearch import asking, crossing, facets
from search.opensearch import words as lexicon
from search.opensearch.address import Address
from search.opensearch.engine import ClusterEngine
from search.tests.cluster_engine import cluster_engine
from search.tests.engine_articles import article
from search.tests.real_sentences import articles
from search.tree import (
    Among,
    And,
    Between,
    Everything,
    Named,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Word,
    is_ranked,
)

pytestmark = [
    pytest.mark.opensearch,
    pytest.mark.skipif(
        "OPENSEARCH_URL" not in os.environ, reason="no cluster is given: OPENSEARCH_URL is not set"
    ),
]
COUNT, ASKED = 400, 300
UNITS = tuple(PERIODS)
DAY = date(2023, 12, 20)
FIELDS = ("", "", "", "title", "subtitle", "body", "byline")
BYLINES = ("记者 王小明", "本报记者 李兰祥 通讯员 张三", "", "")


class Both(NamedTuple):
    embedded: Engine
    cluster: SearchEngine
    known: list[Document]  # what is left in both


def _facetted(document: Document, draw: random.Random) -> Document:
    """Forty days, so that many articles are of one day; some values, several, or none."""
    day = DAY + timedelta(days=draw.randint(0, 40))
    places = draw.sample(["泰安", "济宁", "长春"], draw.randint(0, 2))
    facets = {
        "city": places,
        "county": draw.sample([f"县{number}" for number in range(30)], draw.randint(0, 3)),
        "official": draw.sample([str(number) for number in range(99)], draw.randint(0, 4)),
        "industry": draw.sample(["储能", "医药", "旅游"], draw.randint(0, 2)),
        "newspaper": [draw.choice(["泰安日报", "济宁日报"])],
        "month": [f"{day:%Y-%m}"],
    }
    texts = document.texts | {"byline": draw.choice(BYLINES)}
    if draw.random() < 0.1:
        texts["body"] = draw.choice(["", "储储能储能", "安安安泰安泰安泰\n\n安", "5,000 AB 线 x"])
    subjects = " ".join([*places, *facets["industry"]])
    return replace(document, date=day, texts=texts, facets=facets, subjects=subjects)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """Most articles in one write, some replaced later, some deleted."""
    draw = random.Random(5)
    known = [_facetted(document, draw) for document in articles(COUNT)]
    older = [_facetted(document, draw) for document in articles(COUNT, seed=2)[:60]]
    folder = Path(tmp_path_factory.mktemp("asking"))
    address = Address(**asdict(search_url.cluster(os.environ["OPENSEARCH_URL"])))
    address = replace(address, index=f"asking-{secrets.token_hex(4)}")
    cluster = ClusterEngine(address, folder / "cluster", shards=3, replicas=0)
    embedded = Engine(folder / "embedded")
    try:
        for one in (embedded, cluster):
            one.begin()
            one.write([*older, *known[60:]])
            one.write(known[:60], range(COUNT - 30, COUNT + 1))
        yield Both(embedded, cluster, known[: COUNT - 31])
    finally:
        cluster.cluster.client.indices.delete(index=f"{address.index}-*")


class Draw(random.Random):
    """Questions, drawn from what stands in the articles."""

    def __init__(self, known: list[Document], seed: int) -> None:
        super().__init__(seed)
        self.known = known

    def text(self) -> str:
        texts = [text for text in self.choice(self.known).texts.values() if text]
        return self.choice(texts)

    def piece(self, longest: int) -> str:
        """Over line breaks and blanks too; now and then something that nobody wrote."""
        text = self.text()
        size = self.randint(1, min(longest, len(text)))
        at = self.randint(0, len(text) - size)
        piece = text[at : at + size]
        return piece if self.random() < 0.9 else piece[::-1] + self.choice(["", "鑫", "。\n", " "])

    def near(self, field: str) -> Near:
        """Out of one text, so that it is often found: apart, overlapping, or the same."""
        text = self.text()
        at, distance = self.randint(0, len(text) - 1), self.choice([0, 0, 1, 2, 5, 20, 50])
        other = min(len(text) - 1, at + self.randint(0, 6 + distance))
        left = text[at : at + self.randint(1, 4)]
        right = text[other : other + self.randint(1, 4)]
        sides = [left, self.choice([left, right, right, right])]
        self.shuffle(sides)
        return Near(sides[0], sides[1], distance, field)

    def day(self) -> int | None:
        return self.choice(
            [None, -5, 0, 1, 10**7, *(DAY.toordinal() + self.randint(-3, 44) for _ in range(8))]
        )

    def value(self, field: str) -> str:
        held = [value for one in self.known for value in one.facets.get(field, ())]
        return self.choice([*held, "没有"]) if held else "没有"

    def among(self) -> Among:
        field = self.choice(FACETS)
        return Among(field, tuple(self.value(field) for _ in range(self.choice([0, 1, 3, 9]))))

    def leaf(self) -> Node:
        field = self.choice(FIELDS)
        kinds: list[Callable[[], Node]] = [
            lambda: Word(self.piece(9), field),
            lambda: Word(self.piece(9), field),
            lambda: Phrase(self.piece(6), field),
            lambda: Phrase(self.piece(40), field),
            lambda: Prefix(self.piece(3), field),
            lambda: self.near(field),
            lambda: self.near(field),
            self.among,
            lambda: Between(self.day(), self.day()),
            lambda: self.choice([Everything(), Nothing(), Phrase(" "), Word("，"), Word("")]),
        ]
        return self.choice(kinds)()

    def tree(self, depth: int = 3) -> Node:
        kind = self.random()
        if depth == 0 or kind < 0.4:
            return self.leaf()
        if kind < 0.55:
            return Not(self.tree(depth - 1))
        parts = tuple(self.tree(depth - 1) for _ in range(self.randint(0, 3)))
        return And(parts) if kind < 0.7 else Or(parts)

    def filters(self) -> tuple[Filter, ...]:
        drawn = [self.among() for _ in range(self.choice([0, 0, 0, 1, 2]))]
        rows = [Filter(one.field, one) for one in drawn]
        if self.random() < 0.3:
            rows.append(Filter("days", Between(self.day(), self.day())))
        return tuple(rows)

    def counted(self) -> tuple[FacetRequest, ...]:
        return tuple(FacetRequest(one, one) for one in self.sample(FACETS, self.choice([0, 2, 9])))


def test_a_random_question_has_the_same_answer(both: Both) -> None:
    """Totals, sets and facet counts; order where days make it, and where nothing ranks."""
    draw, some = Draw(both.known, 1), 0
    for _ in range(ASKED):
        order = draw.choice(["relevance", "newest", "oldest"])
        query = EngineQuery(draw.tree(), draw.filters(), draw.counted(), order)
        ours, theirs = both.embedded.search(query), both.cluster.search(query)
        assert theirs.total == ours.total, query
        assert theirs.facets == ours.facets, query
        if order == "relevance" and is_ranked(query.tree):
            assert sorted(theirs.ids) == sorted(ours.ids), query
        else:
            assert (theirs.ids, theirs.scores) == (ours.ids, ours.scores), query
        some += 0 < ours.total < len(both.known)
    assert some > ASKED / 5


def test_pages_are_slices_of_one_order(both: Both) -> None:
    draw = Draw(both.known, 2)
    for _ in range(20):
        tree = Or((Word(draw.piece(4)), Word(draw.piece(4)), draw.tree()))
        query = EngineQuery(tree, draw.filters(), order=draw.choice(["relevance", "oldest"]))
        whole = both.cluster.search(query)
        for start, stop in ((0, 10), (7, 30), (40, 41), (5, 5), (9, 3), (380, 500), (20, None)):
            page = both.cluster.search(replace(query, start=start, stop=stop))
            cut = slice(start, stop)
            assert page.total == whole.total
            assert (page.ids, page.scores) == (whole.ids[cut], whole.scores[cut])


def test_hits_beyond_the_window_of_the_cluster_come_in_the_same_order(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "WINDOW", 17)
    monkeypatch.setattr(asking.pages, "__defaults__", (17,))
    cities = (FacetRequest("city", "city"),)
    for tree in (Everything(), Word("发展"), Nothing()):
        for order in ("newest", "relevance"):
            for start, stop in ((0, None), (30, 60), (360, 999)):
                query = EngineQuery(tree, (), cities, order, start, stop)
                found = both.cluster.search(query)
                expected = both.embedded.search(query)
                assert (found.total, found.facets) == (expected.total, expected.facets)
                assert len(found.ids) == len(expected.ids)
                if order == "newest" or not is_ranked(tree):
                    assert found.ids == expected.ids


def test_all_hits_are_asked_for_at_once_where_they_are_few(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No state of the index is kept for them, as for an export of very many."""
    monkeypatch.setattr(asking, "_state", None)
    for start in (0, 30, 999):
        query = EngineQuery(Everything(), order="newest", start=start)
        assert both.cluster.search(query) == both.embedded.search(query)


def test_what_stands_first_stands_first_on_the_cluster(both: Both) -> None:
    """Of plain words, phrases and whole titles; the cluster rounds lengths, so not quite all."""
    draw, shares = Draw(both.known, 3), []
    for _ in range(200):
        tree = draw.choice([Word(draw.piece(5)), Word(draw.piece(20)), Phrase(draw.piece(9))])
        query = EngineQuery(tree, stop=10)
        ours, theirs = both.embedded.search(query), both.cluster.search(query)
        if ours.total > 10 and len(tree.text) > 1:
            shares.append(len({*ours.ids} & {*theirs.ids}) / 10)
    assert len(shares) > 20
    assert np.mean(shares) >= 0.9


def test_crossings_are_the_same(both: Both) -> None:
    draw = Draw(both.known, 4)
    for _ in range(40):
        trees = [draw.tree(), Everything(), draw.leaf()][: draw.randint(1, 3)]
        asked = (trees, draw.filters(), draw.choice(["", *FACETS]), draw.choice(UNITS))
        ours, theirs = both.embedded.crosses(*asked), both.cluster.crosses(*asked)
        for one, other in zip(ours, theirs, strict=True):
            assert (other.periods, other.values) == (one.periods, one.values), asked
            assert other.firsts == one.firsts, asked
            assert other.counts.tolist() == one.counts.tolist(), asked
            assert other.totals.tolist() == one.totals.tolist(), asked


def test_more_values_than_one_answer_holds_are_counted_exactly(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facets, "VALUES", 7)
    monkeypatch.setattr(crossing, "CELLS", 20)
    counted = tuple(FacetRequest(one, one) for one in ("county", "official", "city"))
    chosen = Filter("county", Among("county", ("县1", "县2")))
    for filters in ((), (chosen,)):
        query = EngineQuery(Word("发展"), filters, counted, "newest")
        assert both.cluster.search(query).facets == both.embedded.search(query).facets
    ours = both.embedded.cross(Everything(), field="official", by="month")
    theirs = both.cluster.cross(Everything(), field="official", by="month")
    assert (theirs.values, theirs.firsts) == (ours.values, ours.firsts)
    assert theirs.counts.tolist() == ours.counts.tolist()
    assert both.cluster.spans(Everything()) == both.embedded.spans(Everything())


@pytest.mark.parametrize("asked", [0, 1, 1000])
def test_values_are_counted_alike_flat_and_one_by_one(
    asked: int, both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crossing, "AT_ONCE", 3)
    monkeypatch.setattr(crossing, "ASKED", asked)
    for field in ("county", "official", "newspaper"):
        ours = both.embedded.cross(Word("发展"), field=field, by="quarter")
        theirs = both.cluster.cross(Word("发展"), field=field, by="quarter")
        assert (theirs.values, theirs.firsts) == (ours.values, ours.firsts)
        assert theirs.counts.tolist() == ours.counts.tolist()
        assert both.cluster.spans(Word("发展"), (), field) == both.embedded.spans(
            Word("发展"), (), field
        )


def test_thousands_of_names_in_one_month_are_counted(tmp_path: Path) -> None:
    """Months counted within each name would end a node for want of memory."""
    names = [f"{number:05}" for number in range(30_000)]
    some = [article(at, official=names[20 * at : 20 * at + 21]) for at in range(1500)]
    with cluster_engine(tmp_path, shards=1, replicas=0) as engine:
        engine.begin()
        engine.write(some)
        found = engine.cross(Everything(), field="official", by="year")
        assert found.values == names
        assert found.counts.sum() == sum(len(one.facets["official"]) for one in some)
        assert len(engine.spans(Everything(), field="official")) == len(names)


def test_a_million_hits_are_held_as_numbers_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """An export asks for all of them: not the cluster's answers are kept, but what they tell."""
    size, count = 500, 20_000
    monkeypatch.setattr(asking, "WINDOW", size)

    class Answering:
        """A cluster that has `count` hits, each with its score, its day and its number."""

        client = property(lambda self: self)
        given = 0

        def asked(self) -> nullcontext[None]:
            return nullcontext()

        def create_pit(self, **_: object) -> dict[str, str]:
            return {"pit_id": "x"}

        def delete_pit(self, **_: object) -> None:
            pass

        def search(self, body: dict[str, Any], *_: object, **__: object) -> dict[str, Any]:
            rows = [{"sort": [1e12 + self.given + at, at]} for at in range(size)]
            self.given += size if "pit" in body else 0
            shown = rows if self.given <= count else []
            return {"pit_id": "x", "hits": {"total": {"value": count}, "hits": shown}}

    monkeypatch.setattr(asking.pages, "__defaults__", (size,))
    tracemalloc.start()
    try:
        found = asking.search(EngineQuery(), Answering(), "archive")  # type: ignore[arg-type]
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(found.ids) == len(found.scores) == count
    assert most < 100 * count


def test_spans_are_the_same(both: Both) -> None:
    draw = Draw(both.known, 5)
    for _ in range(30):
        asked = (draw.tree(), draw.filters(), draw.choice(FACETS))
        assert both.cluster.spans(*asked) == both.embedded.spans(*asked), asked


def test_articles_like_a_text_are_the_same(both: Both) -> None:
    draw, shares = Draw(both.known, 6), []
    for document in draw.sample(both.known, 40):
        asked = (document.texts["body"], {document.number, 1, 2}, 5)
        ours, theirs = both.embedded.similar(*asked), both.cluster.similar(*asked)
        assert len(theirs) == len(ours)
        assert not {number for number, _ in theirs} & asked[1]
        shares += [len({*dict(ours)} & {*dict(theirs)}) / len(ours)] if ours else []
    assert len(shares) > 20
    assert np.mean(shares) >= 0.9
    assert both.cluster.similar("", set(), 5) == both.cluster.similar("鑫鑫", set(), 5) == []


def test_words_and_beginnings_are_the_same(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    held = {
        word
        for one in both.known
        for name in ("title", "body")
        for word in words(fold(one.texts.get(name, "")))
        if len(word) > 1
    }
    told, often = both.cluster.lexicon()
    assert told == sorted(held)
    assert (often > 0).all()
    # Where one answer does not hold them, they come in parts.
    monkeypatch.setattr(lexicon, "AT_ONCE", len(told) // 2)
    assert both.cluster.lexicon()[0] == told
    draw = Draw(both.known, 7)
    for _ in range(100):
        text = draw.choice([draw.piece(3), draw.choice(told)[: draw.randint(1, 3)]])
        assert both.cluster.begins(text) == both.embedded.begins(text), text


def test_a_wrong_question_is_told_as_the_embedded_engine_tells_it(both: Both) -> None:
    for one in (both.embedded, both.cluster):
        with pytest.raises(ValueError, match="resolved"):
            one.search(EngineQuery(And((Named("city", "泰安"), Word("储能")))))
        with pytest.raises(KeyError):
            one.search(EngineQuery(facets=(FacetRequest("x", "x"),)))
        with pytest.raises(KeyError):
            one.search(EngineQuery(Among("x", ("y",))))
        with pytest.raises(KeyError):
            one.cross(Everything(), field="x")
        with pytest.raises(ValueError, match="by=week"):
            one.cross(Everything(), by="week")


def test_as_much_as_a_reader_can_type_is_still_answered(both: Both) -> None:
    """Five hundred characters: one plain text, one phrase, sixty-four texts, and deep brackets."""
    draw = Draw(both.known, 8)
    long = "".join(one.texts["body"] for one in both.known[:5])[:500]
    own = max(both.known, key=lambda one: len(one.texts["body"])).texts["body"][:500]
    many = tuple(Word(draw.piece(7)) for _ in range(64))
    deep: Node = Word("发展")
    for _ in range(120):
        deep = Not(And((deep, Everything())))
    for tree in (Word(long), Phrase(long), Word(own), Phrase(own), And(many), Or(many), deep):
        query = EngineQuery(tree, stop=10)
        assert both.cluster.search(query).total == both.embedded.search(query).total
