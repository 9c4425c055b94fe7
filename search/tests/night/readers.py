"""Readers: they search, follow what they find, look at places, people and figures, take a file away."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any
from urllib.parse import urlencode

from search.tests.night.browser import Answer, Broken
from search.tests.night.client import Client, World, whole

Row = dict[str, Any]  # an article as the API lists it
EXPORTS = ("csv", "ris", "bib", "json", "xlsx", "atom")
LEAST_EXPORT = 60  # bytes
MOST_HITS = 50  # on one page of the API
QUOTES = set('"“”„‟＂「」『』〝〞')


def catalogue(client: Client, pages: int = 10) -> list[Row]:
    """Articles spread over the whole archive, to read and to ask for."""
    first = _page(client, 1)
    count = first["pages"]
    chosen = sorted({1 + number * count // pages for number in range(pages)} - {1})
    rows = list(first["results"])
    for number in chosen:
        rows += _page(client, min(number, count))["results"]
    return [row for row in rows if row["title"]]


def _page(client: Client, number: int) -> Row:
    return client.get("api search", f"/api/v1/search?size=50&sort=oldest&page={number}").json()


class Reader(Client):
    def __init__(self, world: World, number: int, articles: list[Row]) -> None:
        super().__init__(world, number)
        self.articles = articles
        often: list[tuple[int, Callable[[], None]]] = [
            (20, self.searches), (10, self.filters), (6, self.quotes), (18, self.reads),
            (6, self.opens), (6, self.city), (5, self.official), (4, self.industry),
            (4, self.day), (3, self.lists), (3, self.trends), (3, self.figures),
            (2, self.diffusion), (8, self.suggests), (6, self.api), (2, self.exports),
        ]  # fmt: skip
        self.journeys = [journey for weight, journey in often for _ in range(weight)]

    def turn(self) -> None:
        self.random.choice(self.journeys)()

    def article(self) -> Row:
        return self.random.choice(self.articles)

    def words(self) -> str:
        """A few characters of a headline, as somebody remembers it."""
        title = self.article()["title"]
        start = self.random.randrange(max(1, len(title) - 3))
        return title[start : start + self.random.randint(2, 6)].strip() or "项目"

    def look(
        self, kind: str, path: str, check: Callable[[Answer], object] = whole, **asked: Any
    ) -> Answer:
        given = [(name, value) for name, value in asked.items() if value]
        return self.get(kind, f"{path}?{urlencode(given)}" if given else path, check)

    def opens(self) -> None:
        self.look("home", "/")

    def searches(self) -> None:
        """Words, the next page, then one of what was found."""
        words = self.words()
        self.look("search", "/search/", q=words)
        self.pause()
        choice = self.random.random()
        if choice < 0.2:
            self.look("search page 2", "/search/", q=words[:2], page=2)
        elif choice < 0.7:
            self.reads()

    def filters(self) -> None:
        row = self.article()
        asked: dict[str, Any] = {"q": self.words() if self.random.random() < 0.5 else ""}
        for name, rows, key in (
            ("city", row["cities"], "code"),
            ("official", row["officials"], "id"),
            ("industry", row["industries"], "slug"),
        ):
            if rows and self.random.random() < 0.6:
                asked[name] = rows[0][key]
        asked["sort"] = self.random.choice(("", "", "newest", "oldest"))
        asked["from"] = self.random.choice(("", "", row["date"][:4], row["date"][:7]))
        self.look("search by facets", "/search/", **asked)

    def quotes(self) -> None:
        """The headline of an article, quoted: that article is among the hits."""
        row = self.article()
        title = row["title"]

        def found(answer: Answer) -> None:
            numbers = {one["id"] for one in answer.json()["results"]}
            whole_list = answer.json()["total"] <= MOST_HITS
            if whole_list and row["id"] not in self.world.hidden | numbers:
                raise Broken(f"article {row['id']} is not found by its headline")

        if not QUOTES & set(title) and " " not in title:
            self.look("api search", "/api/v1/search", found, q=f'"{title}"', size=MOST_HITS)
        else:
            self.look("search", "/search/", q=title)

    def reads(self) -> None:
        row = self.article()
        path = f"/articles/{row['id']}/"

        def holds(answer: Answer) -> None:
            if answer.status == 404:
                if row["id"] not in self.world.hidden:
                    raise Broken(f"404: article {row['id']}, which nobody has withdrawn")
                return
            whole(answer)
            if escape(row["title"][:8]) not in answer.text:
                raise Broken(f"article {row['id']} without its headline")

        self.ask("article", lambda: self.browser.get(path), holds, (200, 404))

    def city(self) -> None:
        if rows := self.article()["cities"]:
            self.look("city", f"/cities/{rows[0]['code']}/")

    def official(self) -> None:
        """Whose articles are all withdrawn has no page."""
        row = self.article()

        def holds(answer: Answer) -> None:
            if answer.status == 200:
                whole(answer)
            elif row["id"] not in self.world.hidden:
                raise Broken(f"404: an official of article {row['id']}, which nobody has withdrawn")

        if rows := row["officials"]:
            path = f"/officials/{rows[0]['id']}/"
            self.ask("official", lambda: self.browser.get(path), holds, (200, 404))

    def industry(self) -> None:
        if rows := self.article()["industries"]:
            self.look("industry", f"/industries/{rows[0]['slug']}/")

    def day(self) -> None:
        """All that was printed on one day."""
        row = self.article()
        self.look("search of a day", "/search/", **{"from": row["date"], "to": row["date"]})

    def lists(self) -> None:
        path = self.random.choice(("/cities/", "/officials/", "/industries/", "/newspapers/"))
        self.look(f"list {path.strip('/')}", path)

    def trends(self) -> None:
        rows = self.article()["cities"]
        series = f"城市:{rows[0]['name']}" if rows else self.words()
        self.look("trends", "/trends/", series=series)

    def figures(self) -> None:
        rows = self.article()["cities"]
        self.look("figures", "/figures/", city=rows[0]["code"] if rows else "")

    def diffusion(self) -> None:
        self.look("diffusion", "/diffusion/", q=self.words())

    def suggests(self) -> None:
        """As somebody types."""
        words = self.words()
        for end in range(1, min(3, len(words)) + 1):
            self.look("suggest", "/api/v1/suggest", Answer.json, q=words[:end])
            self.rest(0.2, 0.5)

    def api(self) -> None:
        self.look("api search", "/api/v1/search", Answer.json, q=self.words(), size=20)

    def exports(self) -> None:
        """Of RIS nothing is left where the only hit was withdrawn."""
        suffix, row = self.random.choice(EXPORTS), self.article()

        def sizable(answer: Answer) -> None:
            if len(answer.body) < LEAST_EXPORT and row["id"] not in self.world.hidden:
                raise Broken(f"a {suffix} of {len(answer.body)} bytes: {row['title']}")

        self.look("export", f"/search.{suffix}", sizable, q=row["title"][:6])
