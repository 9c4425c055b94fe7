"""您要找的是不是: near misses of words and names, where nothing was found or a word stands nowhere."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from archive.models import Official
from search import spelling
from search.request import SearchRequest
from search.suggesting.current import forget
from search.suggesting.nearby import near
from search.suggesting.nearby import spelling as written
from search.suggesting.shelf import Name, Shelf
from search.tests import factories

WORDS = {
    "储能": 9, "出能": 1, "产业": 20, "营商环境": 8, "乡村振兴": 7, "光伏": 6, "高质量发展": 9, "新能源": 5,
    "能源": 6, "银行": 4, "民生": 3, "明生": 1, "gdp": 2,
}  # fmt: skip
NAMES = [
    Name("official", "1", "李兰祥", "李兰祥", 3),
    Name("official", "2", "单志强", "单志强", 2, ("shan", "zhi", "qiang")),
    Name("city", "370900", "泰安市", "泰安市", 5),
]


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    words = sorted(WORDS)
    return Shelf(words, np.array([WORDS[word] for word in words], np.int32), NAMES)


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("除能", "储能"), ("chuneng", "储能"), ("能储", "储能"), ("除能", "储能"), ("广伏", "光伏"),
        ("营商环镜", "营商环境"), ("营商换境", "营商环境"), ("营环境", "营商环境"), ("营商商环境", "营商环境"),
        ("营商境环", "营商环境"), ("营伤环境", "营商环境"), ("營商环镜", "营商环境"), ("高质发展", "高质量发展"),
        ("李兰样", "李兰祥"), ("李兰", "李兰祥"), ("里兰祥", "李兰祥"), ("李兰龙", "李兰祥"),
        ("单智强", "单志强"), ("shanzhiqiang", "单志强"), ("明省", "明生"), ("yinhang", "银行"),
    ],
)  # fmt: skip
def test_nearest(shelf: Shelf, typed: str, nearest: str) -> None:
    assert [written(shelf, row) for row in near(shelf, typed, 1)] == [nearest]


def test_the_same_sound_comes_before_the_more_frequent(shelf: Shelf) -> None:
    found = [written(shelf, row) for row in near(shelf, "民声", 3)]
    assert found == ["民生", "明生"]


LONG = [word for word in WORDS if len(word) >= 3 and not word.isascii()] + ["李兰祥", "泰安市"]


def slips(word: str) -> set[str]:
    """One character left out, typed twice, another one, one too many, two changed over."""
    found = set()
    for at in range(len(word)):
        found |= {word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:]}
        found |= {word[:at] + "龘" + word[at + 1 :], word[:at] + "龘" + word[at:]}
        if at:
            found.add(word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :])
    return found - WORDS.keys()


@pytest.mark.parametrize("word", LONG)
def test_every_slip_finds_the_word_again(shelf: Shelf, word: str) -> None:
    for typed in slips(word):
        assert word in [written(shelf, row) for row in near(shelf, typed, 9)], typed


@pytest.mark.parametrize("typed", ["", "的", "翡翠", "chun", "qqq", "储" * 30, "12"])
def test_nothing_is_near(shelf: Shelf, typed: str) -> None:
    assert near(shelf, typed, 3) == []


@given(st.text(st.sampled_from("储能chuneg李兰 \x00") | st.characters(), max_size=12))
def test_any_text_may_be_typed(typed: str) -> None:
    words = sorted(WORDS)
    made = Shelf(words, np.array([WORDS[word] for word in words], np.int32), NAMES)
    assert len(near(made, typed, 3)) <= 3


@pytest.mark.django_db
class TestMeant:
    @pytest.fixture(autouse=True)
    def filled(self, reindexed: Callable[[], int], monkeypatch: pytest.MonkeyPatch) -> None:
        official = Official.objects.create(name="李兰祥", pinyin="lilanxiang llx")
        factories.article(
            "泰安的储能产业。",
            cities={"370900": "subject"},
            industries={"energy-storage": "subject"},
        )
        factories.article(
            "李兰祥到济宁谈光伏。", cities={"370800": "subject"}, officials={official: "speaker"}
        )
        forget()
        reindexed()

    def queries(self, **asked: object) -> list[str]:
        return [one.query for one in spelling.meant(SearchRequest(**asked))]  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("除能", ["储能"]), ("chuneng", ["储能"]), ("泰安 除能", ["泰安 储能"]), ('"除能"', ['"储能"']),
            ("李兰样", ["李兰祥"]), ("official:李兰样", ["official:李兰祥"]), ("除能产业", ["储能产业"]),
            ("翡翠", []), ("", []), ("泰安 济宁", []), ("除能 -产业", []),
            ("除能 除能", ["储能 储能"]), ("标题:除能", []), ("正文:除能", ["正文:储能"]),
            ("(除能 泰安", ["(储能 泰安"]), ("除能 “泰安", ["储能 泰安"]),
        ],
    )  # fmt: skip
    def test_offered_is_what_has_hits(self, typed: str, meant: list[str]) -> None:
        assert self.queries(q=typed) == meant

    def test_what_is_chosen_stays_chosen(self, client: Client) -> None:
        assert self.queries(q="除能", city=("370800",)) == []
        html = client.get("/search/", {"q": "除能", "city": "370900", "page": "1"}).content.decode()
        assert "您要找的是不是" in html
        assert 'href="/search/?q=%E5%82%A8%E8%83%BD&amp;city=370900">储能</a>' in html

    def test_a_search_with_hits_is_not_looked_over(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(spelling, "shelf", lambda: pytest.fail("asked"))
        assert "您要找的是不是" not in client.get("/search/", {"q": "储能"}).content.decode()

    def test_a_word_that_falls_apart_is_doubted_though_its_characters_have_hits(
        self, client: Client, reindexed: Callable[[], int]
    ) -> None:
        factories.article("除、能。", title="安全")
        reindexed()
        html = client.get("/search/", {"q": "除能"}).content.decode()
        assert "1 篇" in html and "您要找的是不是" in html and ">储能</a>" in html
        # Where it stands as it was typed, it is what was meant.
        factories.article("除能即废。", title="旧法")
        reindexed()
        assert "您要找的是不是" not in client.get("/search/", {"q": "除能"}).content.decode()

    def test_markup_stays_text(self, client: Client) -> None:
        html = client.get("/search/", {"q": "<b> 除能"}).content.decode()
        assert "<b>" not in html


@pytest.mark.django_db
def test_without_an_index_nothing_is_offered() -> None:
    assert spelling.meant(SearchRequest(q="除能")) == []
