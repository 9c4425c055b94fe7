"""Every request has a number and a line; neither its address nor its text writes lines of its own."""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth import get_user_model
from django.core.signals import request_finished
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import ResolverMatch

from archive.config import logs
from archive.ingest import worker
from archive.models import Import
from archive.web import log_forms, requests
from archive.web.log_forms import Json, Line, printable
from archive.web.masking import masked

pytestmark = pytest.mark.django_db  # the end of a request looks after connections
FORMS = pytest.mark.parametrize("form", [Line(), Json()], ids=["line", "json"])
EVIL = "a\n2024-03-15 00:00:00 ERROR fake: b\r\n\x1b[31mc\x85d\u2028e\u202ef\x00g\udc80h"
TOKENS = "c5u-f4b1de0a1b2c3d4e5f60718293a4b5c6"


def record(message: str, *args: object, **extra: object) -> logging.LogRecord:
    return logging.getLogger("archive.test").makeRecord(
        "archive.test", logging.WARNING, "x.py", 1, message, args, None, extra=extra or None
    )


@pytest.fixture(autouse=True)
def outside_of_requests() -> None:
    requests._forget()


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> Iterator[list[logging.LogRecord]]:
    """The lines of requests, as they come."""
    found: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = found.append
    logger = logging.getLogger("archive.requests")
    logger.addHandler(handler)
    with caplog.at_level(logging.INFO, logger.name):
        yield found
    logger.removeHandler(handler)


def answered(
    make: Callable[[HttpRequest], HttpResponseBase], path: str = "/x/", **meta: str
) -> HttpResponseBase:
    return requests.told(make)(RequestFactory().get(path, **meta))


