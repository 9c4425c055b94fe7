"""Mail where things go wrong: one bad mail, a rude server, a clock that jumped, a reader who moved."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail

from search.desk.digests import run, sending
from search.desk.digests.sending import send
from search.models import Delivery, Frequency, SavedSearch
from search.tests.readers import reader
from search.tests.test_desk_digests import (
    DAILY,
    NOW,
    Server,
    State,
    fails,
    index,
    new,
    told,
    watched,
    with_mail,
)

__all__ = ["index", "with_mail"]
pytestmark = pytest.mark.django_db


def test_a_mail_that_cannot_be_written_keeps_back_no_other(index: Callable, monkeypatch) -> None:
    bad, good = reader("bad"), reader("good")
    watched(bad)
    watched(good)
    new(index, "第一篇")
    real = sending.letter

    def letter(delivery: Delivery):
        return fails(KeyError("boom"))() if delivery.owner_id == bad.pk else real(delivery)

    monkeypatch.setattr(sending, "letter", letter)
    assert run(NOW).sent == {State.REFUSED: 1, State.SENT: 1}
    assert [one.to for one in mail.outbox] == [[good.email]]
    assert "boom" in Delivery.objects.get(owner=bad).error


def test_how_the_server_says_good_bye_changes_nothing(index: Callable, monkeypatch) -> None:
    watched(reader())
    watched(reader("wang"))
    new(index, "第一篇")
    monkeypatch.setattr(Server, "close", lambda _: fails(smtplib.SMTPResponseException(500, b""))())
    assert run(NOW).sent == {State.SENT: 2}


def test_mail_goes_to_the_address_of_now(index: Callable) -> None:
    who = reader()
    watched(who)
    new(index, "第一篇")
    Server.does += [fails(smtplib.SMTPDataError(452, b"full"))]
    run(NOW)
    who.email = "new@example.org"
    who.save()
    run(NOW + timedelta(hours=1))
    assert [one.to for one in mail.outbox] == [["new@example.org"]]


def test_search_deleted_or_silenced_while_its_mail_waits(index: Callable) -> None:
    who = reader()
    first, second = watched(who, name="甲"), watched(who, name="乙", query="q=储能 第一")
    new(index, "第一篇")
    Server.does += [fails(smtplib.SMTPDataError(452, b"full"))]
    run(NOW)
    first.delete()
    assert send(NOW + timedelta(hours=1)) == {State.SENT: 1}
    assert "【甲】" not in mail.outbox[0].body and "【乙】" in mail.outbox[0].body
    assert second.name in mail.outbox[0].subject


def test_slower_mail_that_is_asked_for_meanwhile_tells_nothing_again(index: Callable) -> None:
    saved = watched(reader())
    new(index, "第一篇")
    run(NOW)
    for frequency in (Frequency.DAILY, Frequency.WEEKLY, Frequency.IMMEDIATE):
        SavedSearch.objects.filter(pk=saved.pk).update(frequency=frequency)
        for days in range(9):
            run(NOW + timedelta(days=days))
    assert told() == ["第一篇"]


@pytest.mark.parametrize("jump", [timedelta(days=-400), timedelta(days=400)])
@pytest.mark.parametrize("frequency", [Frequency.IMMEDIATE, Frequency.DAILY, Frequency.WEEKLY])
def test_clock_that_was_wrong_for_a_while(index: Callable, jump: timedelta, frequency: str) -> None:
    watched(reader(), frequency)
    new(index, "前")
    run(NOW + timedelta(days=7))
    new(index, "错")
    run(NOW + timedelta(days=7) + jump)
    new(index, "后")
    for days in range(15, 40):
        run(NOW + timedelta(days=days))
    assert sorted(told()) == sorted(["前", "错", "后"])


def test_mail_that_waits_for_a_day_of_a_wrong_clock(index: Callable) -> None:
    watched(reader())
    new(index, "第一篇")
    Server.does += [fails(smtplib.SMTPDataError(452, b"full"))]
    run(NOW + timedelta(days=400))
    assert run(NOW).sent == {State.SENT: 1}


def test_year_ends_between_two_mails(index: Callable) -> None:
    watched(reader(), DAILY)
    eve = NOW.replace(year=2024, month=12, day=31, hour=1)
    run(eve)
    new(index, "旧年")
    run(eve + timedelta(hours=22))
    assert told() == []
    run(eve + timedelta(hours=23))  # 2025-01-01 08:00 in Shanghai
    assert told() == ["旧年"]


def test_one_article_in_two_searches_is_one(index: Callable) -> None:
    who = reader()
    watched(who, name="甲")
    watched(who, name="乙", query="q=光伏")
    new(index, "两样都有", "储能和光伏。")
    run(NOW)
    assert mail.outbox[0].subject.startswith("政策档案：1 篇新文章（甲、乙）")
