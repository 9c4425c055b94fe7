"""An article's address leads to it for good: read again, merged, split, joined, parted, re-dated."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from archive.editing.officials import merge_officials
from archive.editing.publishing import set_status
from archive.editing.structure import merge_articles, part_continuation, split_article
from archive.editing.texts import set_texts
from archive.ingest import pipeline
from archive.ingest.intake import Hints, take_in
from archive.ingest.joining import join_continuations
from archive.ingest.reparse import reparse_page
from archive.models import Article, Issue, Page
from archive.tests import factories as make
from archive.tests.editors import editor

pytestmark = pytest.mark.django_db

PUBLISHED, DRAFT = Article.Status.PUBLISHED, Article.Status.DRAFT
TEXT = """泰安日报 2024年3月15日 星期五 第1版 要闻

储能项目在肥城开工
　　本报讯（记者 周岩）3月14日，泰安市肥城市储能项目开工，总投资
8.7亿元。项目由当地企业建设，明年投产，可为电网调峰提供支撑。
　　市发改委负责人介绍，今年全市将开工储能项目12个。

春耕备耕有序推进
　　本报讯（记者 田禾）连日来，泰安市各地抢抓农时，开展春耕备耕，
农技人员进村入户，指导农户科学施肥，确保春播质量。
"""


@pytest.fixture
def sheet(settings, tmp_path) -> Page:
    settings.MEDIA_ROOT = tmp_path
    make.newspaper()
    make.industry()
    return take_in(TEXT.encode(), "泰安日报.txt", Hints(publish=True)).page


def leads_to(client: Client, number: int) -> tuple[int, int]:
    """The article at the end of the address, and after how many steps."""
    answer = client.get(reverse("article-detail", args=[number]), follow=True)
    assert answer.status_code == 200
    assert all(status == 301 for _, status in answer.redirect_chain)
    return answer.context["article"].pk, len(answer.redirect_chain)


def titled(sheet: Page, words: str) -> Article:
    return sheet.articles.get(title__contains=words)


def test_a_page_read_again_keeps_every_address(client: Client, sheet: Page, monkeypatch) -> None:
    numbers = dict(sheet.articles.values_list("title", "pk"))
    assert len(numbers) == 2
    monkeypatch.setattr(pipeline, "VERSION", pipeline.VERSION + 1)
    sheet.articles.filter(title__contains="储能").update(body="旧规则读出的文字。", subtitle="旧")
    reparse_page(sheet)
    for title, number in numbers.items():
        assert leads_to(client, number) == (number, 0)
        assert Article.objects.get(pk=number).title == title
    assert "总投资8.7亿元" in titled(sheet, "储能").body


def test_what_a_new_reading_does_not_find_stays_where_it_is(client: Client, sheet: Page) -> None:
    """The end of an article is cut off by hand; reading it again finds both as one."""
    article = titled(sheet, "储能")
    rest = split_article(article, 6, author=None)
    for _ in range(2):
        reparse_page(sheet)
        sheet.refresh_from_db()
    assert leads_to(client, article.pk) == (article.pk, 0)
    assert leads_to(client, rest.pk) == (rest.pk, 0)


def test_the_same_file_again_makes_no_second_address(client: Client, sheet: Page) -> None:
    numbers = set(Article.objects.values_list("pk", flat=True))
    take_in(TEXT.encode(), "再传一次.txt", Hints(publish=True))
    assert set(Article.objects.values_list("pk", flat=True)) == numbers


def test_merged_articles_lead_on_in_one_step_however_often(client: Client) -> None:
    page = make.page(text="甲\n甲文。\n乙\n乙文。\n丙\n丙文。")
    first, second, third = (
        make.article(page, title=title, body=f"{title}文。", lines=[[at, at + 1]],
                     title_lines=[[at, at]], status=PUBLISHED)
        for title, at in (("甲", 1), ("乙", 3), ("丙", 5))
    )  # fmt: skip
    numbers = [second.pk, third.pk]
    merge_articles(second, [third], author=None)
    merge_articles(first, [second], author=None)
    for number in numbers:
        assert leads_to(client, number) == (first.pk, 1)
    # And no newcomer is ever found at an address that somebody has cited.
    assert make.article(page).pk not in [*numbers, first.pk]


def test_a_merged_address_keeps_what_was_searched_for(client: Client) -> None:
    page = make.page(text="甲\n甲文。\n乙\n乙文。")
    first = make.article(page, title="甲", lines=[[1, 2]], title_lines=[[1, 1]], status=PUBLISHED)
    other = make.article(page, title="乙", lines=[[3, 4]], title_lines=[[3, 3]], status=PUBLISHED)
    gone = other.pk
    merge_articles(first, [other], author=None)
    answer = client.get(f"/articles/{gone}/?q=储能&marks=place")
    assert answer["Location"] == f"/articles/{first.pk}/?q=%E5%82%A8%E8%83%BD&marks=place"


def test_split_off_text_gets_an_address_and_the_old_one_stays(client: Client, sheet: Page) -> None:
    article = titled(sheet, "储能")
    rest = split_article(article, 6, author=None)
    assert leads_to(client, article.pk) == (article.pk, 0)
    assert leads_to(client, rest.pk) == (rest.pk, 0)
    assert rest.pk != article.pk


def test_joined_and_parted_continuations(client: Client) -> None:
    def half(number: int, text: str, **values) -> Article:
        page = make.page(number, text=text, number_known=True)
        count = text.count("\n") + 1
        given = {"title": "", "body": text, "lines": [[1, count]], "status": PUBLISHED}
        return make.article(page, **given | values)

    first = half(1, "储能\n储能开工，（下转第三版）", title="储能", title_lines=[[1, 1]])
    rest = half(3, "（上接第一版）明年投产。", kind="continuation", continued_from="第一版")
    fragment = rest.pk
    assert join_continuations(first.page.issue) == 1
    assert leads_to(client, first.pk) == (first.pk, 0)
    assert leads_to(client, fragment) == (first.pk, 1)
    first.refresh_from_db()
    again = part_continuation(first.continuations.get(), author=None, force=True)
    assert leads_to(client, again.pk) == (again.pk, 0)
    assert leads_to(client, first.pk) == (first.pk, 0)
    # The fragment stands by itself again, and so its old address leads there.
    assert leads_to(client, fragment) == (again.pk, 1)


def test_another_date_changes_the_citation_and_not_the_address(client: Client, sheet: Page) -> None:
    article, issue = titled(sheet, "储能"), sheet.issue
    editor(client, "change_issue", "change_published_article", "view_newspaper")
    values = {"newspaper": issue.newspaper_id, "date": "2024-03-16"}
    answer = client.post(reverse("admin:archive_issue_change", args=[issue.pk]), values)
    assert answer.status_code == 302
    assert Issue.objects.get(pk=issue.pk).date == date(2024, 3, 16)
    assert leads_to(client, article.pk) == (article.pk, 0)
    html = client.get(article.get_absolute_url()).content.decode()
    assert "[N]. 泰安日报, 2024-03-16(1)." in html
    reparse_page(Page.objects.get(pk=sheet.pk))
    assert leads_to(client, article.pk) == (article.pk, 0)


def test_taken_back_and_published_again(client: Client, sheet: Page) -> None:
    article = titled(sheet, "储能")
    set_texts(article, {"title": "另一个题目"}, author=None)
    set_status([article], DRAFT, author=None)
    assert client.get(article.get_absolute_url()).status_code == 404
    reparse_page(sheet)
    set_status([Article.objects.get(pk=article.pk)], PUBLISHED, author=None)
    assert leads_to(client, article.pk) == (article.pk, 0)


def test_officials_made_one_leave_articles_where_they_are(client: Client) -> None:
    article = make.article(status=PUBLISHED)
    one, other = make.official(), make.official(where=make.taian())
    make.mention_official(article, other)
    merge_officials(one, [other], author=None)
    assert leads_to(client, article.pk) == (article.pk, 0)
    assert one.get_absolute_url() in client.get(article.get_absolute_url()).content.decode()
