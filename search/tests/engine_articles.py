"""Articles for the engine's tests, and what an index of them must hold, found the plain way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from random import Random

from archive.text.fold import fold
from archive.text.segment import words
from search.engine.documents import Document
from search.engine.schema import LONGEST, SUBJECTS

_PIECES = (
    "泰安市发展储能产业，", "增速达 8 . 7％。", "肥城市建设儲能之都", "GDP 增长 10%；", "New Energy 大会",
    "能源局说：“储备充足”。", "市中区新增 120㎡ 展厅", "AB线通车。", "长春市长春药店开业", "\n", "林红玉", "𠮷野家",
)  # fmt: skip


def article(
    number: int, body: str = "", title: str = "", day: str = "2024-03-15", **facets: list[str]
) -> Document:
    texts = {"title": title, "kicker": "", "subtitle": "", "body": body, "byline": "记者 张三"}
    return Document(number, date.fromisoformat(day), texts, facets, "泰安市 张三")


def articles(numbers: Iterable[int], seed: int = 1) -> list[Document]:
    """Made up by chance, always the same for one seed; some are empty."""
    chance = Random(seed)
    return [
        article(
            number,
            "".join(chance.choices(_PIECES, k=chance.randrange(12))),
            "".join(chance.choices(_PIECES, k=chance.randrange(3))),
            f"2024-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
            city=chance.sample(["370100", "370900", "370800"], chance.randrange(3)),
            industry=chance.sample(["农业", "储能"], chance.randrange(2)),
        )
        for number in numbers
    ]


def text_of(document: Document, field: str) -> str:
    return fold(document.subjects if field == SUBJECTS else document.texts.get(field, ""))


def counted(documents: Sequence[Document], field: str) -> dict[str, dict[int, int]]:
    """By word: how often the document of each place holds it."""
    found: dict[str, dict[int, int]] = {}
    for place, document in enumerate(documents):
        cut = (word[:LONGEST] for word in words(text_of(document, field)))
        for word, often in Counter(cut).items():
            found.setdefault(word, {})[place] = min(often, 255)
    return found