class TestNumber:
    def test_it_is_new_for_every_request_and_told_in_the_answer(self) -> None:
        found = {answered(lambda _: HttpResponse())["X-Request-ID"] for _ in range(20)}
        assert len(found) == 20 and all(len(one) == 16 for one in found)

    def test_that_of_a_proxy_on_this_machine_is_kept(self) -> None:
        given = {"HTTP_X_REQUEST_ID": "0123456789abcdef-AB", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}
        assert answered(lambda _: HttpResponse(), **given)["X-Request-ID"] == "0123456789abcdef-AB"

    def test_that_of_another_machine_is_not(self) -> None:
        given = {"HTTP_X_REQUEST_ID": "0123456789abcdef", "REMOTE_ADDR": "203.0.113.9"}
        assert answered(lambda _: HttpResponse(), **given)["X-Request-ID"] != "0123456789abcdef"

    @pytest.mark.parametrize(
        "given",
        ["short", "x" * 65, "abcdefgh\n", "abcdefgh i", "数字编号数字编号", "abcdefgh,ijkl"],
    )
    def test_one_that_is_not_well_formed_is_not_kept(self, given: str) -> None:
        assert answered(lambda _: HttpResponse(), HTTP_X_REQUEST_ID=given)["X-Request-ID"] != given

    @FORMS
    def test_it_stands_in_whatever_is_logged_meanwhile(self, form: logging.Formatter) -> None:
        lines: list[str] = []

        def view(request: HttpRequest) -> HttpResponse:
            lines.append(form.format(record("在请求中")))
            return HttpResponse()

        number = answered(view)["X-Request-ID"]
        assert number in lines[0]

    def test_it_stands_in_what_is_logged_while_an_answer_is_streamed(self) -> None:
        lines: list[str] = []

        def pieces() -> Iterator[bytes]:
            lines.append(Line().format(record("在流中")))
            yield b"x"

        response = answered(lambda _: StreamingHttpResponse(pieces()))
        assert b"".join(response) == b"x" and response["X-Request-ID"] in lines[0]

    def test_it_ends_with_the_request(self) -> None:
        answered(lambda _: HttpResponse())
        request_finished.send(sender=None)
        assert requests.current_id() == ""

    def test_requests_of_two_threads_keep_theirs(self) -> None:
        meet, seen = threading.Barrier(2, timeout=10), {}

        def view(request: HttpRequest) -> HttpResponse:
            meet.wait()
            seen[request.path] = requests.current_id()
            return HttpResponse()

        told: dict[str, str] = {}

        def ask(path: str) -> None:
            told[path] = answered(view, path)["X-Request-ID"]

        threads = [threading.Thread(target=ask, args=(path,)) for path in ("/a/", "/b/")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert seen == told and len(set(seen.values())) == 2

    def test_the_page_of_a_fault_shows_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("archive.views.home.render", _fail)
        client = Client(raise_request_exception=False)
        response = client.get("/")
        assert response.status_code == 500
        assert response["X-Request-ID"] in response.content.decode()


def _fail(*args: object, **options: object) -> HttpResponse:
    raise RuntimeError("broken")


class TestLine:
    def test_it_says_what_was_asked_and_how_it_was_answered(
        self, told: list[logging.LogRecord]
    ) -> None:
        answered(
            lambda _: HttpResponse(b"12345", status=404),
            "/search/?q=%E5%82%A8%E8%83%BD",
            HTTP_X_FORWARDED_FOR="203.0.113.9",
            HTTP_USER_AGENT="reader/1",
        )
        (line,) = told
        assert line.getMessage() == "GET /search/ 404"
        fields = line.fields
        assert fields.pop("ms") >= 0
        assert fields == {
            "method": "GET", "path": "/search/", "status": 404, "bytes": 5, "client": "203.0.113.9",
            "user": None, "route": "", "agent": "reader/1",
        }  # fmt: skip

    def test_a_reader_is_told_by_number_not_by_name(
        self, client: Client, told: list[logging.LogRecord]
    ) -> None:
        reader = get_user_model().objects.create_user("zhangsan", password="x")
        client.force_login(reader)
        client.get("/desk/")
        (line,) = told
        assert line.fields["user"] == reader.pk and line.fields["route"] == "desk"
        assert "zhangsan" not in Json().format(line)

    def test_who_is_not_signed_in_costs_no_question(
        self, client: Client, told: list[logging.LogRecord], django_assert_num_queries
    ) -> None:
        with django_assert_num_queries(0):
            response = client.get("/robots.txt")
        assert told[-1].fields["user"] is None and not response.cookies

    def test_a_streamed_answer_is_told_once_when_it_ends(
        self, told: list[logging.LogRecord]
    ) -> None:
        response = answered(lambda _: StreamingHttpResponse([b"123", b"45"]))
        assert not told
        assert b"".join(response) == b"12345"
        response.close()
        response.close()
        assert [one.fields["bytes"] for one in told] == [5]

    def test_one_that_nobody_reads_to_its_end_is_told(self, told: list[logging.LogRecord]) -> None:
        response = answered(lambda _: StreamingHttpResponse([b"123", b"45"]))
        next(iter(response))
        response.close()
        assert [one.fields["bytes"] for one in told] == [3]

    def test_a_file_is_left_to_the_server(self, tmp_path, told: list[logging.LogRecord]) -> None:
        path = tmp_path / "x.txt"
        path.write_bytes(b"1234567")
        response = answered(lambda _: FileResponse(path.open("rb")))
        assert response.file_to_stream is not None
        assert told[-1].fields["bytes"] == 7
        response.close()

    def test_a_head_has_no_body(self, told: list[logging.LogRecord]) -> None:
        requests.told(lambda _: HttpResponse(b"12345"))(RequestFactory().head("/x/"))
        assert told[-1].fields["bytes"] == 0

    def test_faults_and_slow_answers_are_louder_and_bring_the_query(
        self, told: list[logging.LogRecord], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answered(lambda _: HttpResponse(status=503), "/search/?q=x&next=/shared/abc")
        monkeypatch.setattr(requests, "SLOW", -1.0)
        answered(lambda _: HttpResponse(), "/search/?q=y")
        answered(lambda _: HttpResponse(), "/desk/?q=z")
        assert [one.levelname for one in told] == ["ERROR", "WARNING", "WARNING"]
        assert [one.fields["query"] for one in told] == ["q=x&next=/shared/***", "q=y", ""]

    def test_monitors_are_told_of_when_the_answer_changes(
        self, told: list[logging.LogRecord], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(requests, "_probed", {})

        def view(status: int) -> Callable[[HttpRequest], HttpResponse]:
            def answer(request: HttpRequest) -> HttpResponse:
                request.resolver_match = ResolverMatch(_fail, (), {}, "healthz")
                return HttpResponse(status=status)

            return answer

        for status in (200, 200, 503, 503, 503, 200, 200):
            answered(view(status))
        assert [one.fields["status"] for one in told] == [503, 200]

    def test_files_of_pages_are_told_of_where_they_are_missing(
        self, told: list[logging.LogRecord]
    ) -> None:
        answered(lambda _: HttpResponse(), "/static/css/site.css")
        answered(lambda _: HttpResponse(status=404), "/static/css/none.css")
        assert [one.fields["status"] for one in told] == [404]
        assert told[0].fields["route"] == "static"


class TestMasking:
    @pytest.mark.parametrize(
        "path",
        [
            f"/account/reset/MQ/{TOKENS}/",
            f"/account/unsubscribe/{TOKENS}:x:y/",
            f"/shared/{TOKENS}/",
            f"/shared/{TOKENS}.csv",
            f"/shared/{TOKENS}/?page=2",
            f"/account/login/?next=/shared/{TOKENS}/",
            f"/account/login/?next=%2Fshared%2F{TOKENS}%2F",
            f"/language/en/?next=%252Fshared%252F{TOKENS}",
            f"/x/?token={TOKENS}",
            f"https://archive.example.org/account/reset/MQ/{TOKENS}/",
        ],
    )
    def test_keys_are_in_no_log(self, path: str, told: list[logging.LogRecord]) -> None:
        answered(lambda _: HttpResponse(status=500), path)
        for form in (Line(), Json()):
            assert TOKENS not in form.format(told[0])
            for line in (record("Not Found: %s", path), record(path)):
                text = form.format(line)
                assert TOKENS not in text and "***" in text

    def test_keys_are_in_no_traceback(self) -> None:
        try:
            raise ValueError(f"no /shared/{TOKENS}/")
        except ValueError:
            found = record("x")
            found.exc_info = sys.exc_info()
        assert TOKENS not in Json().format(found)

    def test_all_else_stays(self) -> None:
        for path in (
            "/account/reset/",
            "/search/?q=shared",
            "/cities/370900/",
            "/desk/searches/3/",
        ):
            assert masked(path) == path


class TestForms:
    @FORMS
    def test_no_text_makes_a_second_line(self, form: logging.Formatter) -> None:
        found = form.format(record("%s", EVIL, fields={"path": EVIL, "agent": EVIL}))
        assert len(found.splitlines()) == 1
        assert all(one.isprintable() for one in found)
        found.encode()

    @FORMS
    def test_no_address_or_agent_makes_a_second_line(
        self, form: logging.Formatter, told: list[logging.LogRecord]
    ) -> None:
        bad = "/x%0A2024-03-15%20ERROR%20fake%0D%0A%1B[31m%E2%80%A8"
        answered(lambda _: HttpResponse(status=500), bad, HTTP_USER_AGENT="a\nb\x1b[0m")
        found = form.format(told[0])
        assert len(found.splitlines()) == 1 and "\x1b" not in found

    def test_words_of_an_address_are_no_fields(self, told: list[logging.LogRecord]) -> None:
        answered(lambda _: HttpResponse(status=500), "/x%20client=9.9.9.9")
        assert "client=9.9.9.9" not in Line().format(told[0]).split()

    @FORMS
    def test_no_name_of_an_uploaded_file_makes_a_second_line(
        self, form: logging.Formatter, caplog: pytest.LogCaptureFixture
    ) -> None:
        Import.objects.create(
            sha256="1" * 64, filename=EVIL[:40] + ".txt", file="gone.txt", size=1,
            status=Import.Status.QUEUED,
        )  # fmt: skip
        with caplog.at_level(logging.DEBUG, "archive.ingest.worker"):
            worker.read_next()
        lines = [form.format(one) for one in caplog.records if one.name == "archive.ingest.worker"]
        assert lines and all(len(one.splitlines()) == 1 for one in lines)

    def test_a_traceback_in_a_terminal_looks_like_no_record(self) -> None:
        found = Line().format(_failed(EVIL))
        assert "RuntimeError" in found
        assert all(line.startswith(log_forms.EDGE) for line in found.splitlines()[1:])

    def test_a_traceback_in_json_is_a_field(self) -> None:
        found = json.loads(Json().format(_failed("x")))
        assert found["traceback"].startswith("Traceback (most recent call last)")
        assert found["message"] == "文章 3 没有读完" and found["level"] == "WARNING"

    def test_json_brings_back_what_was_said(self) -> None:
        text = "储能　𠮷 \U000e0041 " + EVIL.replace("\udc80", "")
        assert json.loads(Json().format(record("%s", text)))["message"] == text

    def test_json_holds_no_more_than_is_listed(self) -> None:
        line = record("x", request="WSGIRequest", password="geheim")
        assert set(json.loads(Json().format(line))) == {"time", "level", "logger", "message", "pid"}

    @FORMS
    def test_a_wrong_call_costs_no_record(self, form: logging.Formatter) -> None:
        assert "三篇" in form.format(record("%d 篇 %s", "三篇"))

    def test_chinese_is_read_as_it_is(self) -> None:
        assert printable("泰安市　100亿元，“十四五”") == "泰安市　100亿元，“十四五”"


def _failed(message: str) -> logging.LogRecord:
    found = record("文章 %d 没有读完", 3)
    try:
        raise RuntimeError(message)
    except RuntimeError:
        found.exc_info = sys.exc_info()
    return found


class TestSettings:
    def test_json_tells_of_every_request_and_a_terminal_of_what_matters(self) -> None:
        quiet, all_of_them = (
            logs.described("line", "INFO", False),
            logs.described("json", "INFO", True),
        )
        assert quiet["loggers"]["archive.requests"]["level"] == logging.WARNING
        assert all_of_them["loggers"]["archive.requests"]["level"] == logging.INFO

    def test_what_the_line_of_the_request_says_is_not_said_twice(self) -> None:
        line = record("Not Found: %s", "/x")
        line.name = "django.request"
        assert not logs.worth_telling(line)
        line.exc_info = (ValueError, ValueError(), None)
        assert logs.worth_telling(line)

    def test_what_ends_a_process_is_one_record(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr(sys, "excepthook", sys.excepthook)
        monkeypatch.setattr(threading, "excepthook", threading.excepthook)
        log_forms.catch_uncaught()
        thread = threading.Thread(target=_fail)
        thread.start()
        thread.join()
        sys.excepthook(ValueError, ValueError("bad"), None)
        found = [json.loads(Json().format(one)) for one in caplog.records]
        assert ["broken" in one["traceback"] for one in found] == [True, False]
        assert [one["level"] for one in found] == ["CRITICAL", "CRITICAL"]
