"""Continuations from page to page: their markers, and halves joined."""

import time

import pytest

from archive.ingest.continuations import (
    continued_from,
    continued_on,
    join_halves,
    without_markers,
)
from archive.records import ArticleDraft


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("（上接第一版）全市经济稳中向好。", "第一版"),
        ("（上接A01版）全市", "A01版"),
        ("(上接1版) 全市", "1版"),
        ("（紧接第１版）全市", "第1版"),
        ("【上接第二版】全市", "第二版"),
        ("▲上接头版 全市", "头版"),
        ("（上接 第 一 版《坚定不移抓项目》）全市", "第一版"),
        ("上接第一版", "第一版"),
        ("（上接第一", "第一"),
        ("（承接2版权登记", None),
        ("接待游客三百人次", None),
        ("全市经济（上接第一版）", None),
    ],
)
def test_where_a_fragment_comes_from(text, page):
    assert continued_from(text) == page


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("推进项目建设（下转第三版）", "第三版"),
        ("推进项目建设。（下转A03版）", "A03版"),
        ("推进项目建设▶下转3版", "3版"),
        ("推进项目建设（转第4版）", "第4版"),
        ("推进项目建设（下转０２版）", "02版"),
        ("由传统制造向智能制造转变", None),
        ("（下转第三版）推进项目建设", None),
    ],
)
def test_where_a_first_half_goes_on(text, page):
    assert continued_on(text) == page


def test_markers_are_cut_off():
    assert without_markers("（上接第１版）全市经济稳中向好（下转第三版）") == "全市经济稳中向好"


def half(body: str, title: str | None = None, **more: list[str]) -> ArticleDraft:
    draft = ArticleDraft(
        title=title, body=body, lines=[(1, 2)], continued_from=continued_from(body)
    )
    for role, names in more.items():
        setattr(draft, role, names)
    return draft


def test_the_only_pair_becomes_one_article_with_both_signatures():
    first = half("全市经济稳中（下转第三版）", "开局")
    made = join_halves([first, half("（上接第一版）向好。", reporters=["何三思"])])
    assert [draft.body for draft in made] == ["全市经济稳中向好。"]
    assert made[0].reporters == ["何三思"]


def test_pairs_are_told_by_the_title_in_the_marker():
    drafts = [
        half("甲地（下转第三版）", "坚定不移抓项目"),
        half("乙地（下转第三版）", "一心一意惠民生"),
        half("（上接第一版《一心一意惠民生》）修了路。"),
        half("（上接第一版《坚定不移抓项目》）建了厂。"),
    ]
    assert [draft.body for draft in join_halves(drafts)] == ["甲地建了厂。", "乙地修了路。"]


def test_what_cannot_be_told_stays_apart():
    drafts = [half("甲（下转第三版）"), half("乙（下转第三版）"), half("（上接第一版）丙。")]
    assert len(join_halves(drafts)) == 3


@pytest.mark.parametrize("sign", ["（", " ", "▲ "])
def test_a_text_of_nothing_but_brackets_takes_no_time(sign):
    """Where every one of them may open a marker, a search goes through the rest for each."""
    text = "甲" + sign * 20_000 + "乙" + sign * 20_000
    begun = time.process_time()
    assert continued_on(text) is None and without_markers(text) == text
    assert time.process_time() - begun < 1


def test_the_marker_is_found_before_blanks_and_behind_a_long_text():
    text = "经济稳中向好。" * 900
    assert without_markers(text + "（下转第三版）　\n") == text
    assert continued_on(text + "（下转第三版）　\n") == "第三版"
