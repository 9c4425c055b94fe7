"""Hostile parameters and path segments at every address: no fault of the server, no hang, no leak.

FUZZ=1 tries 2,000; without it a few at every address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from search.tests import factories
from search.tests.figure_rows import figure
from search.tests.fuzzing import FULL, attacks
from search.tests.hostile_strings import PATHS, parameters

pytestmark = pytest.mark.django_db
COUNT = 2000 if FULL else len(PATHS)
# Addresses that are tried elsewhere, or of which one stands for all.
ELSEWHERE = {"admin", "desk", "account"}


@pytest.fixture
def site(client: Client, reindexed: Callable[[], int]) -> Client:
    factories.article("全市储能项目开工。", cities={"370900": "subject"})
    figure(116)
    reindexed()
    for path in PATHS:
        client.get(path.replace("{}", "1"))
    client.raise_request_exception = False
    return client


def test_no_parameter_is_a_fault_or_costs_much(site: Client) -> None:
    report = attacks(site.get, COUNT)
    assert report.asked == COUNT
    assert report.faults == [], report


def test_nor_is_it_for_who_is_signed_in(site: Client) -> None:
    site.force_login(User.objects.create_superuser("editor", password="x"))
    report = attacks(site.get, COUNT)
    assert report.faults == [], report


def _roots(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        begin = str(pattern.pattern).lstrip("^").split("(")[0].split("<")[0].replace("\\", "")
        if isinstance(pattern, URLResolver) and not begin:
            yield from _roots(pattern.url_patterns)
        else:
            yield begin


def test_every_address_is_attacked() -> None:
    tried = {path.strip("/") for path in PATHS}
    roots = {root.strip("/") for root in _roots(get_resolver().url_patterns)} - {""}
    missed = {
        root
        for root in roots
        if root.split("/")[0] not in ELSEWHERE and not any(path.startswith(root) for path in tried)
    }
    assert missed <= {"readyz"}  # 503 where no worker runs is its answer


def test_the_addresses_are_the_same_in_every_run() -> None:
    assert list(parameters(40)) == list(parameters(40))
