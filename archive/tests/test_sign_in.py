"""Guessing passwords: what is counted, who has to wait, and whom it does not touch."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from unittest import mock

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import get_hasher
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

pytestmark = pytest.mark.django_db
PASSWORD = "long-Enough-7"
DOORS = ["/account/login/", "/admin/login/"]
HOME, AWAY = "203.0.113.5", "198.51.100.9"


@pytest.fixture(autouse=True)
def counted(settings) -> None:
    settings.AXES_ENABLED = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # for speed


@pytest.fixture(autouse=True)
def editor() -> Iterator[None]:
    get_user_model().objects.create_superuser("editor", "e@example.org", PASSWORD)
    get_user_model().objects.create_superuser("other", "o@example.org", PASSWORD)


def enter(door: str = DOORS[0], name: str = "editor", password: str = "wrong", by: str = HOME,
          **headers: str):  # fmt: skip
    """A try as nginx hands it over, from a browser without a past."""
    given = {"username": name, "password": password}
    return Client().post(door, given, headers={"x-forwarded-for": by, **headers})


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", ["editor", "nobody"])
def test_five_wrong_passwords_close_the_door(door: str, name: str) -> None:
    answers = [enter(door, name) for _ in range(5)]
    assert [one.status_code for one in answers] == [200, 200, 200, 200, 429]
    page = answers[-1].content.decode()
    assert "请过 15 分钟再试" in page and "Account locked" not in page
    assert 0 < int(answers[-1]["Retry-After"]) <= 900 and "no-store" in answers[-1]["Cache-Control"]
    for other in DOORS:
        assert enter(other, name, PASSWORD).status_code == 429


def test_others_are_not_locked_out() -> None:
    for _ in range(6):
        enter()
    assert enter(name="other", password=PASSWORD).status_code == 302
    assert enter(password=PASSWORD, by=AWAY).status_code == 302


@pytest.mark.parametrize("said", ["1.1.1.{}, 203.0.113.5", "{}, junk, 203.0.113.5"])
def test_what_the_client_writes_of_itself_changes_nothing(said: str) -> None:
    last = [enter(by=said.format(number), **{"user-agent": str(number)}) for number in range(6)]
    assert last[-1].status_code == 429
    assert enter(password=PASSWORD, by=AWAY).status_code == 302


def test_a_peer_of_another_machine_cannot_speak_for_others() -> None:
    for _ in range(5):
        given = {"username": "editor", "password": "x"}
        forged = {"x-forwarded-for": f"{HOME}"}
        last = Client(REMOTE_ADDR="192.0.2.77").post(DOORS[0], given, headers=forged)
    assert last.status_code == 429
    assert enter(password=PASSWORD).status_code == 302


def test_one_line_of_ipv6_counts_as_one() -> None:
    tries = [enter(by=f"2001:db8:1:2::{number:x}") for number in range(5)]
    assert tries[-1].status_code == 429
    assert enter(by="2001:db8:1:3::1").status_code == 200


def test_an_ipv4_address_written_as_ipv6_is_the_same() -> None:
    tries = [enter(by=by) for by in (HOME, f"::ffff:{HOME}", HOME, f"::ffff:{HOME}", HOME)]
    assert tries[-1].status_code == 429
    assert enter(by=f"::ffff:{AWAY}").status_code == 200


def test_many_names_from_one_address() -> None:
    answers = [enter(name=f"name{number}") for number in range(50)]
    assert {one.status_code for one in answers[:49]} == {200} and answers[49].status_code == 429
    assert enter(password=PASSWORD).status_code == 429
    assert enter(password=PASSWORD, by=AWAY).status_code == 302


def test_a_right_password_forgives_its_own_name_only() -> None:
    for _ in range(4):
        enter()
        enter(name="nobody")
    assert enter(password=PASSWORD).status_code == 302
    assert enter().status_code == 200
    assert enter(name="nobody").status_code == 429


def test_the_wait_ends_and_is_not_made_longer_by_asking(monkeypatch) -> None:
    for _ in range(8):
        enter()
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14, seconds=30))
    refused = enter(password=PASSWORD)
    assert refused.status_code == 429 and int(refused["Retry-After"]) <= 31
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))
    assert enter(password=PASSWORD).status_code == 302


def test_a_clock_that_is_set_back_locks_nobody_out_for_long() -> None:
    for _ in range(5):
        enter()
    AccessAttempt.objects.update(attempt_time=timezone.now() + timedelta(days=1))
    assert enter(password=PASSWORD, name="other").status_code == 302
    waits = enter()
    assert waits.status_code == 429 and int(waits["Retry-After"]) <= 900, "they still count"
    AccessAttempt.objects.update(attempt_time=timezone.now() + timedelta(days=1))
    assert enter(password=PASSWORD).status_code == 302


def test_the_operator_opens_the_door() -> None:
    for _ in range(5):
        enter()
    call_command("axes_reset_username", "editor")
    assert enter(password=PASSWORD).status_code == 302


def test_known_and_unknown_names_are_told_the_same_and_take_as_long() -> None:
    pages, hashed = [], []
    for name in ("editor", "nobody"):
        hasher = get_hasher()
        with mock.patch.object(type(hasher), "encode", autospec=True, side_effect=type(hasher).encode) as encode:  # fmt: skip
            pages.append(enter(name=name).content.decode())
        hashed.append(encode.call_count)
    told = [page.split('role="alert"')[1].split("</")[0] for page in pages]
    assert told[0] == told[1] and hashed == [1, 1]


def test_no_password_is_kept_or_logged(caplog: pytest.LogCaptureFixture) -> None:
    """People type the password into the field of the name."""
    with caplog.at_level(logging.DEBUG):
        for _ in range(6):
            enter(name="My-Secret-1", password="My-Secret-2")
    rows = str(list(AccessAttempt.objects.values()))
    for text in (rows, caplog.text):
        assert "My-Secret" not in text and HOME in text


def test_the_log_names_who_and_whence(caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(5):
        enter()
    assert "登录失败：editor，来自 203.0.113.5" in caplog.text
    assert caplog.text.count("登录暂停：editor，来自 203.0.113.5") == 1


def test_the_tables_do_not_grow_without_end() -> None:
    for number in range(9):
        enter(by="192.0.2.1", **{"user-agent": f"browser {number}"})
    assert AccessAttempt.objects.count() == 1
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(hours=1))
    enter(name="other", password=PASSWORD)
    AccessLog.objects.update(attempt_time=timezone.now() - timedelta(days=181))
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    enter(name="other", password=PASSWORD, by=AWAY)
    assert (AccessLog.objects.count(), Session.objects.count()) == (1, 1)
    assert AccessAttempt.objects.count() == 0


def test_a_locked_database_still_gets_an_answer(caplog: pytest.LogCaptureFixture) -> None:
    locked = OperationalError("database is locked")
    with mock.patch.object(AccessAttempt.objects, "select_for_update", side_effect=locked):
        assert enter().status_code == 200
    assert "没有记下" in caplog.text


def test_hostile_names_are_answered() -> None:
    for name in ("a" * 5000, "a\0b", "x\r\ny: z", "'; drop table--", "\u202eabc", ""):
        assert enter(name=name).status_code == 200


def test_the_session_is_new_after_signing_in_and_gone_after_leaving() -> None:
    client = Client()
    planted = "a" * 32
    client.cookies["sessionid"] = planted
    client.post(DOORS[0], {"username": "editor", "password": PASSWORD})
    mine = client.cookies["sessionid"].value
    assert mine and mine != planted
    stolen = Client()
    stolen.cookies["sessionid"] = mine
    assert stolen.get("/desk/").status_code == 200
    client.post("/account/logout/")
    assert stolen.get("/desk/").status_code == 302
    assert not Session.objects.filter(session_key=mine).exists()


def test_a_new_password_ends_the_other_sessions() -> None:
    here, there = Client(), Client()
    for client in (here, there):
        client.post(DOORS[0], {"username": "editor", "password": PASSWORD})
    wrong = {"new_password1": "Other-8-long", "new_password2": "Other-8-long"}
    assert here.post("/account/password/", wrong).status_code == 200
    assert here.post("/account/password/", wrong | {"old_password": "guess"}).status_code == 200
    here.post("/account/password/", wrong | {"old_password": PASSWORD})
    assert here.get("/desk/").status_code == 200
    assert there.get("/desk/").status_code == 302


def test_an_address_that_cannot_be_told_counts_too() -> None:
    for _ in range(5):
        last = Client(REMOTE_ADDR="nowhere").post(DOORS[0], {"username": "editor", "password": "x"})
    assert last.status_code == 429
