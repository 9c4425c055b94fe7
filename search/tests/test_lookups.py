"""What SearchQuerySet may ask, as trees and as articles found; the rest is refused by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from haystack.exceptions import SearchBackendError
from haystack.inputs import AltParser, AutoQuery, Clean, Exact, Not, PythonData, Raw
from haystack.query import SQ, SearchQuerySet

from archive.models import Official
from search import lookups
from search.query import describe
from search.tests import factories


def spelled(*args: Any, **filters: Any) -> str:
    return describe(lookups.tree(SearchQuerySet().filter(*args, **filters).query.query_filter))


@pytest.mark.parametrize(
    ("filters", "tree"),
    [
        ({"content": "储能"}, "储能"),
        ({"content": "储能 光伏"}, "储能 AND 光伏"),
        ({"content": ""}, ""),
        ({"text": "储能"}, "body:储能"),
        ({"title__contains": "储能"}, "title:储能"),
        ({"byline": "张三"}, "byline:张三"),
        ({"content__exact": "储能 光伏"}, '"储能 光伏"'),
        ({"title__exact": "储能"}, 'title:"储能"'),
        ({"title__startswith": "储"}, "title:储*"),
        ({"content__startswith": "光伏 储"}, "光伏 AND 储*"),
        ({"title__in": ["储能", "光伏"]}, 'title:"储能" OR title:"光伏"'),
        ({"content__in": []}, "∅"),
        ({"content": Exact("储能 光伏")}, '"储能 光伏"'),
        ({"content": Clean("储能 OR")}, "储能 AND OR"),
        ({"content": PythonData(2024)}, "2024"),
        ({"content": Not("储能")}, "NOT 储能"),
        ({"content": Raw("储能 NEAR/3 光伏")}, "储能 NEAR/3 光伏"),
        ({"content": AutoQuery('"储能" -光伏')}, '"储能" AND NOT 光伏'),
        ({"title": AutoQuery("储能 body:光伏")}, "title:储能 AND body:光伏"),
        ({"content": AutoQuery('"储能')}, "储能"),
        ({"city": "370900"}, "city=370900"),
        ({"city__exact": Exact("370900")}, "city=370900"),
        ({"city__in": ["370900", "370800"]}, "city=370900|370800"),
        ({"month": "2024-03"}, "month=2024-03"),
        ({"date": date(2024, 3, 5)}, "date:2024-03-05"),
        ({"date": "2024-03-05"}, "date:2024-03-05"),
        ({"date__gte": datetime(2024, 3, 5, 23)}, "date:2024-03-05.."),
        ({"date__gt": date(2024, 3, 5)}, "date:2024-03-06.."),
        ({"date__lte": date(2024, 3, 5)}, "date:..2024-03-05"),
        ({"date__lt": date(2024, 3, 5)}, "date:..2024-03-04"),
        ({"date__range": ["2024-01-01", "2024-06-30"]}, "date:2024-01-01..2024-06-30"),
        ({"date__in": ["2024-01-01", "2024-03-01"]}, "date:2024-01-01 OR date:2024-03-01"),
    ],
)
def test_filter_reads_as(filters: dict[str, Any], tree: str) -> None:
    assert spelled(**filters) == tree


def test_conditions_are_joined_as_they_are_written() -> None:
    assert spelled(SQ(content="a") | SQ(content="b"), city="1") == "(a OR b) AND city=1"
    assert spelled(~SQ(content="a")) == "NOT a"
    assert spelled(~(SQ(content="a") | SQ(title="b")) & SQ(content="c")) == (
        "NOT (a OR title:b) AND c"
    )


@pytest.mark.parametrize(
    ("filters", "named"),
    [
        ({"colour": "red"}, "colour"),
        ({"django_id": 1}, "django_id"),
        ({"date__year": 2024}, "date__year"),
        ({"title__endswith": "x"}, "endswith"),
        ({"title__fuzzy": "x"}, "fuzzy"),
        ({"title__gt": "x"}, "gt"),
        ({"title__in": "储能"}, "in"),
        ({"city__startswith": "37"}, "startswith"),
        ({"city__range": ["1", "2"]}, "range"),
        ({"date__startswith": "2024"}, "startswith"),
        ({"date": "2024-13"}, "2024-13"),
        ({"date__range": ["2024-01-01"]}, "range"),
        ({"date__range": 5}, "5"),
        ({"content": AltParser("dismax", "x")}, "AltParser"),
    ],
)
def test_filter_that_is_not_supported_is_named(filters: dict[str, Any], named: str) -> None:
    with pytest.raises(SearchBackendError, match=named):
        spelled(**filters)


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        (lambda found: found.order_by("title"), "title"),
        (lambda found: found.order_by("-date", "title"), "title"),
        (lambda found: found.boost("储能", 2), "boost"),
        (lambda found: found.highlight(), "highlight"),
        (lambda found: found.query_facet("city", "3*"), "query_facets"),
        (lambda found: found.narrow("colour:red"), "colour"),
    ],
)
@pytest.mark.django_db
def test_option_that_is_not_supported_is_named(
    reindexed: Callable[[], int], asked: Callable[[SearchQuerySet], SearchQuerySet], named: str
) -> None:
    with pytest.raises(SearchBackendError, match=named):
        len(asked(SearchQuerySet().filter(content="储能")))


@pytest.mark.django_db
def test_articles_are_found(reindexed: Callable[[], int]) -> None:
    official = Official.objects.create(name="李兰亭", place=factories.city())
    one = factories.article(
        "储能电站开工", "2024-01-05", title="泰安", officials={official: "speaker"}
    )
    two = factories.article("光伏电站", "2024-02-05", title="济宁 储能")
    reindexed()

    def found(*args: Any, **filters: Any) -> set[int]:
        return {int(row.pk) for row in SearchQuerySet().filter(*args, **filters)}

    assert found(content="储能") == {one.pk, two.pk}
    assert found(text="储能") == {one.pk}
    assert found(title="储能") == {two.pk}
    assert found(title__in=["泰安", "济宁"]) == {one.pk, two.pk}
    assert found(content=AutoQuery("电站 -title:储能")) == {one.pk}
    assert found(content=AutoQuery("official:李兰亭")) == {one.pk}
    assert found(content=AutoQuery("official:无此人")) == set()
    assert found(official=str(official.pk)) == {one.pk}
    assert found(date__in=["2024-02-05"]) == {two.pk}
    assert found(date__range=(date(2024, 1, 1), date(2024, 1, 31))) == {one.pk}
    assert found(~SQ(title="储能"), SQ(text="电站") | SQ(title="x")) == {one.pk}
    assert [int(row.pk) for row in SearchQuerySet().order_by("date")] == [one.pk, two.pk]
    raw = SearchQuerySet().raw_search("电站 official:李兰亭")
    assert [int(row.pk) for row in raw] == [one.pk]
