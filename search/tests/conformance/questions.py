"""Searches as readers make them, drawn from the corpus with a fixed seed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from archive.models import Article, Industry, Newspaper, Official, Place
from search.request import LONGEST_QUERY, SearchRequest
from search.tests.conformance.texts import BROKEN, BYLINES, PREFIXES, TYPED

SEED = 11
DRAWN = 440  # besides those that are all asked: broken ones, words, beginnings
_FIELDS = ("title", "body", "kicker", "subtitle", "标题", "正文")


@dataclass(frozen=True, slots=True)
class Question:
    """`kind` says how the query was made, for the report."""

    kind: str
    request: SearchRequest


class Questioner:
    """Draws queries; what it quotes stands in some published article."""

    def __init__(self, seed: int = SEED) -> None:
        self.draw = random.Random(seed)
        rows = Article.objects.published().order_by("pk").values_list("title", "subtitle", "body")
        self.texts = [text for row in rows for text in row if text]
        self.cities = self._of(Place, "name", level="prefecture", mentions__isnull=False)
        self.counties = self._of(Place, "name", level="county", mentions__isnull=False)
        self.officials = self._of(Official, "name", mentions__isnull=False)
        self.industries = self._of(Industry, "name", mentions__isnull=False)
        self.newspapers = self._of(Newspaper, "name", issues__isnull=False)
        self.codes = {
            "city": self._of(Place, "code", level="prefecture", mentions__isnull=False),
            "county": self._of(Place, "code", level="county", mentions__isnull=False),
            "official": [str(one) for one in self._of(Official, "pk", mentions__isnull=False)],
            "industry": self._of(Industry, "slug", mentions__isnull=False),
            "newspaper": self._of(Newspaper, "slug", issues__isnull=False),
        }

    @staticmethod
    def _of(model: type, name: str, **conditions: object) -> list:
        rows = model.objects.filter(**conditions).order_by(name)  # type: ignore[attr-defined]
        return list(rows.values_list(name, flat=True).distinct())

    def all(self) -> Iterator[Question]:
        """Every listed query in a search of its own, then drawn ones of each kind in turn."""
        for kind, queries in (
            ("word", TYPED),
            ("quoted", [f"“{one}”" for one in TYPED]),
            ("beginning", [f"{one}*" for one in PREFIXES]),
            ("broken", BROKEN),
        ):
            for query in queries:
                yield Question(kind, SearchRequest(q=query))
        kinds = list(KINDS.items())
        for at in range(DRAWN):
            kind, made = kinds[at % len(kinds)]
            request = self.chosen(SearchRequest(q=made(self)[:LONGEST_QUERY]))
            yield Question(kind, request)

    def piece(self, least: int = 1, most: int = 12) -> str:
        """A piece of a text as it stands, blanks and breaks in it too; it holds no quotation mark."""
        while True:
            text = self.draw.choice(self.texts)
            size = min(self.draw.randint(least, most), len(text))
            at = self.draw.randint(0, len(text) - size)
            if not set(text[at : at + size]) & set('"＂“”「」『』\x00'):
                return text[at : at + size]

    def word(self) -> str:
        """Something that may be typed bare: of the list, or what stands between two signs."""
        if self.draw.random() < 0.5:
            return self.draw.choice(TYPED)
        runs = "".join(one if one.isalnum() else " " for one in self.piece(4, 20)).split()
        return (runs or ["项目"])[0][: self.draw.randint(2, 6)]

    def plain(self) -> str:
        return self.word()

    def several(self) -> str:
        """Of one article more often than not, so that something is found."""
        if self.draw.random() < 0.3:
            return " ".join(self.word() for _ in range(2))
        runs = re.findall(r"\w{2,}", self.draw.choice(self.texts)) or ["项目"]
        return " ".join(one[:2] for one in self.draw.sample(runs, min(len(runs), 3)))

    def quoted(self) -> str:
        return f"“{self.piece()}”"

    def long_quoted(self) -> str:
        return f"「{self.piece(10, 60)}」"

    def across_lines(self) -> str:
        """Around a line break, as far as there is one."""
        broken = [text for text in self.draw.sample(self.texts, 40) if "\n" in text.strip()]
        text = self.draw.choice(broken or self.texts)
        at = max(text.strip().find("\n"), 0)
        cut = text[max(at - self.draw.randint(0, 4), 0) : at + self.draw.randint(1, 5)]
        return f"『{cut}』"

    def either(self) -> str:
        return f"{self.word()} OR {self.draw.choice([self.word, self.quoted])()}"

    def without(self) -> str:
        sign = self.draw.choice([" -", " NOT ", " AND NOT "])
        return f"{self.word()}{sign}{self.draw.choice([self.word, self.quoted])()}"

    def only_without(self) -> str:
        return f"NOT {self.word()}"

    def bracketed(self) -> str:
        return (
            f"({self.either()}) {self.draw.choice(['', 'AND '])}({self.either()} {self.without()})"
        )

    def in_field(self) -> str:
        inside = self.draw.choice([self.word, self.quoted, lambda: f"({self.either()})"])()
        return f"{self.draw.choice(_FIELDS)}:{inside}"

    def byline(self) -> str:
        name = self.draw.choice(BYLINES)
        return self.draw.choice([f"byline:{name}", f"署名:“{name[:2]}”", f"byline:“{name[0]}”"])

    def named(self) -> str:
        field, names = self.draw.choice(
            [
                ("city", self.cities),
                ("区县", self.counties),
                ("official", self.officials),
                ("industry", self.industries),
                ("报纸", self.newspapers),
            ]
        )
        name = f"{field}:{self.draw.choice(names)}"
        return self.draw.choice([name, f"{name} {self.word()}", f"NOT {name} {self.word()}"])

    def dated(self) -> str:
        day = self.draw.choice(
            ["2024", "2024-03", "2024-03-15", "2023-06..2024-02", ">=2024-06", "<2022-03"]
            + ["..1969-12", "1958", "2021年5月", "2022-2023", ">2030"]
        )
        return f"{self.draw.choice(['', self.word()])} date:{day}".strip()

    def near(self) -> str:
        text = self.draw.choice(self.texts)
        size, at = self.draw.randint(1, 4), self.draw.randint(0, max(len(text) - 30, 0))
        other = at + self.draw.randint(0, 20)
        sides = [self._side(text[at : at + size]), self._side(text[other : other + size])]
        self.draw.shuffle(sides)
        return f"{sides[0]} NEAR/{self.draw.choice([0, 1, 2, 5, 10, 30, 1000])} {sides[1]}"

    def near_itself(self) -> str:
        """A text that may overlap itself: 哈哈 near 哈哈."""
        side = self.draw.choice(
            ["哈哈", "发展", "哈", "的", "aa", "高", "平平", "创新", "发展发展", "bb"]
        )
        return f"{side} NEAR/{self.draw.choice([0, 1, 2, 3, 20])} {side}"

    def near_in_field(self) -> str:
        return f"{self.draw.choice(['title', 'body'])}:({self.near()})"

    def _side(self, text: str) -> str:
        kept = "".join(one for one in text if one not in '"＂“”「」『』\x00').strip()
        return f"“{kept or '项目'}”"

    def beginning(self) -> str:
        start = self.word()[: self.draw.randint(1, 3)]
        return f"{start}* {self.draw.choice(['', self.word()])}".strip()

    def in_field_beginning(self) -> str:
        return f"title:{self.word()[:2]}*"

    def garbled(self) -> str:
        """Pieces of a query in any order."""
        signs = [
            "(",
            ")",
            "AND",
            "OR",
            "NOT",
            "-",
            "“",
            "”",
            "*",
            "title:",
            "NEAR/2",
            "date:",
            "city:",
        ]
        parts = [self.draw.choice([self.draw.choice(signs), self.word()]) for _ in range(5)]
        return " ".join(parts)

    def nothing(self) -> str:
        return ""

    def chosen(self, request: SearchRequest) -> SearchRequest:
        """Facets, days, role, sort and page, each now and then."""
        draw, chosen = self.draw, {}
        for facet, codes in self.codes.items():
            if draw.random() < 0.06:
                chosen[facet] = tuple(draw.sample(codes, min(len(codes), draw.randint(1, 3))))
        if draw.random() < 0.12:
            begin, end = sorted(draw.sample(["2021", "2022-03", "2023", "2024-03-15", "2024"], 2))
            chosen |= {"date_from": draw.choice(["", begin]), "date_to": draw.choice(["", end])}
        elif draw.random() < 0.06:
            month = draw.choice(["2022-05", "2024-03", "1958-08"])
            chosen |= {"date_from": month, "date_to": month}
        return replace(
            request,
            role=draw.choice(["", "", "", "subject"]),
            sort=draw.choice(["relevance", "relevance", "relevance", "newest", "oldest"]),
            page=draw.choice([1, 1, 1, 1, 2, 3, 40]),
            size=draw.choice([20, 20, 5, 100]),
            **chosen,
        )


Making = Callable[[Questioner], str]
KINDS: dict[str, Making] = {
    "word": Questioner.plain,
    "words": Questioner.several,
    "quoted": Questioner.quoted,
    "long quoted": Questioner.long_quoted,
    "across lines": Questioner.across_lines,
    "or": Questioner.either,
    "without": Questioner.without,
    "only without": Questioner.only_without,
    "brackets": Questioner.bracketed,
    "in a field": Questioner.in_field,
    "byline": Questioner.byline,
    "name": Questioner.named,
    "date": Questioner.dated,
    "near": Questioner.near,
    "near itself": Questioner.near_itself,
    "near in a field": Questioner.near_in_field,
    "beginning": Questioner.beginning,
    "beginning in a field": Questioner.in_field_beginning,
    "garbled": Questioner.garbled,
    "everything": Questioner.nothing,
}
