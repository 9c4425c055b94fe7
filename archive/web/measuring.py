"""Counts requests and their times, by the names of addresses, for all processes of the server.

Names are those that the site has, found before the first request, so that no address that somebody
makes up adds to what is kept. A request costs 5 microseconds; the files of prometheus-client for
several processes cost 10 and are one set for each worker that ever was. See `archive.web.board`.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import accumulate

from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector, CollectorRegistry

from archive.web.answers import Answer
from archive.web.board import Board
from archive.web.endings import at_end
from archive.web.requests import STATIC, route_of

UNKNOWN = "unknown"
METHODS = ("GET", "HEAD", "POST", "OPTIONS", "other")
STATUSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
REFUSALS = ("sign-in", "locked", "rate")
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)  # seconds
"""Where the buckets of a histogram end."""

_TIMES = len(BOUNDS) + 2  # one bucket above the last bound, and the sum
_ROUTE = len(METHODS) * len(STATUSES) + 1 + _TIMES  # what a route keeps: counts, bytes, times


def route_names(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    """The names of all addresses as a request tells them, as `search` or `admin:index`."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from route_names(pattern, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield ":".join((*spaces, pattern.name))


class Tally:
    """Where on the board everything is counted."""

    def __init__(self, routes: list[str]) -> None:
        self.in_flight, self.search = 0, 1
        self.refusals = self.search + _TIMES
        first = self.refusals + len(REFUSALS)
        self.routes = {name: first + at * _ROUTE for at, name in enumerate(routes)}
        self.board = Board(first + len(routes) * _ROUTE, passing=(self.in_flight,))

    def count_request(
        self, route: str, method: str, status: int, seconds: float, size: int
    ) -> None:
        start = self.routes.get(route, self.routes[UNKNOWN])
        known = METHODS.index(method) if method in METHODS else len(METHODS) - 1
        times = start + _ROUTE - _TIMES
        self.board.add(
            [
                (start + known * len(STATUSES) + min(max(status // 100, 1), 5) - 1, 1),
                (times - 1, size),
                *timed(times, seconds),
                (self.in_flight, -1),
            ]
        )


def timed(times: int, seconds: float) -> list[tuple[int, float]]:
    """What is added to the histogram that begins at this cell."""
    return [(times + bisect_left(BOUNDS, seconds), 1), (times + _TIMES - 1, seconds)]


@cache
def tally() -> Tally:
    """The one of this process and of all forked from it after the first call."""
    return Tally([*dict.fromkeys([UNKNOWN, STATIC, *sorted(route_names(get_resolver()))])])


def measured(get_response: Answer) -> Answer:
    """Made where the server is loaded, before it forks."""
    kept = tally()

    def answer(request: HttpRequest) -> HttpResponseBase:
        begun = time.perf_counter()
        kept.board.add([(kept.in_flight, 1)])
        response = get_response(request)

        def count(size: int) -> None:
            seconds = time.perf_counter() - begun
            method = request.method or ""
            kept.count_request(route_of(request), method, response.status_code, seconds, size)

        at_end(request, response, count)
        return response

    return answer


def count_refusal(kind: str) -> None:
    """Somebody was refused; `kind` is one of REFUSALS. Raises ValueError."""
    kept = tally()
    kept.board.add([(kept.refusals + REFUSALS.index(kind), 1)])


@contextmanager
def search_timed() -> Iterator[None]:
    """One question to the engine; one that fails counts, too."""
    begun = time.perf_counter()
    try:
        yield
    finally:
        kept = tally()
        kept.board.add(timed(kept.search, time.perf_counter() - begun))


def _failed(**kwargs: object) -> None:
    count_refusal("sign-in")


user_login_failed.connect(_failed, dispatch_uid="archive.web.measuring")


class Requests(Collector):
    """What was counted, as prometheus-client wants it told."""

    def collect(self) -> Iterator[Metric]:
        kept = tally()
        cells = kept.board.totals()
        yield from _of_routes(kept, cells)
        yield GaugeMetricFamily(
            "archive_requests_in_flight", "Requests being answered now.", cells[kept.in_flight]
        )
        search = HistogramMetricFamily("archive_search_seconds", "Questions to the search engine.")
        search.add_metric([], *_times(cells, kept.search))
        yield search
        refused = CounterMetricFamily(
            "archive_refusals", "Tries and requests that were refused.", labels=["kind"]
        )
        for at, kind in enumerate(REFUSALS):
            refused.add_metric([kind], cells[kept.refusals + at])
        yield refused


def _of_routes(kept: Tally, cells: list[float]) -> Iterator[Metric]:
    """Only of routes that were asked for."""
    counts = CounterMetricFamily(
        "archive_requests", "Requests answered.", labels=["route", "method", "status"]
    )
    sizes = CounterMetricFamily(
        "archive_response_bytes", "Bytes of bodies of answers, as sent.", labels=["route"]
    )
    seconds = HistogramMetricFamily(
        "archive_request_seconds", "From a request to the end of its answer.", labels=["route"]
    )
    for route, start in kept.routes.items():
        times = start + _ROUTE - _TIMES
        if not any(cells[start : times - 1]):
            continue
        found = iter(cells[start:])
        for method in METHODS:
            for status in STATUSES:
                if number := next(found):
                    counts.add_metric([route, method, status], number)
        sizes.add_metric([route], cells[times - 1])
        seconds.add_metric([route], *_times(cells, times))
    yield from (counts, sizes, seconds)


def _times(cells: list[float], start: int) -> tuple[list[tuple[str, float]], float]:
    """The buckets with what lies below each bound, and the sum."""
    below = accumulate(cells[start : start + _TIMES - 1])
    bounds = [*map(str, BOUNDS), "+Inf"]
    return list(zip(bounds, below, strict=True)), cells[start + _TIMES - 1]


REGISTRY = CollectorRegistry(auto_describe=False)
REGISTRY.register(Requests())
