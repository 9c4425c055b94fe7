"""Two hundred different searches as readers make them: words, phrases, filters, pages, sorts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random
from urllib.parse import urlencode

from search.tests.bench.corpus import Corpus
from search.tests.bench.words import Cut

SIZE = 200
SAMPLE = 2_000  # articles whose words are counted
Parameters = list[tuple[str, str]]


class Mix:
    """Most are words with all facets counted; every address is another one."""

    def __init__(self, made: Corpus, cut: Cut, seed: int = 5) -> None:
        self.corpus, self.random = made, Random(seed)
        often: Counter[str] = Counter()
        for row in made.rows[:SAMPLE]:
            often.update(word for part in row.fields() for one in part for word in cut.words[one])
        self.words = [word for word, _ in often.most_common() if len(word) > 1]

    def addresses(self, path: str) -> list[str]:
        found: dict[str, None] = {}
        kinds = [self._words] * 6 + [self._phrase] * 3 + [self._filtered] * 6
        kinds += [self._browsed] * 2 + [self._paged, self._sorted, self._dated]
        while len(found) < SIZE:
            kind = kinds[len(found) % len(kinds)]
            found[f"{path}?{urlencode(kind())}"] = None
        return list(found)

    def _word(self) -> str:
        """As often a frequent word as a rare one: ranks are drawn evenly on a scale of logs."""
        return self.words[int(len(self.words) ** self.random.uniform(0.2, 0.98))]

    def _words(self) -> Parameters:
        count = self.random.choice((1, 1, 1, 2, 2, 3))
        return [("q", " ".join(self._word() for _ in range(count)))]

    def _phrase(self) -> Parameters:
        title = self.corpus.text(self.random.choice(self.corpus.rows).title)
        start = self.random.randrange(max(1, len(title) - 4))
        return [("q", f"“{title[start : start + self.random.randint(2, 10)]}”")]

    def _choice(self) -> tuple[str, str]:
        """A value that some article holds."""
        facets = self.corpus.facets(self.random.choice(self.corpus.rows))
        name = self.random.choice(("city", "official", "industry"))
        values = facets[name] or self.corpus.entities.industries
        return (name if facets[name] else "industry", self.random.choice(values))

    def _filtered(self) -> Parameters:
        more = [self._choice()] if self.random.random() < 0.3 else []
        return [("q", self._word()), self._choice(), *more]

    def _browsed(self) -> Parameters:
        return [self._choice()]

    def _paged(self) -> Parameters:
        return [("q", self._word()), ("page", str(self.random.randint(2, 5)))]

    def _sorted(self) -> Parameters:
        return [("q", self._word()), ("sort", self.random.choice(("newest", "oldest")))]

    def _dated(self) -> Parameters:
        year = self.random.randint(2020, 2023)
        return [("q", self._word()), ("from", str(year)), ("to", f"{year + 1}-06")]


def addresses(made: Corpus, cut: Cut) -> Iterator[str]:
    yield from Mix(made, cut).addresses("/search/")
