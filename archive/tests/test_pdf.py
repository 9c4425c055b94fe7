"""PDFs by their text layer: columns, headlines, faults; the pages are set by a typesetter here."""

from __future__ import annotations

import json
import os
import resource
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from archive.ingest import ocr
from archive.ingest.errors import InputError
from archive.ingest.pipeline import parse_bytes
from archive.ingest.sources import read_pages
from archive.tests.page_match import missed
from archive.tests.pdf_writer import Leaf, Show, write_pdf
from archive.tests.typeset import Paper, typeset

SOURCES = sorted((Path(__file__).parent / "sample_sources").glob("*.toml"))
BY_NAME = {source.stem: source for source in SOURCES}


@pytest.mark.parametrize("source", SOURCES, ids=lambda p: p.stem)
def test_every_article_of_a_page_of_four_columns_comes_back(source: Path) -> None:
    data, gold = typeset(source, Paper())
    assert missed(data, gold["articles"]) == []


VARIANTS = {
    "three columns": Paper(columns=3, measure=22),
    "five columns": Paper(columns=5, measure=16),
    "headlines at the side": Paper(side_headlines=0.8),
    "text beside the headline": Paper(wrapped=0.8),
    "upright headlines": Paper(upright=0.8),
    "stream in no order, bold by printing twice": Paper(
        shuffled=True, glyph_by_glyph=True, twice=True
    ),
    "narrow gutters": Paper(gutter=1.0),
    "ragged lines": Paper(justified=False),
    "headlines flush left": Paper(centred=False),
}


@pytest.mark.parametrize("paper", VARIANTS.values(), ids=VARIANTS)
@pytest.mark.parametrize("name", ["a_dazhong_0226", "b_neimenggu_0315"])
def test_other_settings_keep_every_article(name: str, paper: Paper) -> None:
    data, gold = typeset(BY_NAME[name], paper)
    assert missed(data, gold["articles"]) == []


def column(text: str, x: float, y: float, size: float = 9, measure: int = 10) -> list[Show]:
    rows = [text[n : n + measure] for n in range(0, len(text), measure)]
    return [Show(row, x, y + 1.5 * size * n, size) for n, row in enumerate(rows)]


def text_of(shows: list[Show], **page: object) -> str:
    leaf = Leaf(shows, **{"width": 400, "height": 300, **page})  # type: ignore[arg-type]
    return next(read_pages(write_pdf([leaf]))).text


FIRST = "全市玫瑰产业现场会昨天在平阴举行与会代表参观了玫瑰加工车间并围绕品牌建设进行交流发言，"
SECOND = "会议要求做强玫瑰品牌延长产业链条让更多群众从中受益各镇街要把这件事当作头等大事来抓好。"


def test_columns_are_read_one_after_the_other() -> None:
    shows = column(FIRST, 40, 60) + column(SECOND, 145, 60)
    rows = text_of(sorted(shows, key=lambda s: (s.y, s.x))).split("\n")
    assert "".join(rows) == FIRST + SECOND


def test_characters_printed_twice_outside_or_never_seen() -> None:
    shows = column(FIRST, 40, 60)
    doubled = [Show(s.text, s.x + 0.3, s.y, s.size) for s in shows]
    outside = [Show("看不见的出血位文字", 40, -20, 9), Show("页外", 500, 60, 9)]
    softened = [Show("甲\u00ad乙", 40, 250, 9)]
    text = text_of(shows + doubled + outside + softened)
    assert text.replace("\n", "") == FIRST + "甲乙"


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_turned_page_is_read_upright(rotate: int) -> None:
    shows = column(FIRST, 40, 60) + column(SECOND, 145, 60)
    assert text_of(shows, rotate=rotate).replace("\n", "") == FIRST + SECOND


def test_a_page_is_clipped_to_what_is_shown_of_it() -> None:
    shows = column(FIRST, 40, 60) + [Show("裁切标记外的说明", 300, 60, 9)]
    assert text_of(shows, crop=(0, 0, 290, 300)).replace("\n", "") == FIRST


def test_a_large_first_letter_stands_in_its_paragraph() -> None:
    rest = column(FIRST[1:17], 62, 60, measure=8) + column(FIRST[17:], 40, 87)
    text = text_of([Show(FIRST[0], 40, 73, 21), *rest])
    assert text.replace("\n", "").strip("　") == FIRST


def test_raised_figures_stay_in_their_line() -> None:
    shows = [
        Show("新增绿地面积两万m", 40, 60, 9),
        Show("2", 117.5, 56, 5),
        Show("以上", 122, 60, 9),
    ]
    assert "两万m2以上" in text_of([*shows, *column(FIRST, 40, 73.5)])


def test_headline_parts_are_told_by_their_size() -> None:
    shows = [
        Show("市委农村工作会议要求", 50, 40, 14),
        Show("把玫瑰种成产业", 40, 70, 24),
        Show("今年新增订单面积三万亩", 60, 90, 13),
        *column("　　" + FIRST, 40, 120),
        *column(SECOND, 145, 120),
    ]
    ((page, _),) = parse_bytes(write_pdf([Leaf(shows, 400, 300)]), "page.pdf")
    (article,) = page.articles
    assert (article.kicker, article.title) == ("市委农村工作会议要求", "把玫瑰种成产业")
    assert article.subtitle == "今年新增订单面积三万亩"
    assert article.body == FIRST + SECOND


# Faults -------------------------------------------------------------------------------------------

GOOD = Leaf(column(FIRST, 40, 60), 400, 300)
SCAN = Leaf([], 400, 300, picture=True)
EMPTY = Leaf([], 400, 300)
needs_no_ocr = pytest.mark.skipif(ocr.installed(), reason="OCR is installed and reads the scan")


