"""What an editor who may not publish is shown and refused, beside the permission matrix."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from archive.editing.accounts import give_role
from archive.editing.publishing import set_status
from archive.editing.removing import remove_articles
from archive.editing.rights import RightsError
from archive.editing.structure import assign_lines, merge_articles, split_article
from archive.editing.texts import set_texts
from archive.ingest.pipeline import VERSION
from archive.models import Article, Batch
from archive.tests import factories as make
from archive.tests.editors import plain_files, review_url  # noqa: F401

pytestmark = pytest.mark.django_db
TEXT = "题目\n第一段说完。\n第二段说完。\n另一题目\n第三段说完。\n第四段说完。\n"


@pytest.fixture
def editor():
    user = User.objects.create(username="ed")
    give_role(user, "editor")
    return User.objects.get(pk=user.pk)


@pytest.fixture
def client(editor):
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def sheet():
    """A draft and, below it, a published article."""
    page = make.page(text=TEXT, parsed_with=VERSION)
    make.article(page, title="题目", lines=[[1, 3]], title_lines=[[1, 1]])
    make.article(page, title="另一题目", lines=[[4, 6]], title_lines=[[4, 4]], status="published")
    return page


def test_the_review_offers_what_the_editor_may_and_says_why_not_the_rest(client, sheet):
    draft, published = sheet.articles.order_by("order")
    html = client.get(review_url(sheet)).content.decode()
    assert html.count(">已发布，由发布者改动<") == 1 and "由发布者发布" in html
    assert 'name="publish"' not in html and 'name="unpublish"' not in html
    assert "确认报纸和日期" not in html and "按现在的规则重新解析" not in html
    assert f'<option value="{draft.pk}"' in html and f'<option value="{published.pk}"' not in html
    html = client.get(f"{review_url(sheet)}?open={published.pk}").content.decode()
    assert 'value="retitle"' not in html
    html = client.get(f"{review_url(sheet)}?open={draft.pk}").content.decode()
    assert 'value="retitle"' in html


def test_a_published_article_is_read_in_its_form_and_not_changed(client, sheet):
    draft, published = sheet.articles.order_by("order")
    address = "admin:archive_article_change"
    html = client.get(reverse(address, args=[published.pk])).content.decode()
    assert 'name="_save"' not in html and "另一题目" in html
    html = client.get(reverse(address, args=[draft.pk])).content.decode()
    assert 'name="_save"' in html and 'name="status"' not in html


def test_a_refusal_comes_back_to_the_page_in_words(client, sheet):
    response = client.post(review_url(sheet), {"do": "furniture", "lines": "6"})
    html = response.content.decode()
    assert response.status_code == 403 and "“另一题目”已发布；您的角色不能改动" in html
    assert 'class="review"' in html and "仍要继续" not in html


@pytest.mark.parametrize("force", [True, False])
def test_no_edit_gets_round_the_status_by_force(editor, sheet, force):
    draft, published = sheet.articles.order_by("order")
    before = list(Article.objects.order_by("pk").values())
    for edit in (
        lambda: split_article(published, 5, author=editor, force=force),
        lambda: merge_articles(draft, [published], author=editor, force=force),
        lambda: merge_articles(published, [draft], author=editor, force=force),
        lambda: assign_lines(sheet, {4, 5, 6}, to=draft, author=editor, force=force),
        lambda: assign_lines(sheet, {3}, to=published, author=editor, force=force),
        lambda: set_texts(published, {"title": "改"}, author=editor),
        lambda: set_status([published], "draft", author=editor),
        lambda: set_status([draft], "published", author=editor),
    ):
        with pytest.raises(RightsError):
            edit()
        draft.refresh_from_db()
        published.refresh_from_db()
        assert list(Article.objects.order_by("pk").values()) == before


def test_what_was_published_while_it_was_edited_is_neither_changed_nor_withdrawn(editor, sheet):
    stale = sheet.articles.order_by("order").first()
    set_status([Article.objects.get(pk=stale.pk)], "published", author=None)
    with pytest.raises(RightsError):
        set_texts(stale, {"title": "迟到的改动"}, author=editor)
    now = Article.objects.get(pk=stale.pk)
    assert (now.status, now.title) == ("published", "题目")


def test_what_was_published_while_it_was_to_be_deleted_stays(editor, sheet):
    stale = sheet.articles.order_by("order").first()
    set_status([Article.objects.get(pk=stale.pk)], "published", author=None)
    with pytest.raises(RightsError):
        remove_articles([stale], author=editor)
    assert sheet.articles.count() == 2


def test_a_page_of_older_rules_is_not_parsed_again_by_the_way(editor, sheet):
    sheet.parsed_with = VERSION - 1
    sheet.save()
    draft = sheet.articles.order_by("order").first()
    with pytest.raises(RightsError):
        split_article(draft, 2, author=editor)
    sheet.refresh_from_db()
    assert sheet.parsed_with == VERSION - 1


def test_a_file_that_an_editor_has_read_again_leaves_drafts(client, editor):
    """It may have been sent for publishing by somebody who could."""
    batch = Batch.objects.create(author=editor)
    source = make.source("a", status="failed", batch=batch, author=editor, publish=True)
    client.post(reverse("admin:archive_batch_change", args=[batch.pk]), {"retry": source.pk})
    source.refresh_from_db()
    assert (source.status, source.publish) == ("queued", False)


def test_the_upload_offers_an_editor_no_publishing(client):
    html = client.get(reverse("admin:archive_import_add")).content.decode()
    assert 'name="files"' in html and 'name="publish"' not in html


def test_officials_of_published_articles_are_not_merged_nor_offered_to_be(client, sheet):
    one, two = make.official("王伟"), make.official("王伟", make.taian())
    make.mention_official(sheet.articles.get(status="published"), one)
    html = client.get(reverse("admin:archive_official_changelist")).content.decode()
    assert "合并所选官员" not in html and "可能是同一人" not in html
    html = client.get(reverse("admin:archive_official_change", args=[one.pk])).content.decode()
    assert "拆分" not in html and 'name="_save"' not in html
    html = client.get(reverse("admin:archive_official_change", args=[two.pk])).content.decode()
    assert 'name="_save"' in html


def test_a_form_that_is_only_shown_says_why(client, sheet):
    draft, published = sheet.articles.order_by("order")
    at = "admin:archive_article_change"
    why = "这篇文章已经发布，由发布者改动"
    assert why in client.get(reverse(at, args=[published.pk])).content.decode()
    assert 'class="only-seen"' not in client.get(reverse(at, args=[draft.pk])).content.decode()
    place = make.place("370983", "某市")
    html = client.get(reverse("admin:archive_place_change", args=[place.pk])).content.decode()
    assert "不在后台改动" in html


def test_a_draft_that_is_moved_leaves_the_day_of_published_ones_as_it_was_known(client, sheet):
    """Not in two steps either: moved there first, confirmed there then."""
    own = make.page(4, make.issue(date(2024, 3, 16)))
    make.article(own)
    for _ in range(2):
        response = client.post(review_url(own), {"date": str(make.DAY)})
        assert response.status_code == 302
        own.refresh_from_db()
        sheet.issue.refresh_from_db()
        assert own.issue == sheet.issue and sheet.issue.date_source == "dateline"


def test_the_day_of_drafts_alone_is_confirmed_by_an_editor(client):
    own = make.page(4, make.issue(date(2024, 3, 16)))
    make.article(own)
    other = make.issue()
    client.post(review_url(own), {"date": str(make.DAY)})
    other.refresh_from_db()
    assert other.date_source == "editor"
