"""Officials merged and parted: the index follows, old numbers and names go on to find the person."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from archive.editing.officials import merge_officials, split_official
from archive.models import Article, Official, OfficialMention
from search.models import Outbox
from search.tests import factories

pytestmark = pytest.mark.django_db
Index = Callable[[], int]


@pytest.fixture
def merged(reindexed: Index) -> tuple[Official, int, Article]:
    """李兰亭 of 泰安, the number of 李兰庭 of 济宁 who was merged into him, that one's article."""
    stays = Official.objects.create(name="李兰亭", place=factories.city())
    gone = Official.objects.create(name="李兰庭", place=factories.city("370800"))
    factories.article("甲", officials={stays: "speaker"})
    article = factories.article("乙", officials={gone: "speaker"})
    reindexed()
    number = gone.pk
    merge_officials(stays, [gone], None)
    reindexed()
    return stays, number, article


@pytest.mark.parametrize("asked", ["{number}", "李兰庭", "李兰庭（济宁市）"])
def test_old_number_and_old_name_are_understood(
    client: Client, merged: tuple[Official, int, Article], asked: str
) -> None:
    stays, number, _ = merged
    given = {"official": asked.format(number=number)}
    response = client.get("/search/", given)
    assert parse_qsl(urlsplit(response["Location"]).query) == [("official", str(stays.pk))]
    answer = client.get("/api/v1/search", given).json()
    assert answer["total"] == 2
    assert {who["id"] for row in answer["results"] for who in row["officials"]} == {stays.pk}
    assert client.get("/search.csv", given).status_code == 200


def test_addresses_lead_on(client: Client, merged: tuple[Official, int, Article]) -> None:
    stays, number, _ = merged
    moved = client.get(f"/officials/{number}/?page=1")
    assert (moved.status_code, moved["Location"]) == (301, f"/officials/{stays.pk}/?page=1")
    named = client.get("/officials/李兰庭/")
    assert (named.status_code, named["Location"]) == (302, f"/officials/{stays.pk}/")
    assert client.get("/officials/999999/").status_code == 404
    assert "曾分列为：李兰庭（济宁市）" in client.get(f"/officials/{stays.pk}/").content.decode()
    assert "李兰亭" in client.get("/officials/?q=兰庭").content.decode()


def test_who_was_set_right_is_found_by_the_name_of_before(client: Client, reindexed: Index) -> None:
    """An alias without a number: an editor corrected the name."""
    official = Official.objects.create(name="李兰亭", place=factories.city())
    factories.article("甲", officials={official: "speaker"})
    reindexed()
    official.aliases.create(name="李兰婷", place=factories.city())
    for asked in ("李兰婷", "李兰婷（泰安市）"):
        response = client.get("/search/", {"official": asked})
        assert parse_qsl(urlsplit(response["Location"]).query) == [("official", str(official.pk))]
    assert client.get("/api/v1/search", {"official": "None"}).status_code == 400


def test_nobody_is_called_none(client: Client, merged: tuple[Official, int, Article]) -> None:
    answer = client.get("/api/v1/search", {"official": ["李兰亭", "None"]})
    assert answer.status_code == 400 and len(answer.json()["errors"]) == 1


def test_one_query_however_many_are_asked_for(
    client: Client, merged: tuple[Official, int, Article], django_assert_max_num_queries: Callable
) -> None:
    names = {"official": [f"某{number}" for number in range(20)] + ["李兰庭"]}
    with django_assert_max_num_queries(2):
        client.get("/search.csv", names)


def test_who_is_in_drafts_only_is_told_to_nobody(client: Client) -> None:
    stays, gone = (Official.objects.create(name=name) for name in ("李兰亭", "李兰庭"))
    factories.article(officials={gone: "speaker"}, status=Article.Status.DRAFT)
    number = gone.pk
    merge_officials(stays, [gone], None)
    assert client.get(f"/officials/{number}/").status_code == 404
    assert client.get("/api/v1/search", {"official": str(number)}).status_code == 400


def test_each_touched_article_is_noted_once_merged_or_parted(reindexed: Index) -> None:
    first = Official.objects.create(name="李兰亭", place=factories.city())
    second = Official.objects.create(name="李兰亭", place=factories.city("370800"))
    moved = [factories.article(officials={second: "speaker"}) for _ in range(3)]
    both = factories.article(officials={first: "mentioned", second: "speaker"})
    untouched = factories.article(officials={Official.objects.create(name="别人"): "speaker"})
    Outbox.objects.all().delete()
    merge_officials(first, [second], None)
    noted = set(Outbox.objects.values_list("article", flat=True))
    assert noted == {article.pk for article in [*moved, both]}
    Outbox.objects.all().delete()
    split_official(first, OfficialMention.objects.filter(article=moved[0]), None, "女", None)
    noted = set(Outbox.objects.values_list("article", flat=True))
    assert moved[0].pk in noted and untouched.pk not in noted


def test_a_split_shows_in_the_search(client: Client, merged: tuple, reindexed: Index) -> None:
    stays, _, article = merged
    mentions = OfficialMention.objects.filter(article=article)
    other = split_official(stays, mentions, factories.city("370800"), "", None)
    reindexed()
    for official in (stays, other):
        answer = client.get("/api/v1/search", {"official": official.pk}).json()
        assert answer["total"] == 1
