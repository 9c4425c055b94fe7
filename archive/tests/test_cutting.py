"""Cutting by arrays: the same words as one by one, whatever the text and the roster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.text.cutting import cut_many
from archive.text.fold import fold
from archive.text.segment import use_roster, words

HERE = Path(__file__).parent
PAGES = HERE.parents[2] / "shared" / "pages"
COMMON = (
    "一百二十三万四千储能产业发展大会泰安市长王新华社有限公司的人民了不起\u9fd5\u9fd6\u3400〇々"
)
MIXED = "abcGDP8.7%5g3,000-_·。，、\n ①Ⅻéя한カナ々〇ー㐀𠀀𬭎\u9fa6"


@pytest.fixture(autouse=True)
def no_roster() -> Iterator[None]:
    yield
    use_roster([])


def assert_same(texts: Sequence[str]) -> None:
    cut = cut_many(texts)
    assert len(cut.starts) == len(texts) + 1
    assert cut.starts[0] == 0 and cut.starts[-1] == len(cut.tokens)
    assert [cut.words(text) for text in range(len(texts))] == [words(text) for text in texts]
    assert len(set(cut.vocabulary)) == len(cut.vocabulary)


def sources(folder: Path, kind: str) -> list[str]:
    """Paragraphs and whole texts, folded."""
    whole = [path.read_text(encoding="utf-8", errors="ignore") for path in folder.glob(kind)]
    return [fold(text) for text in whole + [line for text in whole for line in text.split("\n")]]


def test_samples_are_cut_alike() -> None:
    texts = sources(HERE / "sample_sources", "*.toml")
    assert len(texts) > 50
    assert_same(texts)


@pytest.mark.skipif(not PAGES.is_dir(), reason="the shared pages are not here")
def test_pages_are_cut_alike() -> None:
    assert_same(sources(PAGES, "*.txt"))


@given(st.lists(st.text(st.sampled_from(COMMON + MIXED), max_size=60), max_size=5))
@settings(max_examples=300, deadline=None)
def test_any_words_are_cut_alike(texts: list[str]) -> None:
    assert_same(texts)
    assert_same([fold(text) for text in texts])


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), max_size=4))
@settings(max_examples=200, deadline=None)
def test_any_characters_are_cut_alike(texts: list[str]) -> None:
    assert_same(texts)


def test_nothing_is_cut_into_nothing() -> None:
    assert cut_many([]).starts.tolist() == [0]
    assert cut_many(["", "。", ""]).starts.tolist() == [0, 0, 0, 0]
    assert cut_many(["", "储能", ""]).words(1) == ["储能"]


def test_a_long_run_without_a_break_is_cut_alike() -> None:
    assert_same(["在沈阳市铁西区召开新能源汽车产业发展大会" * 150])


def test_the_roster_of_the_moment_is_used() -> None:
    name, zone = "栾蔚葳", "太白湖新区经济技术开发示范园"
    texts = [f"市长{name}到{zone}调研储能产业", "太白湖新区储能产业", f"{name}一行"]
    before = cut_many(texts)
    assert name not in before.vocabulary
    for roster in ([name, zone], [zone, "储能产业", "王𬭎"], ["新区储", "储能产业"], []):
        use_roster(roster)
        assert_same(texts)
        assert (name in cut_many(texts).vocabulary) == (name in roster)
    assert_same([*texts, *sources(HERE / "sample_sources", "a_*.toml")])


def test_a_large_roster_is_learned() -> None:
    family, given_names = "赵钱孙李周吴郑王冯陈褚卫", "蔚葳兰亭庭栾璟瑜瑾琛"
    names = [a + b + c for a in family for b in given_names for c in given_names]
    use_roster(names)
    assert_same(["、".join(names), "".join(names)])
