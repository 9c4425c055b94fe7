"""Words: what index and query agree on, and names that stay whole."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Callable, Iterator
from functools import cache, partial
from math import log
from pathlib import Path
from types import FrameType
from typing import Any

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.text import keeping, segment
from archive.text.cutting import cut_many
from archive.text.fold import fold
from archive.text.keeping import likeliest
from archive.text.segment import (
    DICTIONARY,
    borders,
    found,
    query_words,
    spans,
    use_roster,
    words,
)

NAME = "栾蔚葳"
WHOLE = (NAME, "太白湖新区", "储能产业发展", "储能产业", "产业发展大会", "发展大", "公司", "的人民")
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
    text = "北方重工股份有限公司在沈阳市铁西区召开新能源汽车产业发展大会"
    assert words(text) == plain_jieba().lcut_for_search(text, HMM=False)


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


@cache
def plain_jieba() -> jieba.Tokenizer:
    plain = jieba.Tokenizer()
    plain.FREQ, plain.total = plain.gen_pfdict(plain.get_dict_file())
    plain.initialized = True
    return plain


@cache
def jieba_with(names: frozenset[str]) -> jieba.Tokenizer:
    """jieba with these names, each as often as jieba suggests while it knows none of them."""
    plain, named = plain_jieba(), jieba.Tokenizer()
    named.FREQ, named.total, named.initialized = dict(plain.FREQ), plain.total, True
    for name in names:
        if len(list(plain.cut(name, HMM=False))) > 1:
            named.add_word(name, plain.suggest_freq(name))
    named.total = plain.total
    return named


def test_runs_are_cut_as_jieba_cuts_them() -> None:
    runs = sample_runs()
    use_roster(WHOLE)
    tokenizer = jieba_with(frozenset(WHOLE))
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


@given(st.text(ANY.replace("\n", ""), max_size=40), st.sets(st.sampled_from(WHOLE)))
@settings(deadline=None)
def test_any_run_with_names_is_cut_as_jieba_cuts_it(run: str, names: set[str]) -> None:
    use_roster(names)
    pieces = re.findall(r"[\u4e00-\u9fd5]+|.", run)
    tokenizer = jieba_with(frozenset(names))
    assert DICTIONARY.cut(run) == [
        word for part in pieces for word in tokenizer.cut(part, HMM=False)
    ]


def test_rosters_of_the_past_leave_nothing_behind() -> None:
    strange = "\u9f98\u9f96"  # no words, so that their frequencies as beginnings could matter
    texts = [f"市长{strange}调研", f"储能{strange}产业发展大会"]
    known = dict(DICTIONARY.known()[0])
    use_roster([f"{strange}{NAME}", strange[1] + "产业"])
    use_roster([f"储能{strange}", "发展大"])
    after = [words(text) for text in texts]
    groups = DICTIONARY.roster.groups
    use_roster([])
    assert DICTIONARY.roster.groups == DICTIONARY.roster.often == {}
    use_roster([f"储能{strange}", "发展大"])
    assert [words(text) for text in texts] == after
    assert DICTIONARY.roster.groups == groups
    assert DICTIONARY.known()[0] == known


def test_a_name_that_comes_in_two_ways_stays_until_both_are_gone() -> None:
    use_roster(["储能ａ区", "太白湖新区", "太白湖 新区"])
    use_roster(["太白湖 新区"])
    assert "太白湖新区" in words("到太白湖新区")
    use_roster(["太白湖"])
    assert "太白湖新区" not in words("到太白湖新区")


def at_each_line(do: Callable[[], None], of: Callable[[], None]) -> None:
    """Run `of`, and before each line of it in these modules another thread that does something."""
    files = {segment.__file__, keeping.__file__}

    def beside() -> None:
        thread = threading.Thread(target=do, daemon=True)
        thread.start()
        thread.join(10)
        assert not thread.is_alive(), "a reader waits for the roster"

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename not in files:
            return None
        if event == "line":
            beside()
        return trace

    traced = sys.gettrace()
    sys.settrace(trace)
    try:
        of()
    finally:
        sys.settrace(traced)


def test_who_asks_during_an_exchange_finds_names_of_both_rosters_whole() -> None:
    text, asked = f"市长{NAME}出席储能会议", []
    use_roster([NAME])
    whole = query_words(text)
    before = borders(text)

    def ask() -> None:
        asked.append(query_words(text) == words(text) == whole)
        asked.append(borders(text) == before and found([NAME], text) == [(2, 5)])

    for turn in range(40):
        coming = [NAME, f"栾蔚{chr(0x5000 + turn)}", f"{NAME}{chr(0x5000 + turn)}"]
        at_each_line(ask, partial(use_roster, coming))
        asked.append(cut_many([text]).words(0) == whole)
    assert NAME in whole and len(asked) > 40 * 20 and all(asked)


def test_what_is_cut_during_an_exchange_is_cut_by_one_of_the_two() -> None:
    text = f"{NAME}到太白湖新区储能产业发展大会" * 2
    first, second = [NAME, "储能产业", "太白湖"], ["太白湖新区", "产业发展大", "葳到"]
    cuts = []
    for roster in (first, second):
        use_roster(roster)
        cuts.append((words(text), borders(text)))
    use_roster(first)
    during: list[Any] = []
    at_each_line(lambda: during.append((words(text), borders(text))), partial(use_roster, second))
    assert all(cut in cuts for cut in during) and during[0] == cuts[0] != cuts[1]
    assert (words(text), borders(text)) == cuts[1]


def test_an_exchange_looks_at_names_only_that_come(monkeypatch: pytest.MonkeyPatch) -> None:
    family, given_names = "赵钱孙李周吴郑王冯陈褚卫", "蔚葳兰亭庭栾璟瑜瑾琛"
    names = {a + b + c for a in family for b in given_names for c in given_names}
    use_roster(names)
    looked_at = []
    monkeypatch.setattr(DICTIONARY, "_needed", lambda word: looked_at.append(word) or 1000)
    use_roster(names - {"赵蔚葳"} | {NAME})
    assert looked_at == [NAME]
    assert "赵蔚葳" not in words("赵蔚葳出席") and "赵蔚兰" in words("赵蔚兰出席")
    version = DICTIONARY.version
    use_roster(names - {"赵蔚葳"} | {NAME})
    assert DICTIONARY.version == version
