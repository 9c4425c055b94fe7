"""The very sentence of a first mention: found in the order of reading, marked, cut where it is long."""

from __future__ import annotations

from search.diffusion.mentions import LONGEST, sentence
from search.highlight import Highlighter, marked
from search.query import parse
from search.tree import Everything


def shown(query: str, body: str, title: str = "", kicker: str = "") -> tuple[str, str]:
    texts = {"kicker": kicker, "title": title, "subtitle": "", "body": body}
    place, text, marks = sentence(texts, Highlighter.of(parse(query).tree))
    return place, marked(text, marks, 0, len(text))


def test_the_sentence_that_holds_it() -> None:
    body = "第一句。会议提出发展低空经济，打造产业链！下一句也有低空经济。"
    assert shown('"低空经济"', body) == (
        "body",
        "会议提出发展<mark>低空经济</mark>，打造产业链！",
    )


def test_a_headline_is_read_before_the_body() -> None:
    assert shown('"低空"', "低空。", title="低空起飞") == ("title", "<mark>低空</mark>起飞")
    assert shown('"低空"', "低空。", title="低空起飞", kicker="抢滩低空")[0] == "kicker"


def test_a_quote_ends_with_its_sentence() -> None:
    body = "他说：“先试点。”会上说：“发展低空！”散会。"
    assert shown('"低空"', body)[1] == "会上说：“发展<mark>低空</mark>！”"


def test_paragraphs_end_sentences_and_blanks_go() -> None:
    assert shown('"低空"', "前一段\n　　发展低空\n后一段")[1] == "发展<mark>低空</mark>"


def test_other_spellings_are_marked_as_printed() -> None:
    assert shown('"低空經濟"', "他说：ＯＫ，低空经济。")[1].count("<mark>低空经济</mark>") == 1


def test_a_text_across_two_sentences_is_shown_whole() -> None:
    assert (
        shown('"起飞。低空"', "我们起飞。低空经济。别的。")[1]
        == "我们<mark>起飞。低空</mark>经济。"
    )


def test_a_long_sentence_is_cut_around_it() -> None:
    place, html = shown('"低空"', "很" * 300 + "低空" + "长" * 300)
    assert place == "body" and "<mark>低空</mark>" in html
    assert html.startswith("…") and html.endswith("…") and len(html) < LONGEST + 30


def test_markup_is_escaped() -> None:
    assert "<b>" not in shown('"低空"', "<b>低空</b>。")[1]


def test_without_any_text_it_is_the_headline() -> None:
    texts = {"kicker": "", "title": "标题", "subtitle": "", "body": "正文"}
    assert sentence(texts, Highlighter.of(Everything())) == ("title", "标题", [])
