"""What is answered beside searches: the API, pages with counts, what lies in the engine as such."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.test import Client

from archive.models import Article
from archive.selectors.counting import Scope
from search.backend import policy_backend
from search.counting import IndexSource
from search.engine import Filter
from search.similar import LOOKED_AT
from search.tests.conformance.questions import Questioner
from search.tests.conformance.texts import PREFIXES, SUGGESTED, TYPED
from search.tree import Among, Between, Everything, Near, Node, Not, Phrase, Word

SEED = 13
# What a page draws anew each time.
_DRAWN = re.compile(r'nonce="[^"]*"|csrfmiddlewaretoken" value="[^"]*"|csrf[^>]*content="[^"]*"')
Told = dict[str, Any]


def fresh() -> Told:
    """Of an index just built: words and suggestions, by what was asked.

    The embedded engine goes on counting words of articles that are gone, until it merges.
    """
    asker, engine = Questioner(SEED), policy_backend().engine
    words, counts = engine.lexicon()
    starts = [*PREFIXES, *TYPED, *(asker.piece(1, 4) for _ in range(100))]
    suggest = (f"/api/v1/suggest?{urlencode({'q': text})}" for text in SUGGESTED)
    return {
        "lexicon": dict(zip(words, map(int, counts), strict=True)),
        "begins": {one: engine.begins(one) for one in starts},
        **dict(_answers(suggest)),
    }


def told() -> Told:
    """All else, by what was asked."""
    asker = Questioner(SEED)
    return {**dict(_answers(addresses(asker))), **dict(_engine()), **dict(_lent(asker))}


def _answers(asked: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """Each from a reader of its own, so that none of them asks too often."""
    for number, address in enumerate(dict.fromkeys(asked)):
        client = Client(REMOTE_ADDR=f"10.1.{number // 200}.{number % 200}")
        answer = client.get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        yield address, (answer.status_code, _DRAWN.sub("", body.decode()))


def addresses(asker: Questioner) -> Iterator[str]:
    """Trends, diffusion, entities and choices; pages and the API."""
    draw = asker.draw
    for _ in range(24):
        yield f"/api/v1/trends?{urlencode(_trend(asker))}"
        yield f"/api/v1/diffusion?{urlencode(_spread(asker))}"
    for name in ("cities", "officials", "industries", "newspapers", "issues"):
        yield f"/api/v1/{name}"
    for name, code in (("cities", "city"), ("cities", "county"), ("officials", "official")):
        yield from (f"/api/v1/{name}/{one}" for one in draw.sample(asker.codes[code], 6))
    for name, code in (("industries", "industry"), ("newspapers", "newspaper")):
        yield from (f"/api/v1/{name}/{one}" for one in draw.sample(asker.codes[code], 6))
    for facet, start in (("city", "j"), ("official", "li"), ("county", ""), ("industry", "xin")):
        query = urlencode({"q": draw.choice(TYPED), "prefix": start})
        yield f"/api/v1/facets/{facet}?{query}"
    yield from _pages(asker)


def _trend(asker: Questioner) -> list[tuple[str, str]]:
    draw, makers = asker.draw, (asker.word, asker.quoted, asker.either, asker.near, asker.named)
    given = [("series", draw.choice(makers)()) for _ in range(draw.randint(1, 4))]
    given += [("from", "2021")] * (draw.random() < 0.7)
    given += [("city", draw.choice(asker.codes["city"]))] * (draw.random() < 0.3)
    return [*given, ("by", draw.choice(["month", "quarter", "year"]))]


def _spread(asker: Questioner) -> list[tuple[str, str]]:
    draw = asker.draw
    given = [("q", draw.choice([asker.word, asker.quoted, asker.either])())]
    given += [("province", draw.choice(["370000", "320000"]))] * (draw.random() < 0.5)
    given += [("newspaper", draw.choice(asker.codes["newspaper"]))] * (draw.random() < 0.2)
    given += [("from", draw.choice(["2020", "2022-05"]))] * (draw.random() < 0.6)
    given += [("role", "all")] * (draw.random() < 0.5)
    return [*given, ("by", draw.choice(["month", "quarter", "year"]))]


def _pages(asker: Questioner) -> Iterator[str]:
    """Those of the archive, which count by the index; and what readers find beside hits."""
    yield from ("/", "/cities/", "/officials/", "/industries/", "/newspapers/")
    for name, code in (("cities", "city"), ("officials", "official"), ("newspapers", "newspaper")):
        yield from (f"/{name}/{one}/" for one in asker.draw.sample(asker.codes[code], 3))
    for query in ("储能", "", "“发展”", "氪石反应堆", "除能"):
        yield f"/search/?{urlencode({'q': query, 'sort': 'newest'})}"
        yield f"/search.csv?{urlencode({'q': query, 'sort': 'oldest', 'city': '370100'})}"
    yield f"/search/choices/official/?{urlencode({'q': '项目', 'prefix': 'l'})}"


TREES: tuple[Node, ...] = (
    Everything(),
    Word("储能"),
    Phrase("发展"),
    Phrase("的", "body"),
    Near("发展", "创新", 5),
    Not(Word("项目")),
    Among("city", ("370100", "370200", "320100")),
    Between(None, 719_163),
    Phrase("氪石反应堆"),
)


def _engine() -> Iterator[tuple[str, Any]]:
    """What others than searches ask of the engine."""
    engine = policy_backend().engine
    yield "stamps", engine.stamps()
    yield "numbers", engine.numbers()
    yield "count", engine.count()
    days = Filter("days", Between(719_000, 738_000))
    for tree in TREES:
        for field in ("", "city_subject", "newspaper", "official"):
            for by in ("month", "quarter", "year"):
                found = engine.cross(tree, (days,) if field else (), field, by)
                rows = (found.periods, found.values, found.counts.tolist())
                yield f"{tree} {field} {by}", (*rows, found.totals.tolist(), found.firsts)
        yield f"spans {tree}", engine.spans(tree, (), "newspaper")
        yield f"spans {tree} of cities", engine.spans(tree, (days,), "city")


def _lent(asker: Questioner) -> Iterator[tuple[str, Any]]:
    """Counts as the archive's pages borrow them."""
    lent = IndexSource(policy_backend().engine)
    scopes: Sequence[Scope] = (
        {},
        {"city": asker.codes["city"][:3]},
        {"official": asker.codes["official"][:1], "newspaper": asker.codes["newspaper"][:4]},
    )
    asked: dict[str, Callable[[Scope], Any]] = {
        "counts": lambda scope: lent.counts(scope, ["city", "industry", "official", "month"]),
        "by month": lambda scope: lent.by_month(scope, "newspaper"),
        "spans": lambda scope: lent.spans(scope, "newspaper"),
        "newest": lambda scope: lent.newest(scope, 5, 60),
    }
    for name, ask in asked.items():
        for scope in scopes:
            yield f"lent {name} {scope}", ask(scope)


def nearest() -> dict[int, list[int]]:
    """Articles like each of forty, nearest first."""
    engine, draw = policy_backend().engine, random.Random(SEED)
    numbers = list(Article.objects.published().order_by("pk").values_list("pk", flat=True))
    rows = Article.objects.in_bulk(draw.sample(numbers, 40))
    return {
        pk: [one for one, _ in engine.similar(f"{row.title}\n{row.body}", {pk}, LOOKED_AT)]
        for pk, row in sorted(rows.items())
    }