@needs_no_ocr
def test_a_scan_says_how_to_install_ocr() -> None:
    with pytest.raises(InputError, match="没有文字层.*requirements-ocr.txt"):
        list(read_pages(write_pdf([SCAN, SCAN])))


@needs_no_ocr
def test_one_bad_page_leaves_the_others() -> None:
    pages = list(parse_bytes(write_pdf([SCAN, GOOD, EMPTY]), "page.pdf"))
    assert [page.sheet for page, _ in pages] == [1, 2, 3]
    assert [bool(page.fault) for page, _ in pages] == [True, False, True]
    assert "扫描" in (pages[0][0].fault or "") and "没有文字" in (pages[2][0].fault or "")
    assert pages[1][0].articles and not pages[0][0].articles


def test_a_file_cut_short_or_spoilt_is_refused() -> None:
    whole = write_pdf([GOOD])
    with pytest.raises(InputError, match="不完整"):
        list(read_pages(whole[: len(whole) // 2]))
    with pytest.raises(InputError, match="损坏"):
        list(read_pages(b"%PDF-1.4\n" + bytes(range(256)) * 8 + b"\n%%EOF"))


def test_a_locked_file_says_so() -> None:
    entry = b"<</Filter/Standard/V 1/R 2/O<" + b"61" * 32 + b">/U<" + b"62" * 32 + b">/P -4>>"
    locked = write_pdf([GOOD]).replace(b"/Root 1 0 R", b"/Root 1 0 R/ID[<61><61>]/Encrypt " + entry)
    with pytest.raises(InputError, match="密码"):
        list(read_pages(locked))


def test_too_many_pages_are_refused(settings) -> None:
    settings.PDF_MAX_PAGES = 2
    with pytest.raises(InputError, match="3 页.*2 页"):
        list(read_pages(write_pdf([GOOD] * 3)))


def test_absurdly_many_characters_are_a_fault_of_the_page(monkeypatch) -> None:
    monkeypatch.setattr("archive.ingest.pdf.MOST_GLYPHS", 60)
    full = Leaf(column(FIRST + SECOND, 40, 60), 400, 300)
    short = Leaf(column(FIRST[:36], 40, 60), 400, 300)
    pages = list(read_pages(write_pdf([full, short])))
    assert [bool(page.fault) for page in pages] == [True, False]


BOMB = Leaf(GOOD.shows, 400, 300, bomb=True)


@pytest.fixture
def _narrow(settings) -> None:
    settings.PDF_MEMORY_MB = 100
    settings.PDF_PAGE_SECONDS = 5


@pytest.mark.usefixtures("_narrow")
def test_a_page_that_would_fill_the_memory_is_a_fault_the_others_are_read() -> None:
    pages = list(read_pages(write_pdf([GOOD, BOMB, GOOD])))
    assert [page.sheet for page in pages] == [1, 2, 3]
    assert pages[1].fault and "第 2 页过于复杂" in pages[1].fault
    assert pages[0].text == pages[2].text and pages[2].fault is None


@pytest.mark.usefixtures("_narrow")
def test_no_more_than_a_few_such_pages_are_tried() -> None:
    pages = list(read_pages(write_pdf([GOOD, *[BOMB] * 6])))
    assert [bool(page.fault) for page in pages] == [False] + [True] * 6
    assert "没有读" in (pages[-1].fault or "")
    with pytest.raises(InputError, match="第 1 页过于复杂"):
        list(read_pages(write_pdf([BOMB])))


def test_a_page_that_takes_too_long_is_a_fault(settings) -> None:
    settings.PDF_PAGE_SECONDS = 0  # to the end of the second that runs
    with pytest.raises(InputError, match="第 1 页过于复杂"):
        list(read_pages(write_pdf([BOMB])))


def test_a_reader_left_off_ends_its_child() -> None:
    pages = read_pages(write_pdf([GOOD] * 50))
    next(pages)
    pages.close()  # type: ignore[attr-defined]
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_pages_are_read_from_many_threads_at_once() -> None:
    data = write_pdf([GOOD])
    with ThreadPoolExecutor(4) as pool:
        texts = pool.map(lambda _: next(read_pages(data)).text, range(8))
    assert len(set(texts)) == 1


def test_memory_stays_flat_over_many_pages(settings) -> None:
    settings.PDF_MAX_PAGES = 400
    data = write_pdf([Leaf(column((FIRST + SECOND) * 6, 40, 20, size=5), 400, 500)] * 300)
    used = []
    for page in read_pages(data):
        used.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        assert page.text
    assert used[-1] - used[50] < 8_000  # kilobytes


# The command --------------------------------------------------------------------------------------


def test_parse_gives_one_document_for_all_pages(tmp_path, capsys) -> None:
    folio = Show("泰安日报　2024年3月15日　星期五　第1版", 40, 20, 9)
    later = Leaf(column(SECOND, 40, 60), 400, 300)
    path = tmp_path / "issue.pdf"
    path.write_bytes(write_pdf([Leaf([folio, *GOOD.shows], 400, 300), later]))
    call_command("parse", str(path))
    document = json.loads(capsys.readouterr().out)
    assert (document["newspaper"], document["date"]) == ("泰安日报", "2024-03-15")
    assert [row["sheet"] for row in document["articles"]] == [1, 2]
    assert {row["sheet"] for row in document["furniture"]} == {1}


@needs_no_ocr
def test_parse_keeps_good_pages_and_names_the_bad(tmp_path, capsys) -> None:
    path = tmp_path / "issue.pdf"
    path.write_bytes(write_pdf([GOOD, SCAN]))
    with pytest.raises(CommandError, match="第 2 页") as caught:
        call_command("parse", str(path))
    assert caught.value.returncode == 1
    assert json.loads(capsys.readouterr().out)["articles"]
