"""Random and hostile queries at every place where one is typed: no fault of the server, no hang.

FUZZ=1 tries 10,000; without it a few of every kind.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from archive.models import Official
from search.tests import factories
from search.tests.figure_rows import figure
from search.tests.fuzzing import FULL, queries
from search.tests.hostile_strings import FILES, PLACES, strings

pytestmark = pytest.mark.django_db
COUNT = 10_000 if FULL else 80


@pytest.fixture
def asked(client: Client, reindexed: Callable[[], int]) -> Client:
    """A site that has been asked once at every place, so that what it loads is loaded."""
    official = Official.objects.create(
        name="李兰祥", place=factories.city(), pinyin="lilanxiang llx"
    )
    for number in range(12):
        factories.article(
            f"全市储能项目{number}开工，高质量发展，工业增加值增长8.7%，达到5,000元。"
            * (number + 1),
            f"2024-{number + 1:02d}-15",
            cities={"370900": "subject"},
            industries={"energy-storage": "subject"},
            officials={official: "speaker"},
            title=f"储能与光伏的一年{number}",
        )
        figure(number + 1)
    reindexed()
    for place in (*PLACES, *FILES):
        assert b"".join(client.get(place.replace("{}", "1"))) is not None
    client.raise_request_exception = False
    return client


def test_no_query_is_a_fault_or_costs_much(asked: Client) -> None:
    report = queries(asked.get, COUNT)
    assert report.asked > 2 * COUNT
    assert report.faults == [], report
    assert set(report.statuses) <= {200, 301, 302, 304, 400, 404}, report
    assert report.statuses[200] > COUNT, "most of them are answered"


def test_the_strings_are_the_same_in_every_run() -> None:
    assert list(strings(40)) == list(strings(40))
    assert len(set(strings(400))) > 300
