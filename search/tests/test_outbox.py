"""The outbox tells of every change in the same transaction, and of nothing that did not happen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction

from archive.ingest.reparse import reparse_page
from archive.models import Article, Official, Page, PlaceMention, Post
from search.models import Outbox
from search.outbox import note
from search.tests import factories

pytestmark = pytest.mark.django_db
SUBJECT = {"370900": "subject"}


def noted(change: Callable[[], object]) -> set[int]:
    Outbox.objects.all().delete()
    change()
    return set(Outbox.objects.values_list("article", flat=True))


def test_saving_and_deleting_an_article() -> None:
    article = factories.article()
    number = article.pk
    assert noted(article.save) == {number}
    assert noted(article.delete) == {number}


def test_rolled_back_change_leaves_no_row() -> None:
    article = factories.article()

    def fail() -> None:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            article.title = "新题"
            article.save()
            assert Outbox.objects.exists()
            raise ZeroDivisionError

    assert noted(fail) == set()


def test_mentions_tell_of_their_article() -> None:
    article = factories.article(cities=SUBJECT)
    mention = PlaceMention.objects.get()
    assert noted(mention.save) == {article.pk}
    assert noted(mention.delete) == {article.pk}


def test_deleting_a_page_tells_of_its_articles() -> None:
    article = factories.article(cities=SUBJECT)
    assert noted(Page.objects.get(pk=article.page_id).delete) == {article.pk}


def test_queryset_delete_tells_of_each() -> None:
    numbers = {factories.article().pk, factories.article().pk}
    assert noted(Article.objects.all().delete) == numbers


def test_renaming_an_official_tells_of_all_articles_that_name_them() -> None:
    official = Official.objects.create(name="李兰亭")
    post = Post.objects.create(title="泰安市市长")
    named = [factories.article(officials={official: "speaker"}) for _ in range(3)]
    named[0].official_mentions.update(post=post)
    factories.article()
    official.name = "李兰庭"
    assert noted(official.save) == {article.pk for article in named}
    assert noted(post.save) == {named[0].pk}


@pytest.mark.parametrize("attribute", ["page", "page.issue", "page.issue.newspaper"])
def test_editing_the_press_tells_of_its_articles(attribute: str) -> None:
    factories.article(day="2020-01-01", title="别的")
    article = factories.article(day="2024-03-15")
    thing: object = article
    for part in attribute.split("."):
        thing = getattr(thing, part)
    assert article.pk in noted(thing.save)  # type: ignore[attr-defined]


def test_editing_a_county_or_its_city_tells_of_the_article() -> None:
    article = factories.article()
    county = factories.county()
    PlaceMention.objects.create(article=article, place=county, role="subject")
    assert noted(county.save) == {article.pk}
    assert county.parent is not None
    assert noted(county.parent.save) == {article.pk}


def test_new_entity_tells_of_nothing() -> None:
    factories.article()
    assert noted(lambda: Official.objects.create(name="新人")) == set()


def test_one_insert_notes_a_whole_queryset(django_assert_num_queries: Callable) -> None:
    numbers = {factories.article().pk for _ in range(4)}
    Outbox.objects.all().delete()
    with django_assert_num_queries(1):
        note(Article.objects.published())
    assert set(Outbox.objects.values_list("article", flat=True)) == numbers


def test_a_page_of_ready_articles_that_is_parsed_again() -> None:
    article = factories.article()
    Page.objects.update(text="", parsed_with=1)
    assert noted(lambda: reparse_page(Page.objects.get())) == {article.pk}
