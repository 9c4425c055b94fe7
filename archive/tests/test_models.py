"""The database itself refuses what must not be, whoever writes."""

import pytest
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from archive import models as archive_models
from archive.models import Article, Import, Issue, Official, Page, Place, Post, ReferenceLoad
from archive.tests import factories as make

pytestmark = pytest.mark.django_db


def refuse(write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def test_issue_is_once_a_day():
    issue = make.issue()
    refuse(
        lambda: Issue.objects.create(
            newspaper=issue.newspaper, date=issue.date, date_source="folio"
        )
    )


def test_page_number_is_once_an_issue_and_positive():
    page = make.page(2)
    refuse(lambda: make.page(2, page.issue, source=make.source("z")))
    refuse(lambda: make.page(0, page.issue, source=make.source("y")))


def test_page_and_import_keep_one_row_a_file():
    page = make.page(1)
    refuse(lambda: make.source(sha256=page.sha256))
    refuse(
        lambda: Page.objects.create(
            issue=page.issue, number=9, sha256=page.sha256, source=page.source
        )
    )


def test_article_needs_words_an_order_and_a_share_of_confidence():
    article = make.article()
    refuse(lambda: make.article(title="", body=""))
    refuse(lambda: make.article(order=article.order))
    refuse(lambda: make.article(confidence=1.2))


@pytest.mark.parametrize(
    ("model", "field"),
    [
        (model, field.name)
        for name in archive_models.__all__
        for model in [getattr(archive_models, name)]
        for field in model._meta.get_fields()
        if getattr(field, "choices", None)
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_every_choice_is_held_by_a_constraint(model, field):
    values = [value for value, _ in model._meta.get_field(field).choices]
    held = [
        row.condition for row in model._meta.constraints if isinstance(row, models.CheckConstraint)
    ]
    assert models.Q(**{f"{field}__in": values}) in held


def test_unknown_status_is_refused_by_the_database():
    article = make.article()
    refuse(lambda: Article.objects.filter(pk=article.pk).update(status="secret"))
    refuse(lambda: make.source("q", status="lost"))


def test_mention_is_once_an_article():
    article, city, official = make.article(), make.taian(), make.official()
    make.mention_place(article, city)
    refuse(lambda: make.mention_place(article, city, "mentioned"))
    make.mention_official(article, official)
    refuse(lambda: make.mention_official(article, official, role="attendee"))


def test_namesakes_need_a_distinction():
    city = make.taian()
    make.official("张伟", city)
    refuse(lambda: make.official("张伟", city))
    assert make.official("张伟", city, distinction="政协").pk
    make.official("张伟")
    refuse(lambda: make.official("张伟"))


def test_post_is_once_a_place_and_once_without():
    city = make.taian()
    make.post("市长", city)
    refuse(lambda: Post.objects.create(title="市长", place=city))
    make.post("总书记")
    refuse(lambda: Post.objects.create(title="总书记"))


def test_province_hangs_under_nothing():
    refuse(
        lambda: Place.objects.create(
            code="990000", name="某省", short="某", level="province", parent=make.taian()
        )
    )


def test_what_articles_speak_of_is_protected():
    article, city = make.article(), make.taian()
    official = make.official(where=city)
    make.mention_official(article, official)
    make.mention_place(article, city)
    for row in (official, city, article.page.issue, article.page.source):
        with pytest.raises(ProtectedError):
            row.delete()
    article.page.delete()
    assert not Article.objects.exists()
    assert Official.objects.get().delete()
    assert Import.objects.get().delete()


def test_reference_load_is_one_row():
    ReferenceLoad.objects.create(pk=1, fingerprint="a")
    refuse(lambda: ReferenceLoad.objects.create(pk=2, fingerprint="b"))


def test_what_has_no_name_is_refused():
    city = make.shandong()
    refuse(lambda: Official.objects.create(name="", place=city))
    refuse(lambda: Post.objects.create(title="", place=city))
    refuse(lambda: Place.objects.create(code="379999", name="", short="", level="prefecture"))
    refuse(lambda: Place.objects.filter(pk=city.pk).update(parent=city))
