"""One client's excess is told when to come back, and nobody else notices it."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from archive.config import env
from archive.web.buckets import Buckets
from archive.web.client import address_of, counted_as, is_this_machine
from archive.web.rates import Rate, class_of
from archive.web.slots import Slots
from archive.web.throttling import Throttle

CLASSES = {
    "/search/": "search", "/search/choices/official/": "search", "/search.atom": "search",
    "/search.csv": "export", "/search.json": "export", "/trends.xlsx": "export",
    "/diffusion.json": "export", "/figures.csv": "export", "/desk/collections/3.ris": "export",
    "/shared/Ab-_9.csv": "export",
    "/api/v1/suggest": "suggest", "/suggestions.json": "suggest",
    "/trends/": "analysis", "/figures/compare/": "analysis", "/api/v1/diffusion": "analysis",
    "/api/v1/search": "api", "/api/v1/articles/3": "api",
    "/": "reading", "/articles/3/": "reading", "/cities/370900/": "reading", "/desk/": "reading",
    "/admin/archive/article/": "", "/healthz": "", "/readyz": "", "/metrics": "", "/static/x.css": "",
}  # fmt: skip


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(("path", "kind"), CLASSES.items())
def test_every_address_has_its_class(path: str, kind: str) -> None:
    assert class_of("GET", path) == kind


def test_only_trying_to_sign_in_is_counted_as_that() -> None:
    for path in ("/account/login/", "/account/reset/", "/account/reset/MQ/set-password/"):
        assert (class_of("POST", path), class_of("GET", path)) == ("sign-in", "reading")
    assert class_of("POST", "/admin/login/") == "sign-in"


@pytest.mark.parametrize(
    ("text", "rate"),
    [("120/minute", (120, 60, 60)), ("1/hour", (1, 3600, 1)), ("5/second burst 9", (5, 1, 9)),
     ("0", (0, 1, 0)), ("off", (0, 1, 0))],
)  # fmt: skip
def test_a_rate_is_read(text: str, rate: tuple[int, int, int]) -> None:
    assert Rate.of(text) == Rate(*rate)


@pytest.mark.parametrize(
    "text", ["", "many", "1/day", "-1/minute", "0/minute", "5/minute burst 000"]
)
def test_another_rate_says_how_it_is_written(text: str) -> None:
    with pytest.raises(ValueError, match="120/minute"):
        Rate.of(text)


def test_a_burst_passes_and_then_the_rate_does() -> None:
    clock = Clock()
    buckets, rate = Buckets(clock=clock), Rate(60, 60, 3)
    assert [buckets.wait("a", "search", rate) for _ in range(5)] == [0, 0, 0, 1, 1]
    assert buckets.wait("b", "search", rate) == buckets.wait("a", "export", rate) == 0
    passed = 0
    for _ in range(100):
        clock.now += 0.5
        passed += buckets.wait("a", "search", rate) == 0
    assert passed == 50


@pytest.mark.parametrize(
    "rate", [Rate(7, 60, 2), Rate(120, 60, 60), Rate(3, 3600, 1), Rate(9, 1, 9)]
)
def test_who_waits_as_told_is_answered(rate: Rate) -> None:
    clock = Clock()
    buckets = Buckets(clock=clock)
    for _ in range(50):
        if told := buckets.wait("a", "search", rate):
            assert buckets.wait("a", "search", rate) == told  # being refused costs nothing
            clock.now += told
            assert buckets.wait("a", "search", rate) == 0


def test_a_crowd_of_strangers_neither_frees_nor_hinders_anybody() -> None:
    clock = Clock()
    buckets, rate = Buckets(sets=4, clock=clock), Rate(60, 60, 30)
    while not buckets.wait("greedy", "search", rate):
        pass
    for number in range(2000):
        clock.now += 0.0001
        assert buckets.wait(f"stranger {number}", "search", rate) == 0
    assert buckets.wait("greedy", "search", rate)


def _forked(work: Callable[[], object]) -> int:
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(0)
    return child


def test_forked_processes_count_together() -> None:
    buckets, rate = Buckets(), Rate(1, 3600, 40)
    children = [
        _forked(lambda: [buckets.wait("a", "search", rate) for _ in range(10)]) for _ in range(3)
    ]
    for child in children:
        os.waitpid(child, 0)
    assert [buckets.wait("a", "search", rate) > 0 for _ in range(11)] == [False] * 10 + [True]


def test_a_killed_process_holds_neither_lock_nor_slot() -> None:
    slots, told = Slots(), os.pipe()

    def hang() -> None:
        slots.take("a", 2, 2)
        with slots._lock.held():
            os.write(told[1], b"!")
            signal.pause()

    child = _forked(hang)
    os.read(told[0], 1)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert None not in (slots.take("a", 2, 2), slots.take("a", 2, 2))
    assert slots.take("a", 3, 2) is None, "two of one client"
    assert slots.take("b", 2, 2) is None, "two in this process"
    assert slots.take("b", 3, 2) is not None


@pytest.fixture
def throttle(settings: Any) -> Callable[..., HttpResponseBase]:
    """Ask a site that answers everything, from an address behind the proxy."""
    settings.RATES = dict.fromkeys(settings.RATES, Rate(1, 60, 2))

    def site(request: object) -> HttpResponseBase:
        if ".csv" in request.path:  # type: ignore[attr-defined]
            return StreamingHttpResponse(iter([b"a", b"b"]))
        return HttpResponse("page")

    made = Throttle(site)

    def ask(path: str, client: str = "203.0.113.5", method: str = "get", **headers: str) -> HttpResponseBase:  # fmt: skip
        request = getattr(RequestFactory(), method)(
            path, headers={"x-forwarded-for": client, **headers}
        )
        return made(request)

    return ask


Ask = Callable[..., HttpResponse]


def test_a_page_is_refused_in_the_language_of_the_reader(throttle: Ask) -> None:
    assert [throttle("/search/?q=1").status_code for _ in range(3)] == [200, 200, 429]
    answer = throttle("/search/", **{"accept-language": "zh-CN"})
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert f"请过 {answer['Retry-After']} 秒再试" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store" and "Set-Cookie" not in answer
    assert len(answer.content) < 2000
    assert throttle("/search/", **{"accept-language": "en"})["Content-Language"] == "en"
    assert throttle("/search/", client="203.0.113.6").status_code == 200
    assert throttle("/").status_code == 200, "of another class"


def test_each_kind_is_refused_in_its_own_shape(throttle: Ask) -> None:
    def refused(path: str, method: str = "get") -> HttpResponse:
        throttle(path), throttle(path)
        return throttle(path, method=method)

    api = refused("/api/v1/search")
    assert len(json.loads(api.content)["errors"]) == 1
    assert api["Access-Control-Allow-Origin"] == "*"
    assert "errors" in json.loads(refused("/suggestions.json").content)
    file = refused("/figures.csv")
    assert file["Content-Type"].startswith("text/plain") and len(file.content.splitlines()) == 1
    head = refused("/search/", "head")
    assert head.status_code == 429 and not head.content and int(head["Content-Length"]) > 0


@pytest.mark.django_db  # the end of a request looks after the connection
def test_a_client_takes_two_downloads_at_a_time(settings: Any, throttle: Ask) -> None:
    first, second = throttle("/search.csv"), throttle("/search.csv")
    refused = throttle("/search.csv", client="203.0.113.9")
    assert refused.status_code == 429 and refused["Retry-After"] == "10"
    assert throttle("/search/").status_code == 200, "readers go on"
    first.close()
    assert throttle("/search.csv", client="203.0.113.9").status_code == 200
    assert list(second) == [b"a", b"b"]  # type: ignore[call-overload]


def test_a_refused_or_failed_download_keeps_no_place(settings: Any) -> None:
    settings.RATES = dict.fromkeys(settings.RATES, Rate(0, 1, 0))

    def failing(request: object) -> HttpResponseBase:
        raise RuntimeError

    made = Throttle(failing)
    for _ in range(5):
        with pytest.raises(RuntimeError):
            made(RequestFactory().get("/search.csv", headers={"x-forwarded-for": "203.0.113.5"}))


def test_this_machine_is_not_counted(settings: Any) -> None:
    settings.RATES = dict.fromkeys(settings.RATES, Rate(1, 3600, 1))
    made = Throttle(lambda _: HttpResponse())
    assert {made(RequestFactory().get("/search/")).status_code for _ in range(9)} == {200}


def test_one_network_is_one_client() -> None:
    def who(address: str) -> str:
        return counted_as(RequestFactory(REMOTE_ADDR=address).get("/"))

    assert who("2001:db8:1:2::5") == who("2001:db8:1:2:ffff::1") == "2001:db8:1:2::"
    assert who("2001:db8:1:3::5") != who("2001:db8:1:2::5") == who("2001:db8:1:2::%any-zone")
    assert who("::ffff:203.0.113.5") == who("203.0.113.5") != who("203.0.113.6")
    assert who("no address") == ""


@pytest.mark.parametrize(
    ("peer", "told", "address", "here"),
    [
        ("127.0.0.1", None, "127.0.0.1", True),
        ("", None, "127.0.0.1", True),
        ("", "203.0.113.5", "203.0.113.5", False),
        ("127.0.0.1", "10.0.0.1, 203.0.113.5", "203.0.113.5", False),
        ("127.0.0.1", "nonsense", "127.0.0.1", False),
        ("203.0.113.7", "127.0.0.1", "203.0.113.7", False),
    ],
)
def test_who_asks(peer: str, told: str | None, address: str, here: bool) -> None:
    request = RequestFactory(REMOTE_ADDR=peer).get("/")
    if told is not None:
        request.META["HTTP_X_FORWARDED_FOR"] = told
    assert (address_of(request), is_this_machine(request)) == (address, here)


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"])
def test_a_proxy_that_says_less_is_not_this_machine(name: str) -> None:
    request = RequestFactory().get("/metrics", headers={name: ""})
    assert not is_this_machine(request) and address_of(request) == "127.0.0.1"


def test_a_bad_rate_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATE_SEARCH", "often")
    with pytest.raises(ImproperlyConfigured, match="RATE_SEARCH 应写作 120/minute"):
        env.rate("RATE_SEARCH", "1/minute")
