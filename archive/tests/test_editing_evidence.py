"""Evidence follows edited texts, and is found for what an editor adds."""

from archive.editing.evidence import quotes, sightings
from archive.ingest.evidence import moved


def test_moved_evidence_takes_the_nearest_and_drops_what_is_gone():
    before = {"body": "储能。很长的一段。储能"}
    after = {"body": "新的储能。很长的一段文字。储能"}
    assert moved([["body", 9, 11], ["body", 0, 2], ["body", 5, 5]], before, after) == [
        ["body", 13, 15],
        ["body", 2, 4],
    ]
    assert moved([["body", 0, 2]], before, {"body": ""}) == []


def test_quotes_are_each_shown_once_and_few():
    texts = {"title": "储能", "body": "储能甲乙丙丁"}
    spans = [
        ["title", 0, 2],
        ["body", 0, 2],
        ["body", 2, 3],
        ["body", 3, 4],
        ["body", 4, 5],
        ["body", 99, 100],
    ]
    assert quotes(spans, texts) == ["储能", "甲", "乙"]


def test_sightings_are_those_of_the_first_name_that_stands_there():
    texts = {"title": "泰安开工", "body": "泰安市，泰安、泰安、泰安"}
    assert sightings(texts, ["泰安市", "泰安"]) == [["body", 0, 3]]
    assert sightings(texts, ["济南市", "泰安"])[:2] == [["title", 0, 2], ["body", 0, 2]]
    assert sightings(texts, ["济南市"]) == []
