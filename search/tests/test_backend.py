"""Haystack's own ways in: SearchQuerySet and its commands work through our engine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from haystack.exceptions import SearchBackendError
from haystack.inputs import AutoQuery, Exact
from haystack.query import SQ, SearchQuerySet

from archive.models import Article
from search.indexer import needs_reindex
from search.indexing.upkeep import Upkeep
from search.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(reindexed: Callable[[], int]) -> list[int]:
    """储能 in 泰安 in January, 光伏 in 泰安 in February, both in 济宁 in March."""
    made = [
        factories.article("储能电站", "2024-01-05", {"370900": "subject"}),
        factories.article("光伏电站", "2024-02-05", {"370900": "mentioned"}),
        factories.article("储能与光伏", "2024-03-05", {"370800": "subject"}),
    ]
    reindexed()
    return [article.pk for article in made]


def numbers(found: SearchQuerySet) -> list[int]:
    return [int(row.pk) for row in found]


def test_everything_and_content(three: list[int]) -> None:
    assert SearchQuerySet().all().count() == 3
    assert set(numbers(SearchQuerySet().filter(content="储能"))) == {three[0], three[2]}
    assert numbers(SearchQuerySet().filter(content="储能").exclude(content="光伏")) == [three[0]]
    both = SQ(content="储能") | SQ(content="光伏")
    assert len(SearchQuerySet().filter(both)) == 3


def test_exact_and_typed_queries(three: list[int]) -> None:
    assert numbers(SearchQuerySet().filter(content=Exact("储能与"))) == [three[2]]
    assert numbers(SearchQuerySet().filter(content=AutoQuery("储能 -光伏"))) == [three[0]]


def test_fields_days_order_and_slices(three: list[int]) -> None:
    found = SearchQuerySet().order_by("-date")
    assert numbers(found) == three[::-1]
    assert numbers(found[1:3]) == three[1::-1]
    assert numbers(SearchQuerySet().filter(city="370900").order_by("date")) == three[:2]
    assert numbers(SearchQuerySet().filter(city__in=["370800"])) == [three[2]]
    assert numbers(SearchQuerySet().filter(date__gt=date(2024, 2, 5))) == [three[2]]
    assert numbers(SearchQuerySet().narrow("city:370800")) == [three[2]]


def test_facets_and_objects(three: list[int]) -> None:
    counts = SearchQuerySet().facet("city").facet_counts()
    assert counts["fields"]["city"] == [("370900", 2), ("370800", 1)]
    assert {row.object for row in SearchQuerySet().load_all()} == set(Article.objects.all())


def test_what_is_not_supported_is_said(three: list[int]) -> None:
    with pytest.raises(SearchBackendError):
        list(SearchQuerySet().filter(colour="red"))
    with pytest.raises(SearchBackendError):
        list(SearchQuerySet().order_by("title"))


def test_haystack_commands(three: list[int]) -> None:
    call_command("clear_index", interactive=False, verbosity=0)
    assert SearchQuerySet().all().count() == 0
    call_command("update_index", verbosity=0)
    assert SearchQuerySet().all().count() == 3
    Article.objects.filter(pk=three[0]).delete()
    call_command("update_index", remove=True, verbosity=0)
    assert set(numbers(SearchQuerySet().all())) == set(three[1:])
    call_command("rebuild_index", interactive=False, verbosity=0)
    assert SearchQuerySet().all().count() == 2


def test_update_index_in_a_fresh_archive() -> None:
    """What came of it is searched, but trusted by no indexer: it may be a part."""
    made = [factories.article().pk for _ in range(3)]
    call_command("update_index", batchsize=2, verbosity=0)
    assert set(numbers(SearchQuerySet().all())) == set(made)
    assert "不符" in needs_reindex()
    Upkeep().look()
    assert needs_reindex() == ""


@pytest.mark.django_db(transaction=True)  # its workers are processes
def test_update_index_by_age_and_by_several_workers(three: list[int]) -> None:
    Article.objects.filter(pk=three[0]).update(
        body="风电", updated=timezone.now() - timedelta(days=3)
    )
    Article.objects.filter(pk=three[1]).update(body="风电")
    call_command("update_index", age=24, verbosity=0)
    assert numbers(SearchQuerySet().filter(content="风电")) == [three[1]]
    call_command("update_index", workers=2, batchsize=1, verbosity=0)
    assert set(numbers(SearchQuerySet().filter(content="风电"))) == set(three[:2])


def test_more_like_this(reindexed: Callable[[], int]) -> None:
    made = [factories.article(body="储能电站并网发电。", title="储能") for _ in range(3)]
    made += [factories.article(body="光伏扶贫座谈会。", title="光伏") for _ in range(3)]
    made[1].place_mentions.create(place=factories.city(), role="subject")
    reindexed()
    assert set(numbers(SearchQuerySet().more_like_this(made[0]))) == {made[1].pk, made[2].pk}
    assert SearchQuerySet().more_like_this(made[0]).count() == 2
    narrow = SearchQuerySet().filter(city="370900").more_like_this(made[0])
    assert numbers(narrow) == [made[1].pk]
