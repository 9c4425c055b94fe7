"""The roster follows the database, and asks it little while nothing changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Thread
from unittest.mock import Mock, call

import pytest

from archive.models import Industry, Place
from archive.tests import factories as make
from archive.text.segment import use_roster, words
from search import roster

pytestmark = pytest.mark.django_db
NAME, OTHER = "栾蔚葳", "栾蔚琛"


@pytest.fixture(autouse=True)
def always_look(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(roster, "FRESH", 0.0)
    monkeypatch.setattr(roster, "SHARE", float("inf"))
    roster.forget()
    yield
    roster.forget()
    use_roster([])


def known(word: str) -> bool:
    roster.keep_current()
    return word in words(f"在{word}的")


def test_an_official_is_known_at_once_and_under_the_new_name() -> None:
    assert not known(NAME)
    official = make.official(NAME, make.taian())
    assert known(NAME)
    official.name = OTHER
    official.save()
    assert known(OTHER) and not known(NAME)
    official.delete()
    assert not known(OTHER)


def test_places_and_industries_are_known() -> None:
    Place.objects.create(code="370899", name="栾蔚湖新区", short="栾蔚湖", level="county")
    Industry.objects.create(slug="x", name="栾蔚业", keywords=["蔚葳储能器"])
    assert known("栾蔚湖新区") and known("栾蔚湖") and known("栾蔚业") and known("蔚葳储能器")


def test_policy_terms_are_known() -> None:
    assert known("新质生产力") and known("放管服")


def test_one_query_while_nothing_changed(django_assert_num_queries: Callable) -> None:
    make.official(NAME, make.taian())
    roster.keep_current()
    with django_assert_num_queries(1):
        roster.keep_current()


def test_no_query_right_after_a_look(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Callable
) -> None:
    monkeypatch.setattr(roster, "FRESH", 1000.0)
    roster.keep_current()
    with django_assert_num_queries(0):
        roster.keep_current()


def test_what_leaves_no_trace_is_read_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    industry = Industry.objects.create(slug="x", name="栾蔚业")
    assert known("栾蔚业")
    Industry.objects.filter(pk=industry.pk).update(name="栾蔚产业链")
    assert not known("栾蔚产业链")
    monkeypatch.setattr(roster, "SURE", -1.0)
    assert known("栾蔚产业链")


def test_one_thread_reads_the_names_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    make.official(NAME, make.taian())
    assert known(NAME)
    read, meanwhile = roster.names, []

    def names() -> Iterator[str]:
        thread = Thread(target=lambda: meanwhile.append((known(NAME), known(OTHER))), daemon=True)
        thread.start()
        thread.join(10)
        yield from read()

    monkeypatch.setattr(roster, "names", names)
    make.official(OTHER, make.taian())
    assert known(OTHER)
    assert meanwhile == [(True, False)]


def test_only_where_there_is_no_roster_yet_the_others_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    lock = Mock()
    monkeypatch.setattr(roster, "_lock", lock)
    roster.keep_current()
    roster.keep_current()
    assert lock.acquire.call_args_list == [call(blocking=True), call(blocking=False)]
    assert lock.release.call_count == 2
