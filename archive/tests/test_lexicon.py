"""Longest match over a list of words."""

from __future__ import annotations

from archive.text.lexicon import Lexicon


def _found(words: list[str], text: str) -> list[str]:
    return [text[start:end] for start, end in Lexicon(words).find(text)]


def test_the_longest_word_wins_and_hides_what_it_holds() -> None:
    assert _found(["汽车", "汽车站", "车站"], "汽车站旁的汽车") == ["汽车站", "汽车"]


def test_latin_words_do_not_match_inside_longer_ones() -> None:
    assert _found(["AI", "5G"], "AI和5G，PAID，OpenAI") == ["AI", "5G"]


def test_single_characters_and_the_end_of_the_text() -> None:
    assert _found(["个", "个月"], "三个月又一个") == ["个月", "个"]
    assert Lexicon(["个"]).longest_at("个", 5) == 0
