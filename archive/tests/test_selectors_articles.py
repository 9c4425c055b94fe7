"""What stands around an article, where it speaks of, and what a citation of it says."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive import selectors
from archive.citing import Citation
from archive.models import Article
from archive.tests import factories as make

pytestmark = pytest.mark.django_db

PUBLISHED = Article.Status.PUBLISHED
DRAFT = Article.Status.DRAFT


def test_neighbours_follow_the_pages_of_the_issue() -> None:
    first, second = make.page(1), make.page(2)
    a, b, c = (make.article(page, status=PUBLISHED) for page in (first, first, second))
    make.article(first, status=DRAFT)
    around = selectors.article_neighbours(article=b)
    assert (around.same_page, around.before, around.after) == ([a, b], a, c)
    assert (around.page_before, around.page_after) == (None, second)
    last = selectors.article_neighbours(article=c)
    assert (last.after, last.page_before, last.page_after) == (None, first, None)


def test_an_article_withdrawn_after_it_was_read_still_has_neighbours() -> None:
    """Between two questions of one request an editor may have done anything."""
    page = make.page(1)
    a, b, c = (make.article(page, status=PUBLISHED) for _ in range(3))
    Article.objects.filter(pk=b.pk).update(status=DRAFT)
    around = selectors.article_neighbours(article=b)
    assert (around.same_page, around.before, around.after) == ([a, c], a, c)
    Article.objects.exclude(pk=b.pk).delete()
    around = selectors.article_neighbours(article=b)
    assert (around.same_page, around.before, around.page_after) == ([], None, None)


def test_a_neighbour_without_a_title_is_known_by_its_beginning() -> None:
    first = make.article(status=PUBLISHED)
    body = "\n\u3000\u3000" + "无题的消息很长。" * 30
    other = make.article(title="", body=body, status=PUBLISHED)
    with CaptureQueriesContext(connection) as asked:
        after = selectors.article_neighbours(article=first).after
        assert after == other and after.headline == other.headline
    assert len(asked) == 2


def test_counties_stand_below_what_they_belong_to() -> None:
    article = make.article()
    taian, county = make.taian(), make.place("370983", "肥城市")
    jining = make.place("370800", "济宁市", "prefecture", make.shandong())
    sishui = make.place("370831", "泗水县", "county", jining)
    province = make.shandong()
    for place in (taian, county, sishui, province):
        make.mention_place(article, place)
    rows = selectors.article_places(article=article)
    assert [(row.place.name, row.mention is not None) for row in rows] == [
        ("泰安市", True), ("济宁市", False), ("山东省", True),
    ]  # fmt: skip
    assert [[one.place.name for one in row.counties] for row in rows] == [
        ["肥城市"],
        ["泗水县"],
        [],
    ]


@pytest.mark.parametrize(
    ("values", "authors"),
    [
        ({"reporters": ["王晓"], "correspondents": ["陈立"]}, ("王晓", "陈立")),
        ({"reporters": ["王晓"], "compilers": ["孙明"], "photographers": ["李明"]}, ("王晓",)),
        ({"compilers": ["孙明"], "photographers": ["李明"]}, ("孙明",)),
        ({"photographers": ["李明"]}, ("李明",)),
        ({}, ()),
    ],
    ids=["who wrote it", "not who compiled it", "who compiled it", "who took it", "nobody"],
)
def test_who_signs_is_cited(values: dict, authors: tuple[str, ...]) -> None:
    article = make.article(make.page(3, number_known=True), subtitle="访\n市长", **values)
    record = cited(article)
    assert (record.authors, record.subtitle, record.page) == (authors, "访 市长", "3")
    assert (record.newspaper, record.date) == ("泰安日报", make.DAY)


def test_a_page_number_of_ours_is_not_cited() -> None:
    assert cited(make.article(make.page(number_known=False))).page == ""


def cited(article: Article) -> Citation:
    return selectors.citation(
        article=article, address="https://a.example/", accessed=make.DAY, archive="政策档案"
    )
