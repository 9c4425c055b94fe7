"""An article drafted anew from its own lines is the article; from others it is read as its page."""

from pathlib import Path

import pytest

from archive.ingest.pipeline import parse_bytes
from archive.ingest.ranges import blank_lines, numbers, ranges
from archive.ingest.redraft import redraft

PAGES = sorted((Path(__file__).parents[2] / "fixtures" / "pages").glob("*.txt"))
TEXTS = ("kicker", "title", "subtitle", "body", "reporters", "photographers", "compilers")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_redraft_of_unchanged_lines_changes_nothing(path):
    for page, text in parse_bytes(path.read_bytes(), path.name):
        for article in page.articles:
            title = numbers(article.title_lines)
            body = numbers(article.lines) - title
            again = redraft(text, title, body, page.date, brief=article.kind == "brief")
            assert [getattr(again, n) for n in TEXTS] == [getattr(article, n) for n in TEXTS]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_printed_line_belongs_to_two(path):
    for page, text in parse_bytes(path.read_bytes(), path.name):
        owned = [n for article in page.articles for n in numbers(article.lines)]
        owned += [n for row in page.furniture for n in numbers([row.lines])]
        printed = [n for n in owned if n not in blank_lines(text)]
        assert len(printed) == len(set(printed))


def test_only_blank_lines_are_bridged():
    assert ranges({3, 4, 6, 9}, blank={5, 7}) == [(3, 6), (9, 9)]
    assert ranges({3, 4, 6}) == [(3, 4), (6, 6)]
    assert blank_lines("一\n \u3000\n\n二") == {2, 3}


HALVES = """储能项目开工
　　本报讯 项目总
（下转第二版）
（上接第一版）投资8亿元。"""


def test_halves_on_one_page_are_one_text_without_their_markers():
    assert redraft(HALVES, {1}, {2, 3, 4}, None).body == "本报讯 项目总投资8亿元。"
