"""The issue's date, page and section from all that may tell them."""

from datetime import date

import pytest

from archive.ingest.issuedate import issue_date
from archive.ingest.layout import label_lines, read_lines
from archive.ingest.splitter import split_page

DAY = date(2024, 1, 7)
BODY = "　　本报讯 2024年，全市交通运输工作取得新的进展，各项目建设加快推进。\n" * 3


def found(text: str, filename: str = "x.txt"):
    lines = read_lines(text)
    label_lines(lines)
    return issue_date(None, filename, lines, split_page(lines).stories)


@pytest.mark.parametrize(
    "folio",
    [
        "2024年1月7日 星期日 第3版 要闻",
        "二〇二四年一月七日 星期日 第三版 要闻",
        "二零二四年一月七日 星期日 三版 要闻",
        "2024-01-07 A03 要闻",
        "2024.1.7 星期日 03 要闻",
        "2024/1/7 星期日 A3 要闻",
        "20240107 泉林日报 3版 要闻",
        "２０２４年１月７日　星期日　０３　要闻",
        "2024年1月\n7日 星期日\n第3版 要闻",
        "2024年\n1月7日\n星期日\n3 要闻",
        "1月7日 星期日 第3版 要闻",
        "泉林日报\n第3版 要闻\n2024年1月7日",
    ],
)
@pytest.mark.parametrize("place", ["head", "foot"])
def test_the_folio_tells_all(folio, place):
    text = f"{folio}\n\n{BODY}" if place == "head" else f"{BODY}\n{folio}\n"
    told = found(text)
    assert (told.day, told.source) == (DAY, "folio")
    assert (told.number, told.section) == (3, "要闻")


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("济宁日报_2024-01-07_03版.txt", 3),
        ("JNRB20240107A03.txt", 3),
        ("20240107-03.txt", 3),
        ("2024010703.txt", 3),
        ("2024-01/07/A03.txt", 3),
        ("泉林.zip/20240107/03.txt", 3),
        ("泉林日报2024年1月7日第03版.txt", 3),
        ("泉林日报20240107三版.txt", 3),
        ("2024/泉林日报1月7日3版.txt", 3),
        ("quanlin_20240107_A3.txt", 3),
        ("2024.1.7 泉林日报.txt", None),
        ("03_要闻_20240107.txt", 3),
    ],
)
def test_file_names_of_all_habits(name, number):
    told = found(BODY, name)
    assert (told.day, told.source, told.number) == (DAY, "filename", number)


def test_section_from_the_file_name():
    assert found(BODY, "A03_要闻.txt").section == "要闻"


def test_a_date_within_the_text_is_not_the_issues():
    text = "2024年1月7日 星期日 第3版\n\n" + BODY + "　　会议于2023年12月1日召开。\n"
    assert found(text).day == DAY


@pytest.mark.parametrize(
    "opening",
    ["　　本报泉林1月6日讯 昨日，全市召开会议。", "　　1月6日上午，市委书记何三思到泉林县调研。"],
)
def test_datelines_and_openings_serve_where_nothing_else_does(opening):
    told = found(f"全市召开会议\n{opening}\n　　2024年，全市交通运输工作取得新的进展。\n")
    assert (told.day, told.source) == (DAY, "dateline")


def test_no_date_at_all():
    assert found("　　全市召开会议，部署各项工作。\n").day is None


@pytest.mark.parametrize("name", ["000_33c49f39eb208a47.txt", "page.txt", "扫描件20240107.txt"])
def test_names_that_tell_no_page(name):
    assert found(BODY, name).number is None


def test_a_folio_of_an_impossible_day_is_a_misprint():
    """The next source is asked."""
    text = f"2093年1月7日 星期日 第3版 要闻\n\n{BODY}"
    told = found(text, "2024-01-07_03.txt")
    assert (told.day, told.source) == (DAY, "filename")
    assert found(text).day is None
