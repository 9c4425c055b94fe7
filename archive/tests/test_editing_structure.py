"""Articles cut, joined and given other lines: texts follow the lines, corrections and addresses stay."""

import pytest

from archive.editing.removing import remove_articles
from archive.editing.restoring import restore
from archive.editing.structure import (
    LostError,
    assign_lines,
    merge_articles,
    move_article,
    new_article,
    part_continuation,
    split_article,
)
from archive.ingest.errors import InputError
from archive.ingest.intake import Hints, take_in
from archive.ingest.joining import join_continuations
from archive.models import Article, Continuation, MovedArticle, Page
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


def test_what_is_split_off_stands_where_it_is_printed(page):
    whole = make.article(page, title="储能", body="一。", lines=[[1, 8]], title_lines=[[1, 1]])
    last = make.article(page, title="天气", body="晴。", lines=[[9, 9]])
    other = split_article(whole, 6, author=None)
    assert list(page.articles.order_by("order")) == [whole, other, last]
    assert not last.history.exists()


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
    one = make.article(whole.page, title="另一篇", lines=[[1, 1]], title_lines=[[1, 1]])
    merge_articles(one, [whole], author=None)
    part.refresh_from_db()
    one.refresh_from_db()
    assert part.article == one and "春耕备耕" in one.body


def test_a_line_edit_keeps_the_column(page):
    article = first(page)
    article.column = "高质量发展看泰安"
    article.save()
    assign_lines(page, {4}, to=None, author=None)
    article.refresh_from_db()
    assert (article.column, article.title) == ("高质量发展看泰安", "储能项目在肥城开工")
    assert "明年投产" not in article.body


@pytest.fixture
def ready(page):
    """An article of a table on a page of text: no line of the page is its own."""
    return make.article(page, title="成稿", body="成稿的正文。", lines=[])


def test_a_ready_article_is_not_lost_unasked(page, ready):
    one = first(page)
    with pytest.raises(LostError, match="成稿"):
        merge_articles(one, [ready], author=None)
    with pytest.raises(LostError, match="成稿"):
        assign_lines(page, {4}, to=ready, author=None)
    ready.refresh_from_db()
    one.refresh_from_db()
    assert (ready.body, one.lines) == ("成稿的正文。", [[1, 4]])
    assign_lines(page, {4}, to=ready, author=None, force=True)
    ready.refresh_from_db()
    assert ready.body == "项目明年投产。"


def test_evidence_of_corrected_mentions_moves_with_the_words(page):
    article = first(page)
    article.corrected = ["places"]
    article.save()
    start = article.body.index("肥城市")
    evidence = [["body", start, start + 3], ["body", len(article.body) - 7, len(article.body)]]
    mention = make.mention_place(article, make.taian(), evidence=evidence)
    assign_lines(page, {4, 7}, to=article, author=None)
    split_article(article, 3, author=None)  # the second words are gone
    mention.refresh_from_db()
    article.refresh_from_db()
    start = article.body.index("肥城市")
    assert mention.evidence == [["body", start, start + 3]]


def test_history_of_a_moved_article_begins_with_its_first_place(page):
    one, two = first(page), make.article(page, title="二")
    move_article(two, -1, author=None)
    for article, place in ((one, 1), (two, 2)):
        assert [row.order for row in article.history.order_by("history_id")] == [place, 3 - place]


def test_removed_articles_leave_their_lines_as_furniture(page):
    whole, part = joined(page)
    remove_articles([whole], author=None)
    page.refresh_from_db()
    whole.page.refresh_from_db()
    assert {"lines": [6, 8], "why": "editor"} in page.furniture
    assert whole.page.furniture == [{"lines": [1, 3], "why": "editor"}]
    assert not Article.objects.exists()


OLD_PAGE = """泰安日报 2024年3月15日 星期五 第1版 要闻

储能项目在肥城开工
　　本报讯（记者 周岩）3月14日，泰安市肥城市储能项目开工，总投资
8.7亿元。项目由当地企业建设，明年投产，可为电网调峰提供支撑。
　　市发改委负责人介绍，今年全市将开工储能项目12个。

春耕备耕有序推进
　　本报讯（记者 田禾）连日来，泰安市各地抢抓农时，开展春耕备耕，
农技人员进村入户，指导农户科学施肥，确保春播质量。
"""


class TestOlderPages:
    """Pages of version 1, which did not note which lines hold a headline."""

    @pytest.fixture
    def old(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        make.newspaper()
        page = take_in(OLD_PAGE.encode(), "泰安日报.txt", Hints(publish=True)).page
        Article.objects.update(title_lines=[])
        Page.objects.update(parsed_with=1)
        return Page.objects.get(pk=page.pk)

    def test_an_edit_keeps_the_headline_out_of_the_body(self, old):
        article = old.articles.get(title="储能项目在肥城开工")
        other = split_article(article, 6, author=None)
        article.refresh_from_db()
        assert article.title == "储能项目在肥城开工"
        assert article.body.startswith("本报讯") and other.body.startswith("市发改委")

    def test_restoring_a_body_keeps_the_headline_out_of_it(self, old):
        article = old.articles.get(title="储能项目在肥城开工")
        body = article.body
        article.body, article.corrected = "改过的。", ["body"]
        article.save()
        restore(article, ["body"], author=None)
        article.refresh_from_db()
        assert (article.title, article.body) == ("储能项目在肥城开工", body)

    def test_without_its_file_the_headline_must_be_given_first(self, old):
        old.source.file.storage.delete(old.source.file.name)
        article = old.articles.get(title="储能项目在肥城开工")
        body = article.body
        with pytest.raises(InputError, match="标题是哪几行"):
            assign_lines(old, {6}, to=None, author=None)
        article.refresh_from_db()
        assert article.body == body
        assign_lines(old, {3}, to=article, part="title", author=None)
        assign_lines(old, {6}, to=None, author=None)
        article.refresh_from_db()
        assert article.title == "储能项目在肥城开工"
        assert article.body.startswith("本报讯") and "12个" not in article.body

    def test_lines_that_are_others_now_are_not_edited_unseen(self, old):
        old.text = f"多一行\n{old.text}"
        old.save()
        with pytest.raises(InputError, match="重新解析"):
            assign_lines(old, {7}, to=None, author=None)
        old.refresh_from_db()
        assert old.parsed_with == 1 and all(not row.corrected for row in old.articles.all())
