"""Signing in, the password, and what is offered only where mail is set."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from search.tests.readers import PASSWORD, reader, signed_in

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


@pytest.fixture
def with_mail(settings) -> None:
    settings.MAIL_IS_SET = True
    settings.SITE_URL = "https://archive.example.org"
    settings.DEFAULT_FROM_EMAIL = "archive@example.org"


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/search/?q=x&page=2", "/search/?q=x&page=2"),
        ("https://evil.example/", "/desk/"),
        ("//evil.example/", "/desk/"),
        ("javascript:alert(1)", "/desk/"),
        ("", "/desk/"),
    ],
)
def test_signing_in_leads_to_pages_of_this_site_only(client: Client, asked: str, led: str) -> None:
    reader()
    given = {"username": "li", "password": PASSWORD, "next": asked}
    response = client.post(LOGIN, given)
    assert (response.status_code, response.url) == (302, led)


@pytest.mark.parametrize("asked", [LOGIN, f"{LOGIN}?next={LOGIN}", f"http://testserver{LOGIN}"])
def test_who_is_signed_in_is_not_led_to_the_login_page_again(asked: str) -> None:
    response = signed_in(reader()).get(LOGIN, {"next": asked})
    assert (response.status_code, response.url) == (302, "/desk/")


def test_login_page_says_who_makes_accounts_and_that_none_is_needed(client: Client) -> None:
    html = client.get(f"{LOGIN}?next=/desk/keep/").content.decode()
    assert "管理员开设" in html and "都不需要账号" in html
    assert 'name="next" value="/desk/keep/"' in html


def test_wrong_password_is_said_and_keeps_where_one_was_going(client: Client) -> None:
    reader()
    given = {"username": "li", "password": "wrong", "next": "/desk/searches/"}
    html = client.post(LOGIN, given).content.decode()
    assert 'role="alert"' in html and 'value="/desk/searches/"' in html


def test_leaving_takes_a_form(client: Client) -> None:
    client = signed_in(reader())
    assert client.get("/account/logout/").status_code == 405
    assert client.post("/account/logout/").url == "/"
    assert client.get("/desk/").url == f"{LOGIN}?next=/desk/"


def test_reader_has_no_admin() -> None:
    response = signed_in(reader()).get("/admin/")
    assert response.status_code == 302 and "/admin/login/" in response.url


def test_password_is_changed_and_the_session_stays() -> None:
    client = signed_in(reader())
    new = {
        "old_password": PASSWORD,
        "new_password1": "Other-8-long",
        "new_password2": "Other-8-long",
    }
    assert client.post("/account/password/", new).url == "/desk/"
    assert "密码已更改" in client.get("/desk/").content.decode()
    assert Client().login(username="li", password="Other-8-long")


def test_without_mail_no_password_is_mailed(client: Client) -> None:
    assert "/account/reset/" not in client.get(LOGIN).content.decode()
    assert client.get("/account/reset/").status_code == 404
    assert client.post("/account/reset/", {"email": "li@example.org"}).status_code == 404
    assert mail.outbox == []


def test_mailed_link_leads_to_the_site_of_the_settings(client: Client, with_mail: None) -> None:
    reader()
    assert "/account/reset/" in client.get(LOGIN).content.decode()
    client.post("/account/reset/", {"email": "li@example.org"}, headers={"host": "localhost"})
    letter = mail.outbox[0]
    assert letter.subject == "政策档案：重设密码"
    link = re.search(r"https://archive\.example\.org(/account/reset/\S+)", letter.body)
    page = client.get(link[1], follow=True)
    new = {"new_password1": "Other-8-long", "new_password2": "Other-8-long"}
    client.post(page.redirect_chain[-1][0], new)
    assert client.login(username="li", password="Other-8-long")
    assert "已经用过或者过期" in Client().get(link[1], follow=True).content.decode()


def test_nobody_learns_which_addresses_have_accounts(client: Client, with_mail: None) -> None:
    reader()
    answers = [
        client.post("/account/reset/", {"email": f"{name}@example.org"}, follow=True)
        for name in ("li", "nobody")
    ]
    told = [
        re.search(r'role="status">(.*?)</ul>', one.content.decode(), re.S)[1] for one in answers
    ]
    assert told[0] == told[1] and len(mail.outbox) == 1


def test_admin_shows_how_much_is_kept_and_not_what() -> None:
    who = reader()
    search_name = "机密选题"
    client = signed_in(who)
    client.post("/desk/searches/new/?q=储能", {"name": search_name, "frequency": "none"})
    client.post("/desk/collections/new/", {"name": "机密文章集"})
    boss = signed_in(reader("boss", is_staff=True, is_superuser=True))
    page = boss.get(f"/admin/auth/user/{who.pk}/change/").content.decode()
    assert "存的检索 1 个，文章集 1 个" in page and "私人" in page
    gone = boss.get(f"/admin/auth/user/{who.pk}/delete/").content.decode()
    assert "机密" not in page + gone
    assert boss.get("/admin/search/savedsearch/").status_code == 404
    assert boss.get("/desk/").status_code == 200
