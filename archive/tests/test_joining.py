"""Halves of one article on two pages of an issue become one, by page numbers and rare words."""

from itertools import permutations

import pytest

from archive.editing.publishing import set_status
from archive.ingest.applying import apply_draft
from archive.ingest.continuations import joined_text
from archive.ingest.halves import Half, page_number, pair_halves
from archive.ingest.joining import join_continuations
from archive.ingest.redraft import redraft
from archive.models import Article, Page
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


def half(number: int, text: str, **values) -> Article:
    page = make.page(number, text=text, number_known=True)
    count = text.count("\n") + 1
    values = {"title": "", "body": text, "lines": [[1, count]], "kind": "continuation"} | values
    return make.article(page, **values)


def first(**values) -> Article:
    return half(
        1,
        "储能项目开工\n项目总\n（下转第二版）",
        **{"title": "储能项目开工", "body": "项目总（下转第二版）", "title_lines": [[1, 1]]}
        | values,
    )


def rest(**values) -> Article:
    text = "（上接第一版）投资8亿元，位于肥城市。"
    return half(2, text, **{"continued_from": "第一版"} | values)


def issue():
    return Page.objects.first().issue


@pytest.mark.django_db
@pytest.mark.parametrize("pages", [(first, rest), (rest, first)], ids=["in order", "backwards"])
def test_pages_of_an_issue_in_any_order(pages):
    made = {make_half: make_half() for make_half in pages}
    whole, gone = made[first], made[rest].pk
    assert join_continuations(issue()) == 1
    whole.refresh_from_db()
    assert whole.body == "项目总投资8亿元，位于肥城市。"
    page = Page.objects.get(number=2)
    assert [(part.page, part.lines) for part in whole.continuations.all()] == [(page, [[1, 1]])]
    assert whole.former_addresses.get().former_id == gone
    assert whole.place_mentions.filter(place__name="肥城市").exists()
    assert not Article.objects.filter(pk=gone).exists()
    assert join_continuations(issue()) == 0


CHAIN = {
    1: {"text": "开工，（下转第三版）", "title": "储能", "continued_from": ""},
    3: {"text": "（上接第一版）投产，（下转第五版）", "continued_from": "第一版"},
    5: {"text": "（上接第三版）并网。", "continued_from": "第三版"},
}


@pytest.mark.django_db
@pytest.mark.parametrize("order", list(permutations(CHAIN)))
def test_what_goes_on_over_three_pages_loses_nothing(order):
    for number in order:
        half(number, **CHAIN[number])
        join_continuations(issue())
    whole = Article.objects.get()
    assert (whole.page.number, whole.body) == (1, "开工，投产，并网。")
    assert [part.page.number for part in whole.continuations.all()] == [3, 5]
    # and a later redraft finds all of it again
    apply_draft(whole, redraft(whole.page.text, set(), {1}, None))
    assert whole.body == "开工，投产，并网。"


@pytest.mark.django_db
def test_halves_wait_until_both_are_published():
    one, two = first(), rest(status="published")
    assert join_continuations(issue()) == 0
    for article, number in ((one, 2), (two, 1)):
        article.refresh_from_db()
        assert [w for w in article.warnings if f"第{number}版" in w and "发布" in w]
    set_status([one], "published", author=None)
    one.refresh_from_db()
    assert one.body.endswith("肥城市。") and one.warnings == []
    assert not Article.objects.filter(pk=two.pk).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("corrected", [{"one": ["body"]}, {"one": ["places"]}, {"two": ["title"]}])
def test_halves_with_corrections_are_left_to_the_editor(corrected):
    one, two = first(corrected=corrected.get("one", [])), rest(corrected=corrected.get("two", []))
    for _ in range(2):
        assert join_continuations(issue()) == 0
        one.refresh_from_db()
        two.refresh_from_db()
        assert ["人工更正" in warning for warning in [*one.warnings, *two.warnings]] == [True] * 2
