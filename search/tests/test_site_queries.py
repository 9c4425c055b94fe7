"""However much there is, no page asks the database more than fifteen times where there is an index."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import Figure, Official, PlaceMention, Post
from search import roster
from search.tests import factories as make
from search.tests.bench.addresses import addresses
from search.tests.bench.report import MOST_QUERIES

pytestmark = pytest.mark.django_db


def told(days: int) -> None:
    """An article on each of as many days, with a city, a county, officials, an industry, figures."""
    post = Post.objects.create(title="泰安市市长", place=make.city())
    people = [Official.objects.create(name=f"李{n:03}", place=make.city()) for n in range(days)]
    for at, who in enumerate(people):
        day = date(2023, 1, 1) + timedelta(at * 20)
        article = make.article(
            "泰安市储能项目开工，总投资116亿元。",
            day.isoformat(),
            cities={"370900": "subject", "370800": "mentioned"},
            industries={"energy-storage": "subject", "tourism": "mentioned"},
            officials={who: "speaker", people[0]: "mentioned"},
        )
        article.official_mentions.update(post=post, post_text="市长")
        PlaceMention.objects.create(article=article, place=make.county(), role="mentioned")
        Figure.objects.create(
            article=article, text="116亿元", value=116, unit="亿元", kind="actual"
        )


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
        assert answer.status_code == 200, address
    return len(asked)


def test_every_page_asks_little_however_much_there_is(
    client: Client, reindexed: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster, "FRESH", 3600.0)  # its look every two seconds is none of a page's
    told(40)
    reindexed()
    asked = addresses()
    for address in asked.values():  # what is looked up once a process is looked up now
        client.get(address)
    found = {name: queries(client, address) for name, address in asked.items()}
    assert {name: number for name, number in found.items() if number > MOST_QUERIES} == {}
