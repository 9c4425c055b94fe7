"""Each style's line against its published rules, for articles with and without author, page, subtitle."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs

import pytest

from archive.citing import STYLES, Citation, highwire, open_graph, openurl
from archive.citing.names import Latin, in_order, latin

ADDRESS = "https://archive.example/articles/7/"
PLAIN = Citation(
    title="稳住工业基本盘",
    newspaper="泰安日报",
    date=date(2024, 3, 5),
    address=ADDRESS,
    accessed=date(2024, 6, 1),
    archive="政策档案",
    authors=("王晓", "陈立"),
    page="1",
)
UNSIGNED = replace(PLAIN, authors=())
NO_PAGE = replace(PLAIN, page="")
BARE = replace(UNSIGNED, page="")
UNTITLED = replace(UNSIGNED, title="（无题）近日，市里办了“赶集”…", opening="近日，市里办了“赶集”")
MANY = replace(PLAIN, authors=("王晓", "陈立", "欧阳志远", "单志强"))


@pytest.mark.parametrize(
    ("record", "line"),
    [
        (PLAIN, "王晓, 陈立. 稳住工业基本盘[N]. 泰安日报, 2024-03-05(1)."),
        (UNSIGNED, "稳住工业基本盘[N]. 泰安日报, 2024-03-05(1)."),
        (BARE, "稳住工业基本盘[N]. 泰安日报, 2024-03-05."),
        (MANY, "王晓, 陈立, 欧阳志远, 等. 稳住工业基本盘[N]. 泰安日报, 2024-03-05(1)."),
        (
            replace(UNSIGNED, subtitle="访市长"),
            "稳住工业基本盘: 访市长[N]. 泰安日报, 2024-03-05(1).",
        ),
        (
            replace(PLAIN, authors=MANY.authors[:3]),
            "王晓, 陈立, 欧阳志远. 稳住工业基本盘[N]. 泰安日报, 2024-03-05(1).",
        ),
    ],
    ids=["two authors", "nobody", "no page", "four authors", "subtitle", "three authors"],
)
def test_gbt(record: Citation, line: str) -> None:
    assert STYLES["gbt"](record) == line


def test_gbt_is_as_the_standard_prints_it() -> None:
    """The examples of 附录A.8 and of 4.4: one in print, one online with the day it was read."""
    printed = replace(
        PLAIN,
        title="数字革命与竞争国际化",
        authors=("丁文祥",),
        newspaper="中国青年报",
        date=date(2000, 11, 20),
        page="15",
    )
    line = "丁文祥. 数字革命与竞争国际化[N]. 中国青年报, 2000-11-20(15)."
    assert STYLES["gbt"](printed) == line
    online = STYLES["gbt-online"](printed)
    assert online == line.replace("[N]", "[N/OL]")[:-1] + f"[2024-06-01]. {ADDRESS}."


@pytest.mark.parametrize(
    ("record", "line"),
    [
        (PLAIN, "王晓、陈立：《稳住工业基本盘》，《泰安日报》2024年3月5日，第1版。"),
        (UNSIGNED, "《稳住工业基本盘》，《泰安日报》2024年3月5日，第1版。"),
        (NO_PAGE, "王晓、陈立：《稳住工业基本盘》，《泰安日报》2024年3月5日。"),
        (MANY, "王晓等：《稳住工业基本盘》，《泰安日报》2024年3月5日，第1版。"),
        (
            replace(BARE, title="读《资本论》有感", subtitle="访市长"),
            "《读〈资本论〉有感——访市长》，《泰安日报》2024年3月5日。",
        ),
        (
            replace(BARE, title="评《读〈资本论〉》", subtitle="再读〈论语〉"),
            "《评〈读《资本论》〉——再读〈论语〉》，《泰安日报》2024年3月5日。",
        ),
        (
            replace(PLAIN, authors=MANY.authors[:3]),
            "王晓、陈立、欧阳志远：《稳住工业基本盘》，《泰安日报》2024年3月5日，第1版。",
        ),
        (UNTITLED, "无题（“近日，市里办了‘赶集’”），《泰安日报》2024年3月5日，第1版。"),
    ],
    ids=[
        "two authors",
        "nobody",
        "no page",
        "four authors",
        "a title within",
        "a title within one within",
        "three authors",
        "no title",
    ],
)
def test_notes_of_historians(record: Citation, line: str) -> None:
    assert STYLES["history"](record) == line


def test_notes_of_lawyers_say_where_it_stands() -> None:
    assert (
        STYLES["law"](PLAIN)
        == "王晓、陈立：《稳住工业基本盘》，载《泰安日报》2024年3月5日，第1版。"
    )


@pytest.mark.parametrize(
    ("record", "line"),
    [
        (
            PLAIN,
            f"Wang, X., & Chen, L. (2024, March 5). 稳住工业基本盘. 泰安日报, 1. {ADDRESS}",
        ),
        (UNSIGNED, f"稳住工业基本盘. (2024, March 5). 泰安日报, 1. {ADDRESS}"),
        (
            replace(NO_PAGE, authors=("王晓",), title="稳住了吗？"),
            f"Wang, X. (2024, March 5). 稳住了吗？ 泰安日报. {ADDRESS}",
        ),
        (
            replace(PLAIN, authors=("本报评论员",)),
            f"本报评论员. (2024, March 5). 稳住工业基本盘. 泰安日报, 1. {ADDRESS}",
        ),
        (
            UNTITLED,
            "[Untitled article beginning “近日，市里办了‘赶集’”]. (2024, March 5). "
            f"泰安日报, 1. {ADDRESS}",
        ),
        (
            replace(UNSIGNED, title="加快“双招双引”"),
            f"加快“双招双引.” (2024, March 5). 泰安日报, 1. {ADDRESS}",
        ),
    ],
    ids=[
        "two authors",
        "nobody",
        "no page, a question",
        "an office signs",
        "no title",
        "quotes",
    ],
)
def test_apa(record: Citation, line: str) -> None:
    assert STYLES["apa"](record) == line


def test_apa_shortens_more_than_twenty_authors() -> None:
    crowd = replace(PLAIN, authors=("王晓",) * 20 + ("陈立",))
    line = STYLES["apa"](crowd)
    assert line.count("Wang, X.") == 19 and "Wang, X., . . . Chen, L. (2024" in line
    assert STYLES["apa"](replace(PLAIN, authors=("王晓",) * 20)).count("Wang, X.") == 20


@pytest.mark.parametrize(
    ("record", "line"),
    [
        (
            PLAIN,
            "Wang Xiao 王晓 and Chen Li 陈立. “稳住工业基本盘.” 泰安日报, 5 Mar. 2024, p. 1. "
            "政策档案, archive.example/articles/7/.",
        ),
        (
            BARE,
            "“稳住工业基本盘.” 泰安日报, 5 Mar. 2024. 政策档案, archive.example/articles/7/.",
        ),
        (
            replace(MANY, date=date(2024, 9, 1)),
            "Wang Xiao 王晓, et al. “稳住工业基本盘.” 泰安日报, 1 Sept. 2024, p. 1. "
            "政策档案, archive.example/articles/7/.",
        ),
        (
            replace(MANY, authors=MANY.authors[:3]),
            "Wang Xiao 王晓, et al. “稳住工业基本盘.” 泰安日报, 5 Mar. 2024, p. 1. "
            "政策档案, archive.example/articles/7/.",
        ),
        (
            UNTITLED,
            "Untitled article beginning “近日，市里办了‘赶集.’” 泰安日报, 5 Mar. 2024, p. 1. "
            "政策档案, archive.example/articles/7/.",
        ),
    ],
    ids=["two authors", "nobody, no page", "four authors", "three authors", "no title"],
)
def test_mla(record: Citation, line: str) -> None:
    assert STYLES["mla"](record) == line


def test_mla_does_not_shorten_may() -> None:
    assert ", 5 May 2024," in STYLES["mla"](replace(PLAIN, date=date(2024, 5, 5)))


@pytest.mark.parametrize(
    ("record", "line"),
    [
        (
            PLAIN,
            f"Wang Xiao 王晓 and Chen Li 陈立. “稳住工业基本盘.” 泰安日报, March 5, 2024. {ADDRESS}.",
        ),
        (UNSIGNED, f"泰安日报. “稳住工业基本盘.” March 5, 2024. {ADDRESS}."),
        (
            replace(MANY, title="“双招双引”怎么干？"),
            "Wang Xiao 王晓, Chen Li 陈立, Ouyang Zhiyuan 欧阳志远, and Shan Zhiqiang 单志强. "
            f"“‘双招双引’怎么干？” 泰安日报, March 5, 2024. {ADDRESS}.",
        ),
        (
            replace(PLAIN, authors=("王晓",) * 11),
            f"{', '.join(['Wang Xiao 王晓'] * 7)}, et al. “稳住工业基本盘.” 泰安日报, "
            f"March 5, 2024. {ADDRESS}.",
        ),
    ],
    ids=["two authors", "nobody", "quotes within", "eleven authors"],
)
def test_chicago(record: Citation, line: str) -> None:
    assert STYLES["chicago"](record) == line


@pytest.mark.parametrize(
    ("record", "line"),
    [
        (
            PLAIN,
            f"Wang Xiao 王晓 and Chen Li 陈立, “稳住工业基本盘,” 泰安日报, March 5, 2024, {ADDRESS}.",
        ),
        (UNSIGNED, f"“稳住工业基本盘,” 泰安日报, March 5, 2024, {ADDRESS}."),
        (MANY, f"Wang Xiao 王晓 et al., “稳住工业基本盘,” 泰安日报, March 5, 2024, {ADDRESS}."),
        (
            replace(MANY, authors=MANY.authors[:3]),
            "Wang Xiao 王晓, Chen Li 陈立, and Ouyang Zhiyuan 欧阳志远, “稳住工业基本盘,” "
            f"泰安日报, March 5, 2024, {ADDRESS}.",
        ),
        (
            replace(UNSIGNED, title="稳住了吗？"),
            f"“稳住了吗？,” 泰安日报, March 5, 2024, {ADDRESS}.",
        ),
        (
            replace(UNSIGNED, title="他说：“读‘论语’”"),
            f"“他说：‘读“论语,”’” 泰安日报, March 5, 2024, {ADDRESS}.",
        ),
        (
            UNTITLED,
            "Untitled article beginning “近日，市里办了‘赶集,’” 泰安日报, "
            f"March 5, 2024, {ADDRESS}.",
        ),
    ],
    ids=[
        "two authors",
        "nobody",
        "four authors",
        "three authors",
        "a question",
        "quotes in turn",
        "no title",
    ],
)
def test_chicago_in_notes(record: Citation, line: str) -> None:
    assert STYLES["chicago-note"](record) == line


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("王晓", Latin("Wang", "Xiao")),
        ("欧阳志远", Latin("Ouyang", "Zhiyuan")),
        ("单志强", Latin("Shan", "Zhiqiang")),
        ("李晓安", Latin("Li", "Xiao'an")),
        ("吕建国", Latin("Lü", "Jianguo")),
        ("巴依斯古楞", None),
        ("本报评论员", None),
        ("艾力·买买提", None),
        ("晓", None),
        ("John", None),
        ("", None),
    ],
)
def test_names_in_latin_letters(name: str, found: Latin | None) -> None:
    assert latin(name) == found


def test_what_is_no_name_stays_as_printed() -> None:
    assert in_order("本报评论员") == "本报评论员"


@pytest.mark.parametrize("style", STYLES)
def test_what_is_not_printed_leaves_no_trace(style: str) -> None:
    line = STYLES[style](BARE)
    for wrong in ("()", "第版", "None", "  ", ", ,", "，，", " .", "..", "p. "):
        assert wrong not in line, line
    assert line == line.strip() and "\n" not in line


def test_zotero_is_told_that_it_is_a_newspaper() -> None:
    tags = highwire(replace(PLAIN, subtitle="访市长"))
    assert [value for name, value in tags if name == "citation_author"] == ["王晓", "陈立"]
    told = dict(tags)
    assert told["citation_title"] == "稳住工业基本盘——访市长"
    assert told["citation_publication_date"] == "2024/03/05"
    assert told["citation_journal_title"] == "泰安日报"
    assert told["citation_firstpage"] == "1"
    assert told["citation_public_url"] == told["DC.identifier"] == ADDRESS
    assert told["z:itemType"] == "newspaperArticle"
    names = [name for name, _ in highwire(BARE)]
    assert "citation_firstpage" not in names and "citation_author" not in names


def test_coins_is_read_back() -> None:
    read = parse_qs(openurl(PLAIN), strict_parsing=True)
    assert read["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:dc"]
    assert read["rft.type"] == ["newspaperArticle"]
    assert read["rft.creator"] == ["王晓", "陈立"]
    assert (read["rft.title"], read["rft.source"]) == (["稳住工业基本盘"], ["泰安日报"])
    assert (read["rft.date"], read["rft.pages"]) == (["2024-03-05"], ["1"])
    assert read["rft.identifier"] == [ADDRESS]
    assert "rft.pages" not in parse_qs(openurl(BARE))


def test_coins_hold_what_means_something_in_an_address() -> None:
    title = "投资 5,000 万元：A&B=100%+“储能”#1;二<三>"
    assert parse_qs(openurl(replace(PLAIN, title=title)), separator="&")["rft.title"] == [title]


def test_previews_of_links() -> None:
    told = dict(open_graph(PLAIN, "工业经济平稳。"))
    assert (told["og:title"], told["og:description"]) == ("稳住工业基本盘", "工业经济平稳。")
    assert (told["og:type"], told["article:published_time"]) == ("article", "2024-03-05")
