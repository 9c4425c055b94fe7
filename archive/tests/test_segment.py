"""Words: what index and query agree on, and names that stay whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from math import log
from pathlib import Path
from typing import Any

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.text import segment
from archive.text.fold import fold
from archive.text.segment import (
    DICTIONARY,
    found,
    likeliest,
    query_words,
    spans,
    use_roster,
    words,
)

NAME = "栾蔚葳"
SAMPLES = Path(__file__).parent / "sample_sources"
ANY = "一二三储能产业发展大会泰安市长有限公司的人民\u9fd5\u9fd6\u3400〇々abgdp8.7%,。 \n"


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
@settings(deadline=None)
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


def sample_runs() -> set[str]:
    """Runs of Chinese characters of the samples."""
    texts = [fold(path.read_text(encoding="utf-8")) for path in SAMPLES.glob("*.toml")]
    return {run[0] for text in texts for run in segment.RUN.finditer(text) if run["han"]}


@cache
def _quick() -> Any:
    return segment.rjieba.Jieba()


def test_runs_are_cut_as_jieba_cuts_them() -> None:
    runs = sample_runs()
    use_roster([NAME, "太白湖新区", "储能产业发展"])
    tokenizer = DICTIONARY.jieba()
    assert len(runs) > 1000
    for run in [*runs, f"{NAME}到太白湖新区", "㐀〇储能产业发展々大会"]:
        assert DICTIONARY.cut(run) == list(tokenizer.cut(run, HMM=False))


@given(st.text(ANY.replace("\n", ""), max_size=40))
@settings(deadline=None)
def test_the_likeliest_words_are_those_of_jieba(text: str) -> None:
    frequencies, total = DICTIONARY.known()
    for run in re.findall(r"[\u4e00-\u9fd5]+", text):
        assert likeliest(run, frequencies, log(total)) == list(
            DICTIONARY.jieba().cut(run, HMM=False)
        )


def test_runs_are_cut_alike_without_rjieba(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = sample_runs()
    before = [DICTIONARY.cut(run) for run in runs]
    monkeypatch.setattr(DICTIONARY, "_quick", None)
    assert [DICTIONARY.cut(run) for run in runs] == before


@pytest.mark.skipif(segment.rjieba is None, reason="rjieba is not installed")
def test_rjieba_cuts_as_jieba_does() -> None:
    tokenizer = DICTIONARY.jieba()
    for run in sample_runs():
        assert _quick().cut(run, False) == list(tokenizer.cut(run, HMM=False))


@pytest.mark.skipif(segment.rjieba is None, reason="rjieba is not installed")
@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5), max_size=40))
@settings(deadline=None)
def test_rjieba_cuts_any_characters_as_jieba_does(run: str) -> None:
    assert _quick().cut(run, False) == list(DICTIONARY.jieba().cut(run, HMM=False))


def test_the_order_in_which_names_come_does_not_matter() -> None:
    roster, texts = (
        [NAME, "太白湖新区", "太白湖", "新区管委会"],
        ["太白湖新区管委会", f"{NAME}太白湖"],
    )
    use_roster(roster)
    at_once = [words(text) for text in texts]
    use_roster([])
    for some in (roster[3:], roster[2:], roster[1:], roster[::-1]):
        use_roster(some)
    assert [words(text) for text in texts] == at_once
    use_roster([])
    assert "太白湖新区" not in words(texts[0])


@given(st.text(ANY, max_size=60), st.lists(st.text(ANY, min_size=1, max_size=3), max_size=4))
@settings(deadline=None)
def test_found_is_where_words_stand(text: str, more: list[str]) -> None:
    folded = fold(text)
    for wanted in (more, query_words(folded)[:3]):
        expected = {(start, end) for word, start, end in spans(folded) if word in wanted}
        assert found(wanted, folded) == sorted(expected)


def test_found_leaves_out_what_is_only_letters_of_other_words() -> None:
    assert found(["产业", "gdp", "8"], "储能产业发展,生产业绩,gdp增8.8%,8家") == [
        (2, 4),
        (12, 15),
        (21, 22),
    ]


def test_policy_terms_are_part_of_the_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    segment.fingerprint.cache_clear()
    before = segment.fingerprint()
    monkeypatch.setattr(segment, "policy_terms", lambda: ("新质生产力",))
    segment.fingerprint.cache_clear()
    assert segment.fingerprint() != before
    segment.fingerprint.cache_clear()
