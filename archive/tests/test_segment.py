"""Words: what index and query agree on, and names that stay whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.fold import fold
from archive.text.segment import query_words, spans, use_roster, words

NAME = "栾蔚葳"


@pytest.fixture(autouse=True)
def no_roster() -> Iterator[None]:
    yield
    use_roster([])


def test_long_words_come_with_the_words_inside() -> None:
    assert words("发展股份有限公司") == ["发展", "股份", "有限", "公司", "有限公司"]
    assert query_words("股份有限公司") == ["股份", "有限公司"]


def test_numbers_and_latin_stay_whole() -> None:
    assert words(fold("ＧＤＰ增长 8 . 7％，5G基站3,000个")) == [
        "gdp", "增长", "8.7%", "5g", "基站", "3,000", "个",
    ]  # fmt: skip


def test_roster_keeps_a_name_whole_until_it_is_taken_back() -> None:
    before = words(f"市长{NAME}调研")
    assert NAME not in before
    use_roster([NAME])
    assert NAME in words(f"市长{NAME}调研")
    use_roster([])
    assert words(f"市长{NAME}调研") == before


@given(st.text(alphabet="储能产业泰安市长abc8.%,。 \n", max_size=30))
def test_query_words_are_words_of_the_text(text: str) -> None:
    folded = fold(text)
    assert set(query_words(folded)) <= set(words(folded))
    assert all(folded[start:end] == word for word, start, end in spans(folded))


def test_cuts_as_jieba_does_for_search() -> None:
    plain = jieba.Tokenizer()
    plain.FREQ, plain.total = plain.gen_pfdict(plain.get_dict_file())
    plain.initialized = True
    text = "北方重工股份有限公司在沈阳市铁西区召开新能源汽车产业发展大会"
    assert words(text) == plain.lcut_for_search(text, HMM=False)


def test_no_cache_file_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    words("储能")
    assert list(tmp_path.iterdir()) == []
