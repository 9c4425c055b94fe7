"""Officials and people in sentences as many newspapers print them; all names are invented."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

import pytest

from archive.extract.officials import find_officials
from archive.extract.places import find_places
from archive.records import (
    ArticleDraft,
    Context,
    CountyMention,
    Evidence,
    OfficialMention,
    PersonMention,
    PlaceMention,
)
from archive.tests.official_sentences import JINING, NOBODY, ONE, PEOPLE, SHANDONG

Found = tuple[list[OfficialMention], list[PersonMention]]


def read(body: str, home: str | None = JINING, **draft: object) -> Found:
    """The officials and people of an article with this body."""
    places = draft.pop("places", [])
    return find_officials(ArticleDraft(body=body, **draft), Context(home=home), places)  # type: ignore[arg-type]


def posts(body: str, home: str | None = JINING, **draft: object) -> dict[str, str | None]:
    return {row.name: row.post for row in read(body, home, **draft)[0]}


@pytest.mark.parametrize(
    ("body", "home", "name", "post"), ONE, ids=[row[2] + row[0][:8] for row in ONE]
)
def test_post_with_its_place(body: str, home: str | None, name: str, post: str | None) -> None:
    found = posts(body, home)
    assert name in found
    if post:
        assert found[name] == post


@pytest.mark.parametrize(("body", "name"), PEOPLE, ids=[row[1] for row in PEOPLE])
def test_people_who_are_no_officials(body: str, name: str) -> None:
    officials, people = read(body)
    assert officials == []
    assert [row.name for row in people] == [name]


@pytest.mark.parametrize("body", NOBODY)
def test_words_that_are_no_names(body: str) -> None:
    assert read(body) == ([], [])


LINES = [
    tuple(part.strip() for part in line.split("|"))
    for line in (Path(__file__).parent / "official_lines.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("home", "line", "named"), LINES, ids=[row[1][:16] for row in LINES])
def test_who_is_named_in_a_line(home: str, line: str, named: str) -> None:
    body = line.replace("\\n", "\n")
    places = find_places(ArticleDraft(body=body), Context(home=home))
    officials, people = read(body, home, places=places)
    marks = [mark for mark in named.split("; ") if mark]
    want = dict(mark.split("=") for mark in marks if "=" in mark)
    assert {row.name for row in people} == {mark[1:] for mark in marks if mark[0] == "-"}
    open_posts = {name for name, post in want.items() if post == "*"}
    assert {
        row.name: "*" if row.name in open_posts else row.post or "" for row in officials
    } == want


def test_one_post_for_a_list_of_names_and_a_company_man_before_them() -> None:
    officials, people = read(
        "长河股份有限公司副总裁钱一鸣，市领导孟宪文、韩明远，市直有关部门负责同志参加活动。"
    )
    assert [(row.name, row.post, row.post_text, row.role) for row in officials] == [
        ("孟宪文", None, "市领导", "attendee"),
        ("韩明远", None, "市领导", "attendee"),
    ]
    assert [(row.name, row.post) for row in people] == [("钱一鸣", "长河股份有限公司副总裁")]


def test_post_behind_the_names() -> None:
    found = posts("何三思、施四维、段晓冬和罗长青等省领导前往送别。", SHANDONG)
    assert found == dict.fromkeys(["何三思", "施四维", "段晓冬", "罗长青"])


def test_retired_leaders_of_the_province() -> None:
    officials, _ = read("省里的老同志邓一凡、江一帆、韩雨生等表示哀悼。", SHANDONG, kind="obituary")
    assert [(row.name, row.post_text, row.place) for row in officials] == [
        (name, "省里的老同志", "370000") for name in ("邓一凡", "江一帆", "韩雨生")
    ]


def test_list_of_those_present_without_posts() -> None:
    body = "会议强调，要推动政协工作高质量发展，加强党建。\n孔令先、程晓文、段文武出席会议。"
    officials, _ = read(body, SHANDONG, kind="continuation")
    assert [(row.name, row.post, row.role) for row in officials] == [
        (name, None, "attendee") for name in ("孔令先", "程晓文", "段文武")
    ]


def test_same_list_at_a_match_makes_no_officials() -> None:
    assert read("孔令先、程晓文、段文武参加比赛。") == ([], [])


def test_leader_named_without_a_post_on_the_turned_page() -> None:
    body = "（上接第一版）沈立言在听取发言后指出，市委要抓实项目。\n沈立言强调，市政府要做优服务。"
    assert posts(body, kind="continuation") == {"沈立言": None}


def test_obituary_keeps_the_former_post_and_no_post_of_the_life() -> None:
    officials, _ = read(
        "山东省政协原副主席、党组原副书记卢明山同志逝世。历任莘县县委第一书记，聊城地委书记。",
        SHANDONG,
        kind="obituary",
        title="卢明山同志逝世",
    )
    assert [(row.name, row.post, row.role) for row in officials] == [
        ("卢明山", "山东省政协原副主席、党组原副书记", "subject")
    ]


def test_title_is_the_only_evidence() -> None:
    officials, _ = read(
        "我们将聚焦储能产业。", SHANDONG, kicker="肥城市委书记庄若兰———", kind="signed_statement"
    )
    assert [(row.name, row.post, row.role, row.place) for row in officials] == [
        ("庄若兰", "肥城市委书记", "speaker", "370983")
    ]


def test_interview_answers_belong_to_the_official_of_the_title() -> None:
    officials, people = read(
        "记者：今年有何打算？\n沈兰生：抓项目。",
        SHANDONG,
        subtitle="——访聊城市委副书记、市长沈兰生",
        kind="interview",
    )
    assert [(row.name, row.role) for row in officials] == [("沈兰生", "speaker")]
    assert officials[0].evidence[-1] == Evidence("body", 11, 14)
    assert people == []


def test_makers_of_the_page_are_nobody() -> None:
    body = "本报讯（记者 何三思）市长王立新说，要快。本报记者 施四维 通讯员 段云"
    officials, people = read(body, reporters=["何三思", "施四维"], correspondents=["段云"])
    assert [row.name for row in officials] == ["王立新"]
    assert people == []


def test_foreign_dateline_leaves_the_city_at_home() -> None:
    places = [
        PlaceMention("370800", "济宁市", "subject"),
        PlaceMention("130600", "保定市", "mentioned"),
    ]
    officials, _ = read("本报江苏徐州3月6日讯 市委书记林知远带队考察。", places=places)
    assert (officials[0].post, officials[0].place) == ("济宁市委书记", "370800")


def test_county_of_the_article_is_meant_by_county_secretary() -> None:
    county = CountyMention("370829", "嘉祥县", "subject")
    places = [PlaceMention("370800", "济宁市", "subject", counties=[county])]
    officials, _ = read("县委书记赵大为说，嘉祥今年开局良好。", places=places)
    assert (officials[0].post, officials[0].place) == ("嘉祥县委书记", "370829")


def test_a_district_counts_while_it_stood() -> None:
    draft = ArticleDraft(body="重庆市江北区委书记赵大为说，今年开局良好。")
    then = find_officials(draft, Context(home="500000", date=date(2024, 6, 1)), [])[0]
    now = find_officials(draft, Context(home="500000", date=date(2026, 6, 1)), [])[0]
    assert [row.place for row in (*then, *now)] == ["500105", "500000"]


def test_that_county_is_said_once() -> None:
    officials, _ = read("该县县长赵大为说，今年开局良好。")
    assert [(row.post, row.post_text) for row in officials] == [("县长", "县长")]


def test_years_in_an_office_are_no_person() -> None:
    assert read("县委书记任上，他干了五年。") == ([], [])


def test_unknown_county_leaves_the_post_as_printed() -> None:
    assert posts("县委书记赵大为说，今年开局良好。") == {"赵大为": "县委书记"}


def test_one_row_a_person_with_the_fullest_post_and_all_evidence() -> None:
    body = "市委书记、市人大常委会主任林知远主持会议。林知远指出，要干。随后，林知远书记走访企业。"
    officials, _ = read(body)
    assert len(officials) == 1
    assert officials[0].post_text == "市委书记、市人大常委会主任"
    assert [body[e.start : e.end] for e in officials[0].evidence] == ["林知远"] * 3


@pytest.mark.parametrize(
    ("body", "role"),
    [
        ("近日，项目开工。市长王立新说，要快。", "speaker"),
        ("近日，项目开工。市长王立新在接受采访时表示，要快。", "speaker"),
        ("近日，项目开工。市长王立新、副市长钱一鸣出席活动。", "attendee"),
        ("昨天，市长王立新到汶上县调研。", "subject"),
        ("近日，项目开工。企业给市长王立新写了一封信。", "mentioned"),
    ],
)
def test_role(body: str, role: str) -> None:
    assert read(body)[0][0].role == role


def test_blank_inside_a_name_is_inside_its_evidence() -> None:
    body = "市长王　强说，王强要求加快。"
    officials, _ = read(body)
    assert [body[e.start : e.end] for e in officials[0].evidence] == ["王　强", "王强"]


GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold"


@pytest.mark.skipif(not GOLD.is_dir(), reason="the annotated pages are not beside this repository")
def test_officials_of_annotated_pages() -> None:
    """Names and posts of the annotated pages, from bodies put together as annotated."""
    right = wanted = made = 0
    for path in sorted(GOLD.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        lines = (GOLD.parent / "pages" / f"{path.stem}.txt").read_text(encoding="utf-8").split("\n")
        for article in gold["articles"]:
            found = set(posts(_body(article, lines), SHANDONG, **_headline(article)))
            want = {row["name"] for row in article["officials"]}
            right, wanted, made = right + len(found & want), wanted + len(want), made + len(found)
    assert 2 * right / (wanted + made) >= 0.95


def _headline(article: dict[str, str]) -> dict[str, str]:
    return {key: article[key] for key in ("kind", "kicker", "title", "subtitle")}


def _body(article: dict[str, list[list[int]]], lines: list[str]) -> str:
    bylines = {i for a, b in article.get("byline_lines", []) for i in range(a, b + 1)}
    spans = [range(a, b + 1) for a, b in article["paragraph_lines"]]
    kept = [[lines[i - 1].strip() for i in span if i not in bylines] for span in spans]
    return "\n".join("".join(row) for row in kept)


def test_a_name_with_a_dot_ends_before_its_verb() -> None:
    officials, _ = read("县长叶尔肯·努尔江说，今年开局良好。", "652300")
    assert [row.name for row in officials] == ["叶尔肯·努尔江"]


def test_a_list_without_end_before_a_post_takes_no_time() -> None:
    names = "、".join(["张三", "三李", "李四", "四王", "王五"] * 600)
    begun = time.process_time()
    read(f"{names}、我市等市领导出席。")
    assert time.process_time() - begun < 5
