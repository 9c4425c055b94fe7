"""Counts of several processes add up, survive their deaths, and grow with nothing that is asked."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver, resolve
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from archive.web import board as boards
from archive.web import measuring, refusing
from archive.web.board import Board
from archive.web.measuring import Tally

pytestmark = pytest.mark.django_db  # the end of a request looks after connections


def in_process(work: Callable[[], None]) -> int:
    """Run it in a process forked from here, which then ends; its number."""
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    return child


class TestBoard:
    def test_processes_add_up(self) -> None:
        board = Board(2)
        board.add([(0, 1)])
        in_process(lambda: board.add([(0, 2), (1, 5)]))
        in_process(lambda: board.add([(0, 4)]))
        assert board.totals() == [7, 5]

    def test_a_process_that_was_killed_stays_counted_but_answers_nothing(self) -> None:
        board = Board(2, passing=(1,))

        def die() -> None:
            board.add([(0, 1), (1, 1)])
            os.kill(os.getpid(), signal.SIGKILL)

        in_process(die)
        assert board.totals() == [1, 0]

    def test_one_that_lives_is_not_taken_for_dead(self) -> None:
        board = Board(1, passing=(0,))
        ready, go = os.pipe(), os.pipe()
        child = os.fork()
        if not child:
            board.add([(0, 1)])
            os.write(ready[1], b".")
            os.read(go[0], 1)
            os._exit(0)
        os.read(ready[0], 1)
        assert board.totals() == [1]
        os.write(go[1], b".")
        os.waitpid(child, 0)
        assert board.totals() == [0]

    def test_workers_that_are_replaced_use_the_rows_of_those_before(self) -> None:
        board = Board(1)
        board.add([(0, 1)])
        for _ in range(2 * boards.ROWS):
            in_process(lambda: board.add([(0, 1)]))
        assert board.totals() == [2 * boards.ROWS + 1]
        assert sum(board._is_used(row) for row in range(boards.ROWS)) == 2

    def test_threads_lose_nothing(self) -> None:
        board = Board(1)

        def add() -> None:
            for _ in range(2000):
                board.add([(0, 1)])

        threads = [threading.Thread(target=add) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert board.totals() == [8000]


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[Tally]:
    """A tally of this test alone."""
    fresh = Tally([*measuring.tally().routes])
    monkeypatch.setattr(measuring, "tally", lambda: fresh)
    yield fresh


def told() -> dict[tuple[str, ...], float]:
    """Every sample by its name and labels."""
    families = text_string_to_metric_families(generate_latest(_Only()).decode())
    return {
        (one.name, *sorted(one.labels.values())): one.value
        for family in families
        for one in family.samples
    }


class _Only:
    """What a registry is to `generate_latest`: requests alone, without the state of the archive."""

    def collect(self) -> Iterator[object]:
        return measuring.Requests().collect()


class TestRequests:
    def test_they_are_counted_by_route_method_and_kind_of_answer(
        self, kept: Tally, client: Client
    ) -> None:
        client.get("/robots.txt")
        client.get("/robots.txt")
        client.get("/cities/no-such-place/")
        client.post("/robots.txt")
        client.generic("BREW", "/robots.txt")
        found = told()
        assert found["archive_requests_total", "2xx", "GET", "robots"] == 2
        assert found["archive_requests_total", "4xx", "POST", "robots"] == 1
        assert found["archive_requests_total", "4xx", "other", "robots"] == 1
        assert found["archive_requests_total", "4xx", "GET", "city-detail"] == 1
        assert found["archive_request_seconds_count", "robots"] == 4
        assert found["archive_request_seconds_bucket", "+Inf", "robots"] == 4
        assert found["archive_response_bytes_total", "robots"] > 0
        assert found["archive_requests_in_flight",] == 0

    def test_times_fall_into_the_bucket_that_holds_them(self, kept: Tally) -> None:
        for seconds in (0.001, 0.005, 0.3, 99.0):
            kept.count_request("search", "GET", 200, seconds, 0)
        found = told()
        below = [found["archive_request_seconds_bucket", bound, "search"] for bound in
                 ("0.005", "0.01", "0.25", "0.5", "30.0", "+Inf")]  # fmt: skip
        assert below == [2, 2, 2, 3, 3, 4]
        assert found["archive_request_seconds_sum", "search"] == pytest.approx(99.306)

    def test_one_is_in_flight_until_the_last_piece_is_sent(self, kept: Tally) -> None:
        answer = measuring.measured(lambda _: StreamingHttpResponse([b"123", b"45"]))
        response = answer(RequestFactory().get("/x"))
        assert told()["archive_requests_in_flight",] == 1
        assert b"".join(response) == b"12345"
        response.close()
        found = told()
        assert found["archive_requests_in_flight",] == 0
        assert found["archive_response_bytes_total", "unknown"] == 5

    def test_two_processes_add_up(self, kept: Tally) -> None:
        answer = measuring.measured(lambda _: HttpResponse())
        for _ in range(3):
            in_process(lambda: [answer(RequestFactory().get("/x")) for _ in range(5)] and None)
        answer(RequestFactory().get("/x"))
        assert told()["archive_requests_total", "2xx", "GET", "unknown"] == 16

    def test_made_up_addresses_add_nothing(self, kept: Tally, client: Client) -> None:
        chance = random.Random(7)
        before = len(told())
        size = len(kept.board._cells)
        letters = "abc中文%/0123.-_~"
        for _ in range(1000):
            path = "".join(chance.choice(letters) for _ in range(chance.randint(1, 30)))
            request = RequestFactory().generic(chance.choice(["GET", "BREW", "X-1"]), f"/q{path}")
            measuring.measured(lambda _: HttpResponse(status=404))(request)
        for _ in range(20):
            client.get(f"/officials/{chance.random()}/")
        found = told()
        assert len(found) - before <= 2 * (len(measuring.BOUNDS) + 6)
        assert len(kept.board._cells) == size
        assert sum(found[one] for one in found if one[0] == "archive_requests_total") == 1020

    @pytest.mark.parametrize(
        "path", ["/", "/search/", "/search.csv", "/api/v1/search", "/admin/", "/metrics",
                 "/admin/archive/article/", "/desk/", "/trends/", "/figures/", "/diffusion/"],
    )  # fmt: skip
    def test_addresses_have_names(self, kept: Tally, path: str) -> None:
        assert resolve(path).view_name in kept.routes

    def test_names_are_found_in_all_included_addresses(self) -> None:
        names = [*measuring.route_names(get_resolver())]
        assert len(set(names)) > 100 and not [one for one in names if " " in one]

    def test_a_request_costs_less_than_a_third_of_a_millisecond(self, kept: Tally) -> None:
        plain, counted = (lambda _: _NOTHING), measuring.measured(lambda _: _NOTHING)
        request: HttpRequest = RequestFactory().get("/x")
        costs = []
        for answer in (plain, counted):
            begun = time.process_time()
            for _ in range(2000):
                answer(request)
            costs.append((time.process_time() - begun) / 2000)
        assert costs[1] - costs[0] < 0.0003


_NOTHING = HttpResponse()


class TestRefusals:
    def test_they_are_counted_by_kind(self, kept: Tally) -> None:
        measuring.count_refusal("rate")
        measuring.count_refusal("rate")
        found = told()
        assert found["archive_refusals_total", "rate"] == 2
        assert found["archive_refusals_total", "locked"] == 0

    def test_a_kind_that_nobody_listed_is_an_error(self, kept: Tally) -> None:
        with pytest.raises(ValueError):
            measuring.count_refusal("whatever")

    def test_a_wrong_password_is_counted(self, kept: Tally, client: Client) -> None:
        client.post("/account/login/", {"username": "nobody", "password": "x"})
        assert told()["archive_refusals_total", "sign-in"] == 1

    def test_who_asked_too_often_is_counted(self, kept: Tally) -> None:
        refusing.too_often(RequestFactory().get("/search/"), 3)
        assert told()["archive_refusals_total", "rate"] == 1
