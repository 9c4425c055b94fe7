"""Suggestions while typing: by characters, pinyin and initials, some of every kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from archive.models import Article, Official
from search import suggestions
from search.engine import Engine, TooCostly
from search.suggesting import current
from search.suggesting.current import forget
from search.suggesting.shelf import Name, Shelf
from search.tests import factories

WORDS = {
    "储能": 9, "储能电站": 5, "储备": 3, "产能": 4, "银行": 7, "重庆": 6, "西安": 8, "线": 1, "先进": 2,
    "5g基站": 2, "gdp": 3, "泰安": 8, "李兰祥": 2, "城内": 1, "村内": 1, "从南": 1, "菜鸟": 1, "采纳": 1,
    "次年": 2, "常年": 2,
}  # fmt: skip
NAMES = [
    Name("official", "7", "李兰祥", "李兰祥", 3),
    Name("official", "8", "单志强", "单志强", 2, ("shan", "zhi", "qiang")),
    Name("official", "7", "李兰祥（曾作李兰详）", "李兰详", 3),
    Name("city", "370900", "泰安市", "泰安市", 5),
    Name("county", "371481", "乐陵市", "乐陵市", 1, ("lao", "ling", "shi")),
    Name("industry", "energy-storage", "储能", "储能", 4),
]


def shelf() -> Shelf:
    words = sorted(WORDS)
    return Shelf(words, np.array([WORDS[word] for word in words], np.int32), NAMES)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    made = shelf()
    monkeypatch.setattr(suggestions, "shelf", lambda: made)
    monkeypatch.setattr(suggestions, "is_held", lambda text: text != "产能")
    yield


def labels(typed: str, kind: str = "") -> list[str]:
    rows = suggestions.suggest(typed)
    return [row["label"] for row in rows if kind in ("", row["kind"])]


@pytest.mark.usefixtures("small")
class TestReading:
    @pytest.mark.parametrize(
        ("typed", "label"),
        [
            ("李兰", "李兰祥"), ("lilanxiang", "李兰祥"), ("lilanx", "李兰祥"), ("llx", "李兰祥"),
            ("li lan xiang", "李兰祥"), ("LLX", "李兰祥"), ("lanx", ""), ("李lx", "李兰祥"),
            ("shanzhi", "单志强"), ("danzhi", ""), ("szq", "单志强"),
            ("chuneng", "储能"), ("cn", "储能"), ("储n", "储能"), ("储neng", "储能"), ("儲", "储能"),
            ("chunengdianz", "储能电站"), ("yinhang", "银行"), ("yinxing", ""), ("chongq", "重庆"),
            ("xian", "西安"), ("xi'an", "西安"), ("xian", "先进"), ("laoling", "乐陵市"), ("gd", "gdp"),
            ("5g", "5g基站"), ("５Ｇ", "5g基站"), ("taians", "泰安市"),
        ],
    )  # fmt: skip
    def test_by_characters_by_pinyin_by_initials(self, typed: str, label: str) -> None:
        assert label in labels(typed) if label else labels(typed) == []

    def test_every_kind_and_no_word_twice(self) -> None:
        rows = suggestions.suggest("储")
        assert [(row["kind"], row["label"]) for row in rows] == [
            ("industry", "储能"), ("term", "储能电站"), ("term", "储备"),
        ]  # fmt: skip
        assert labels("李兰祥", "term") == []

    def test_a_word_that_is_also_an_industry_is_offered_as_typed(self) -> None:
        kinds = [row["kind"] for row in suggestions.suggest("储能")]
        assert kinds == ["industry", "term", "term"]
        assert labels("储能", "term") == ["储能", "储能电站"]

    def test_what_is_typed_in_full_comes_first(self) -> None:
        assert labels("泰安", "term") == ["泰安"]
        assert labels("储能电站") == ["储能电站"]

    def test_one_found_under_two_names_is_shown_once(self) -> None:
        assert labels("李兰", "official") == ["李兰祥"]
        assert labels("李兰详") == ["李兰祥（曾作李兰详）"]

    def test_the_last_of_several_words_is_completed(self) -> None:
        rows = {row["kind"]: row for row in suggestions.suggest("银行\u3000 泰")}
        assert rows["term"]["value"] == rows["term"]["label"] == "银行 泰安"
        assert rows["city"]["url"] == "/search/?q=%E9%93%B6%E8%A1%8C&city=370900"

    @pytest.mark.parametrize(
        "typed",
        ["", " ", "'", '"', '"银行 储', '"储"', "银行 -储", "date:储", "title:", "储*", "储" * 50],
    )
    def test_what_the_query_language_takes_is_left_alone(self, typed: str) -> None:
        assert labels(typed) == []

    @pytest.mark.parametrize(
        ("typed", "values"),
        [
            ('银行 "储', ['银行 "储能"', '银行 "储能电站"', '银行 "储备"']), ("“李兰", ["“李兰祥”"]),
            ("标题：chuneng", ["标题：储能", "标题：储能电站"]), ("title:「重", ["title:「重庆」"]),
            ("城市:泰", ["370900"]), ("银行 official:李兰", ["7"]), ("行业:储", ["energy-storage"]),
            ("银行 OR 城市:泰", []), ('城市:"泰', []),
        ],
    )  # fmt: skip
    def test_in_a_quote_just_opened_and_after_a_field(self, typed: str, values: list[str]) -> None:
        assert [row["value"] for row in suggestions.suggest(typed)] == values

    def test_a_name_after_its_field_narrows_what_stands_before(self) -> None:
        assert suggestions.suggest("银行 城市:泰")[0]["url"] == (
            "/search/?q=%E9%93%B6%E8%A1%8C&city=370900"
        )

    @pytest.mark.parametrize(
        ("typed", "values"),
        [
            ("西安 not chong", ["西安 NOT 重庆"]), ("OR chong", ["重庆"]), ("not chong", ["NOT 重庆"]),
            ("西安 AND 泰", ["370900", "西安 AND 泰安"]), ("西安 Or 泰", ["西安 OR 泰安"]),
            ("西安 NEAR/5 泰", ["西安 NEAR/5 泰安"]), ("西安 and", []), ("西安 OR", []),
            ('"rock and roll" 重', ['"rock and roll" 重庆']),
        ],
    )  # fmt: skip
    def test_operators_are_no_words(self, typed: str, values: list[str]) -> None:
        assert [row["value"] for row in suggestions.suggest(typed)] == values

    def test_a_name_narrows_what_stands_before_the_operator(self) -> None:
        city = suggestions.suggest("西安 AND 泰")[0]
        assert city["url"] == "/search/?q=%E8%A5%BF%E5%AE%89&city=370900"

    def test_a_word_that_no_article_holds_any_more_is_left_out(self) -> None:
        assert labels("产") == []

    @given(st.text(st.sampled_from("chunengzlx '\"李储5-: \x00") | st.characters(), max_size=50))
    def test_anything_may_be_typed(self, typed: str) -> None:
        assert len(suggestions.suggest(typed)) <= 10


def test_ten_with_a_share_for_each_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    ends = "甲乙丙丁戊己庚辛壬癸子丑"
    names = [Name("official", end, f"泰{end}", f"泰{end}一", 1) for end in ends]
    names += [Name("city", end, f"泰{end}市", f"泰{end}市", 1) for end in ends]
    made = Shelf([f"泰{end}" for end in ends], np.ones(len(ends), np.int32), names)
    monkeypatch.setattr(suggestions, "shelf", lambda: made)
    monkeypatch.setattr(suggestions, "is_held", lambda text: True)
    kinds = [row["kind"] for row in suggestions.suggest("泰")]
    assert len(kinds) == 10 and {"official", "city", "term"} == set(kinds)
    assert min(kinds.count(kind) for kind in set(kinds)) >= 2


@pytest.mark.django_db
class TestShelf:
    @pytest.fixture(autouse=True)
    def anew(self, reindexed: Callable[[], int]) -> Callable[[], int]:
        forget()
        return reindexed

    def test_names_of_published_articles(self, client: Client, anew: Callable[[], int]) -> None:
        seen = Official.objects.create(name="李兰祥", pinyin="lilanxiang llx")
        seen.aliases.create(name="李兰详", former_id=901)
        unseen = Official.objects.create(name="李兰亭", pinyin="lilanting llt")
        factories.article(officials={seen: "speaker"}, cities={"370900": "subject"})
        factories.article(officials={unseen: "speaker"}, status=Article.Status.DRAFT)
        anew()
        rows = client.get("/api/v1/suggest", {"q": "lil"}).json()["suggestions"]
        assert [(row["value"], row["label"]) for row in rows] == [(str(seen.pk), "李兰祥")]
        assert labels("李兰详") == ["李兰祥（曾作李兰详）"]
        assert labels("tas") == ["泰安市"]

    def test_newspapers_and_no_figures(self, anew: Callable[[], int], client: Client) -> None:
        made = factories.article("发电2024kwh，5g基站。")
        paper = made.page.issue.newspaper
        anew()
        rows = client.get("/api/v1/suggest", {"q": paper.name[:2]}).json()["suggestions"]
        assert ("newspaper", paper.slug) in {(row["kind"], row["value"]) for row in rows}
        assert labels("202") == []

    def test_namesakes_say_where_they_are(self, anew: Callable[[], int]) -> None:
        for code in ("370900", "370800"):
            official = Official.objects.create(name="李强", place=factories.city(code))
            factories.article(officials={official: "speaker"})
        anew()
        assert sorted(labels("lq")) == ["李强（泰安市）", "李强（济宁市）"]

    def test_a_change_shows(self, anew: Callable[[], int], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(current, "REST", 0)
        official = Official.objects.create(name="李兰祥")
        article = factories.article(officials={official: "speaker"})
        anew()
        assert labels("李兰") == ["李兰祥"]
        article.status = Article.Status.DRAFT
        article.save()
        anew()
        assert labels("李兰") == []


@pytest.mark.django_db
def test_nobody_waits_while_the_shelf_is_made_anew(
    reindexed: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.article("泰安的储能。")
    forget()
    reindexed()
    before = current.shelf()
    factories.article("泰安的光伏。")
    reindexed()
    monkeypatch.setattr(current, "_made", replace(current._made, until=0.0))
    with current._lock:
        assert current.shelf() is before
    assert current.shelf() is not before


@pytest.mark.django_db
def test_what_was_taken_back_is_no_longer_suggested(reindexed: Callable[[], int]) -> None:
    factories.article("泰安的储能。")
    article = factories.article("泰安的光伏。")
    forget()
    reindexed()
    assert labels("光") == ["光伏"]
    article.delete()
    reindexed()
    assert labels("光") == []


@pytest.mark.django_db
def test_without_an_index_nothing_is_suggested(client: Client) -> None:
    answer = client.get("/api/v1/suggest", {"q": "泰"})
    assert answer.status_code == 200 and answer.json()["suggestions"] == []


@pytest.mark.django_db
def test_a_cluster_that_is_too_slow_to_tell_its_words_suggests_names(
    reindexed: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    official = Official.objects.create(name="李兰祥", pinyin="lilanxiang llx")
    factories.article("储能电站开工。", officials={official: "speaker"})
    reindexed()
    forget()
    assert labels("储能", "term") and labels("llx", "official") == ["李兰祥"]

    def slow(asked: object) -> None:
        raise TooCostly

    with monkeypatch.context() as patch:
        patch.setattr(suggestions, "is_held", slow)
        assert labels("储能") == []
    monkeypatch.setattr(Engine, "lexicon", slow)
    forget()
    assert labels("储能", "term") == [] and labels("llx", "official") == ["李兰祥"]
