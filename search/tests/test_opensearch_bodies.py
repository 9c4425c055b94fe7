"""What is sent to a cluster: the same words as the embedded engine has, and every character."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from archive.text.fold import fold
from search.engine import stamp
from search.engine.schema import SLOTS, SUBJECTS
from search.opensearch import bodies, bulk, fields, mapping
from search.tests.engine_articles import article, articles, counted


def test_every_character_is_a_token() -> None:
    assert fields.chars("增 长\n𠮷") == "增 \x01 长 \x02 𠮷"
    assert fields.chars("") == ""


def test_every_two_neighbours_are_a_token() -> None:
    assert fields.pairs("增 长\n𠮷").split(" ") == ["增\x01", "\x01长", "长\x02", "\x02𠮷"]
    assert fields.pairs("长") == ""


@pytest.mark.parametrize("days", [-400, 0, 19_800])
def test_a_moment_orders_by_day_and_then_by_number(days: int) -> None:
    late, next_day = fields.moment(days, 10**9), fields.moment(days + 1, 1)
    assert late < next_day
    assert int(float(late)) == late
    assert (fields.days_of(late), fields.number_of(late)) == (days, 10**9)


def test_words_are_those_of_the_embedded_engine() -> None:
    documents = articles(range(1, 60))
    found = list(bodies.bodies(documents))
    for name in (*SLOTS, SUBJECTS):
        expected = counted(documents, name)
        often: dict[str, dict[int, int]] = {}
        for place, body in enumerate(found):
            for word, number in Counter(str(body.get(name, "")).split()).items():
                often.setdefault(word, {})[place] = number
        assert often == expected


def test_texts_are_the_folded_ones_character_by_character() -> None:
    for document, body in zip(
        documents := articles(range(1, 60)), bodies.bodies(documents), strict=True
    ):
        for slot in SLOTS:
            folded = fold(document.texts[slot])
            assert body.get(slot + fields.CHARS, "") == fields.chars(folded)
            assert body.get(slot + fields.PAIRS, "") == fields.pairs(folded)


def test_the_lexicon_has_the_words_of_title_and_body_from_two_characters_on() -> None:
    document = article(1, "发展储能产业，发展快", "能源局")
    (body,) = bodies.bodies([document])
    told = body[fields.LEXICON]
    assert isinstance(told, list)
    assert sorted(told) == sorted(
        mark + word
        for slot, mark in (("title", fields.OF_TITLE), ("body", ""))
        for word in {*str(body[slot]).split()}
        if len(word) > 1
    )
    assert "储能" in told


def test_a_document_has_its_columns() -> None:
    document = article(7, "储能", day="1970-01-02", city=["370900", "370100", "370900"])
    (body,) = bodies.bodies([document])
    assert body["number"] == 7
    assert body["date"] == "1970-01-02"
    assert body["stamp"] == stamp(document)
    assert body["moment"] == fields.moment(1, 7)
    assert body["city"] == ["370100", "370900"]
    assert "county" not in body


def test_the_mapping_names_every_field_that_is_sent_and_guesses_none() -> None:
    known = mapping.mapping()
    assert known["dynamic"] == "strict"
    assert known["_source"] == {"enabled": False}
    for body in bodies.bodies(articles(range(1, 60))):
        assert body.keys() <= known["properties"].keys()


def test_the_last_document_of_a_number_is_sent_and_not_deleted() -> None:
    sent = list(bodies.actions([article(1, "旧"), article(2), article(1, "新")], [2, 3, 3]))
    lines = [[json.loads(line) for line in one.splitlines()] for one in sent]
    assert [line[0] for line in lines] == [
        {"index": {"_id": "1"}},
        {"index": {"_id": "2"}},
        {"delete": {"_id": "3"}},
    ]
    assert lines[0][1]["body_chars"] == "新"


def test_a_request_holds_what_fits_but_one_document_at_least() -> None:
    cut = list(bulk.chunks([b"123", b"45", b"6", b"7890123", b"4"], size=5))
    assert cut == [[b"123", b"45"], [b"6"], [b"7890123"], [b"4"]]
