"""Halves of one article on two pages of an issue become one, by page numbers and rare words."""

import pytest

from archive.ingest.halves import Half, joined_text, page_number, pair_halves
from archive.ingest.joining import join_continuations
from archive.models import Article
from archive.tests import factories as make


@pytest.mark.parametrize(
    ("marker", "number"),
    [("第一版", 1), ("3版", 3), ("第A03版", 3), ("第十二版", 12), ("另版", None), (None, None)],
)
def test_page_numbers_of_markers(marker, number):
    assert page_number(marker) == number


def test_page_numbers_decide():
    firsts = [Half("储能项目", 1, 2), Half("春耕备耕", 1, 3)]
    rests = [Half("别的话", 3, 1), Half("另外的话", 2, 1)]
    assert sorted(pair_halves(firsts, rests)) == [(0, 1), (1, 0)]


def test_words_decide_between_fragments_of_one_page():
    firsts = [Half("储能电站并网发电", 1, 3), Half("小麦春灌进度过半", 1, 3)]
    rests = [Half("小麦春灌面积扩大", 3, 1), Half("储能电站二期开工", 3, 1)]
    assert sorted(pair_halves(firsts, rests)) == [(0, 1), (1, 0)]


def test_halves_that_point_elsewhere_stay_apart():
    assert pair_halves([Half("储能", 1, 4)], [Half("储能", 3, 1)]) == []


def test_a_sentence_cut_in_two_is_whole_again():
    assert joined_text("项目总（下转第三版）", "（上接第一版）投资8亿元。") == "项目总投资8亿元。"


@pytest.mark.django_db
def test_pages_of_an_issue_in_any_order():
    two = make.page(2, text="（上接第一版）投资8亿元，位于肥城市。", number_known=True)
    one = make.page(1, text="储能项目开工\n项目总\n（下转第二版）", number_known=True)
    rest = make.article(
        two,
        title="",
        body="（上接第一版）投资8亿元，位于肥城市。",
        lines=[[1, 1]],
        kind="continuation",
        continued_from="第一版",
    )
    gone = rest.pk
    first = make.article(one, body="项目总（下转第二版）", lines=[[1, 3]], title_lines=[[1, 1]])
    assert join_continuations(one.issue) == 1
    first.refresh_from_db()
    assert first.body == "项目总投资8亿元，位于肥城市。"
    assert [(part.page, part.lines) for part in first.continuations.all()] == [(two, [[1, 1]])]
    assert first.former_addresses.get().former_id == gone
    assert first.place_mentions.filter(place__name="肥城市").exists()
    assert not Article.objects.filter(pk=gone).exists()
    assert join_continuations(one.issue) == 0
