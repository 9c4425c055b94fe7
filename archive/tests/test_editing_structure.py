"""Articles cut, joined and given other lines: texts follow the lines, corrections and addresses stay."""

import pytest

from archive.editing.structure import (
    assign_lines,
    merge_articles,
    move_article,
    new_article,
    part_continuation,
    split_article,
)
from archive.ingest.errors import InputError
from archive.ingest.joining import join_continuations
from archive.models import Article, Continuation, MovedArticle
from archive.tests import factories as make

pytestmark = pytest.mark.django_db

TEXT = "\n".join(
    [
        "储能项目在肥城开工",  # 1
        "　　本报讯（记者 周岩）3月14日，泰安市肥城市储能项目",  # 2
        "开工，总投资8.7亿元。",  # 3
        "　　项目明年投产。",  # 4
        "",  # 5
        "春耕备耕有序推进",  # 6
        "　　本报讯（记者 田禾）连日来，各地抢抓农时，开展",  # 7
        "春耕备耕。",  # 8
        "今日天气晴",  # 9
    ]
)


@pytest.fixture
def page():
    return make.page(text=TEXT, furniture=[{"lines": [9, 9], "why": "weather"}])


def first(page) -> Article:
    return make.article(
        page,
        title="储能项目在肥城开工",
        body="本报讯（记者 周岩）3月14日，泰安市肥城市储能项目开工，总投资8.7亿元。\n项目明年投产。",
        lines=[[1, 4]],
        title_lines=[[1, 1]],
    )


def test_split_gives_two_articles_with_their_own_texts(page):
    whole = make.article(
        page, title="储能项目在肥城开工", body="一。", lines=[[1, 8]], title_lines=[[1, 1]]
    )
    other = split_article(whole, 6, author=None)
    whole.refresh_from_db()
    assert whole.body.endswith("项目明年投产。")
    assert "春耕" not in whole.body
    assert (other.title, other.lines) == ("春耕备耕有序推进", [[6, 8]])
    assert other.body == "本报讯（记者 田禾）连日来，各地抢抓农时，开展春耕备耕。"
    assert other.reporters == ["田禾"]
    places = {row.place.name for row in whole.place_mentions.all()}
    assert places == {"泰安市", "肥城市"}


@pytest.mark.parametrize("line", [1, 5, 9])
def test_split_only_inside_the_article(page, line):
    article = first(page)
    with pytest.raises(InputError, match="中间的一行"):
        split_article(article, line, author=None)
    assert Article.objects.count() == 1


def test_merge_keeps_the_first_address_and_leads_the_other_to_it(page):
    one = first(page)
    two = make.article(page, title="春耕", body="开展。", lines=[[6, 8]], title_lines=[[6, 6]])
    MovedArticle.objects.create(former_id=900, article=two)
    gone = two.pk
    merge_articles(one, [two], author=None)
    one.refresh_from_db()
    assert one.title == "储能项目在肥城开工"
    assert one.body.endswith("春耕备耕。")
    assert {row.former_id for row in one.former_addresses.all()} == {900, gone}
    assert not Article.objects.exclude(pk=one.pk).exists()


def test_lines_assigned_as_headline_retitle(page):
    article = make.article(page, title="", body="开展春耕备耕。", lines=[[7, 8]])
    assign_lines(page, {6}, to=article, part="title", author=None)
    article.refresh_from_db()
    assert article.title == "春耕备耕有序推进"
    assert article.title_lines == [[6, 6]]
    assert "lines" in article.corrected


def test_lines_taken_from_all_articles_become_furniture(page):
    article = first(page)
    assign_lines(page, {4}, to=None, author=None)
    article.refresh_from_db()
    page.refresh_from_db()
    assert "明年投产" not in article.body
    assert {"lines": [4, 4], "why": "editor"} in page.furniture


def test_a_published_article_is_not_emptied(page):
    article = first(page)
    article.status = "published"
    article.save()
    with pytest.raises(InputError, match="请先撤回"):
        assign_lines(page, {1, 2, 3, 4}, to=None, author=None)
    assert Article.objects.filter(pk=article.pk).exists()


def test_text_edited_by_hand_is_not_lost_unasked(page):
    article = first(page)
    article.body, article.corrected = "改过的正文。", ["body"]
    article.save()
    with pytest.raises(InputError, match="手工改过"):
        split_article(article, 4, author=None)
    article.refresh_from_db()
    assert article.body == "改过的正文。"
    split_article(article, 4, author=None, force=True)
    article.refresh_from_db()
    assert article.body.endswith("8.7亿元。")


def test_a_corrected_title_survives_other_lines(page):
    article = first(page)
    article.title, article.corrected = "改过的题", ["title"]
    article.save()
    assign_lines(page, {4}, to=None, author=None)
    article.refresh_from_db()
    assert article.title == "改过的题"


def test_new_article_of_lines_that_nobody_had(page):
    article = new_article(page, {6, 7, 8}, author=None)
    assert (article.title, article.status) == ("春耕备耕有序推进", "draft")


def test_move_up_changes_the_order_once(page):
    one, two = first(page), make.article(page, title="二")
    move_article(two, -1, author=None)
    assert list(page.articles.order_by("order")) == [two, one]
    move_article(two, -1, author=None)
    assert list(page.articles.order_by("order")) == [two, one]


def test_history_keeps_author_and_the_first_state(page, admin_user):
    article = first(page)
    split_article(article, 4, author=admin_user)
    newest, oldest = article.history.order_by("-history_date", "-history_id")
    assert (oldest.history_user, oldest.history_change_reason) == (None, "入库")
    assert oldest.body.endswith("明年投产。")
    assert (newest.history_user, newest.history_change_reason) == (admin_user, "拆分")


def joined(page):
    """An article of the third page that goes on in lines 6 to 8 of this one."""
    front = make.page(3, text="头版题目\n　　本报讯 项目开工，\n（下转第一版）")
    whole = make.article(
        front, body="本报讯 项目开工，春耕。", lines=[[1, 3]], title_lines=[[1, 1]]
    )
    return whole, Continuation.objects.create(article=whole, page=page, lines=[[6, 8]])


def test_a_continuation_is_parted_and_stays_so(page):
    whole, part = joined(page)
    rest = part_continuation(part, author=None)
    whole.refresh_from_db()
    assert "春耕" not in whole.body and not whole.continuations.exists()
    assert (rest.page, rest.lines) == (page, [[6, 8]])
    assert "continued_from" in rest.corrected
    assert join_continuations(page.issue) == 0


def test_a_merge_takes_continuations_along(page):
    whole, part = joined(page)
    one = make.article(whole.page, title="另一篇", body="头版。", lines=[[1, 1]])
    merge_articles(one, [whole], author=None)
    part.refresh_from_db()
    one.refresh_from_db()
    assert part.article == one and "春耕备耕" in one.body
