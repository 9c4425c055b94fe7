"""Kicker, title and subtitle told apart."""

import pytest

from archive.ingest.headlines import Headline, compose
from archive.ingest.layout import read_lines


@pytest.mark.parametrize(
    ("printed", "headline"),
    [
        ("全市召开\n储能大会", Headline(None, "全市召开储能大会")),
        (
            "抓项目 促发展\n——访市水利局局长何三思",
            Headline(None, "抓项目 促发展", "访市水利局局长何三思"),
        ),
        ("县委书记何三思———\n\n多点开花", Headline("县委书记何三思", "多点开花")),
        (
            "截至上月，全市八成镇街通了公交，群众出行更方便\n\n家门口有了公交站",
            Headline("截至上月，全市八成镇街通了公交，群众出行更方便", "家门口有了公交站"),
        ),
        ("全市工业大会召开\n何三思：抓好项目", Headline(None, "全市工业大会召开 何三思：抓好项目")),
        ("", Headline()),
    ],
)
def test_parts_of_a_headline(printed, headline):
    assert compose(read_lines(printed)) == headline
