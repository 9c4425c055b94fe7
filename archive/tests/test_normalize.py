"""What a text layer breaks, repaired."""

import pytest

from archive.text.normalize import clean, ends_sentence, indent, join


@pytest.mark.parametrize(
    ("raw", "usual"),
    [
        ("⼭东省济宁市⻓⻋⻔", "山东省济宁市长车门"),
        ("本\u00ad报\u200b讯\ufeff\x0c\x07", "本报讯"),
        ("\u00a0 市\u2002委\t会\u2003", "  市 委 会\u3000"),
        ("\uf907\uf9da﹁樣﹂｡", "龜栗「樣」。"),
        ("\ue5e5今年\uf06e", "\u3000今年■"),
        ("体\ufe00育\U000e0100", "体育"),
    ],
)
def test_clean_leaves_usual_characters_only(raw, usual):
    assert clean(raw) == usual


def test_indent_counts_what_clean_leaves_of_an_em():
    assert indent(clean("\u2003\u2003全市")) == 2
    assert indent(clean("\u00a0\u00a0全市")) == 1


def test_join_keeps_latin_words_apart():
    assert join("Hello", "world") == "Hello world"
    assert join("经济", "工作") == "经济工作"


@pytest.mark.parametrize("text", ["完成。", "“完成。”", "达到40%。（记者 何三思）"])
def test_sentence_ends(text):
    assert ends_sentence(text)
