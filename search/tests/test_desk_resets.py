"""Mails that set a new password: nobody is flooded, nothing is told, nobody else's host is named."""

from __future__ import annotations

import re
from datetime import timedelta
from smtplib import SMTPException
from unittest import mock

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from search.models import ResetTry
from search.tests.readers import reader

pytestmark = pytest.mark.django_db
RESET = "/account/reset/"


@pytest.fixture(autouse=True)
def with_mail(settings) -> None:
    settings.MAIL_IS_SET = True
    settings.SITE_URL = "https://archive.example.org"
    settings.DEFAULT_FROM_EMAIL = "archive@example.org"
    settings.ALLOWED_HOSTS = ["*"]


def ask(email: str = "li@example.org", by: str = "203.0.113.5", **headers: str):
    return Client().post(RESET, {"email": email}, headers={"x-forwarded-for": by, **headers})


@pytest.mark.parametrize("spelled", ["li@example.org", "LI@EXAMPLE.ORG", "ｌi@example.org"])
def test_one_account_gets_three_mails_an_hour_from_wherever_they_are_asked(spelled: str) -> None:
    reader()
    answers = [ask(by=f"203.0.113.{number}") for number in range(3)]
    answers.append(ask(spelled, by="203.0.113.99"))
    assert {(one.status_code, one.url) for one in answers if one.status_code == 302} == {
        (302, "/account/login/")
    }
    assert len(mail.outbox) == 3
    ResetTry.objects.update(at=timezone.now() - timedelta(hours=1, seconds=1))
    ask()
    assert len(mail.outbox) == 4 and ResetTry.objects.count() == 1


def test_a_clock_that_is_set_back_stops_no_mail() -> None:
    reader()
    for _ in range(4):
        ask()
    ResetTry.objects.update(at=timezone.now() + timedelta(days=1))
    ask()
    assert len(mail.outbox) == 4 and ResetTry.objects.count() == 1


def test_an_address_asks_ten_times_an_hour() -> None:
    reader()
    answers = [ask(f"nobody{number}@example.org") for number in range(11)]
    assert [one.status_code for one in answers] == [302] * 10 + [429]
    assert 3500 < int(answers[-1]["Retry-After"]) <= 3600
    assert "请过 60 分钟再试" in answers[-1].content.decode()
    assert ask().status_code == 429 and mail.outbox == []
    assert ask(by="198.51.100.1").status_code == 302 and len(mail.outbox) == 1


def test_a_forged_forwarded_address_escapes_nothing() -> None:
    answers = [ask("a@example.org", by=f"1.1.1.{n}, 203.0.113.5") for n in range(11)]
    assert answers[-1].status_code == 429


def test_the_mail_goes_when_the_answer_has_gone() -> None:
    """How long the mail server takes tells nobody whether there is such an account."""
    reader()
    client = Client()
    with mock.patch("search.desk.account.Afterwards.close"):
        assert client.post(RESET, {"email": "li@example.org"}).status_code == 302
    assert mail.outbox == []


def test_a_mail_server_that_is_away_shows_nobody_anything() -> None:
    reader()
    with mock.patch("django.core.mail.EmailMultiAlternatives.send", side_effect=SMTPException):
        assert ask().status_code == 302


@pytest.mark.parametrize(
    "headers", [{"host": "evil.example"}, {"x-forwarded-host": "evil.example"}]
)
def test_links_name_the_site_of_the_settings(headers: dict[str, str]) -> None:
    reader()
    ask(**headers)
    letter = mail.outbox[0]
    assert "https://archive.example.org/account/reset/" in letter.body
    assert "evil" not in letter.body + letter.subject + str(letter.message())


def test_a_link_sets_one_password_once() -> None:
    reader()
    ask()
    link = re.search(r"https://[^/]+(/account/reset/\S+)", mail.outbox[0].body)[1]
    first, second = Client(), Client()
    steps = [client.get(link, follow=True).redirect_chain[-1][0] for client in (first, second)]
    new = {"new_password1": "Other-8-long", "new_password2": "Other-8-long"}
    assert first.post(steps[0], new).status_code == 302
    stolen = {"new_password1": "Evil-99-long", "new_password2": "Evil-99-long"}
    assert second.post(steps[1], stolen).status_code == 200
    assert not Client().login(username="li", password="Evil-99-long")


def test_closed_accounts_get_no_mail() -> None:
    reader(is_active=False)
    assert ask().status_code == 302 and mail.outbox == []


def test_no_address_of_mail_is_kept() -> None:
    ask("someone@example.org")
    assert "someone" not in str(list(ResetTry.objects.values()))
