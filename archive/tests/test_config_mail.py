"""Mail from the environment: what is wrong is one line that names the variable, not the password."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.config import mail
from archive.tests.test_config import manage

WHOLE = {
    "SECRET_KEY": "k",
    "SMTP_URL": "smtp+tls://archive:p%40ss@mail.example.org",
    "MAIL_FROM": "政策档案 <archive@example.org>",
    "SITE_URL": "https://archive.example.org",
}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("smtp://localhost", ("localhost", 25, "", "", False, False)),
        ("smtp+tls://u:p%40%3A@h.example", ("h.example", 587, "u", "p@:", True, False)),
        ("smtps://u%40d:p@h.example:2465", ("h.example", 2465, "u@d", "p", False, True)),
        ("smtp://[::1]:2525/", ("::1", 2525, "", "", False, False)),
    ],
)
def test_server(text: str, told: tuple) -> None:
    assert mail.server(text) == mail.Server(*told)


@pytest.mark.parametrize(
    "text",
    [
        "mail.example.org",
        "https://mail.example.org",
        "smtp://",
        "smtp://h:0x10",
        "smtp://h:99999",
        "smtp://user@h",
        "smtp://h/path",
        "smtp://h?x=1",
        "smtp://[h",
    ],
)
def test_what_is_no_server(text: str) -> None:
    with pytest.raises(ValueError, match="."):
        mail.server(text)


@pytest.mark.parametrize("text", ["x", "a@b", "a@b.cn\nBcc: c@d.cn", "a b@c.cn", "<>", "@b.cn"])
def test_what_is_no_sender(text: str) -> None:
    with pytest.raises(ValueError, match="邮件地址"):
        mail.sender(text)


def test_sender_with_and_without_a_name() -> None:
    assert mail.sender("a@b.cn") == "a@b.cn"
    assert mail.sender("政策档案 <a@b.cn>") == '"政策档案" <a@b.cn>'


@pytest.mark.parametrize("text", ["x", "ftp://a", "https://a/b", "https://u@a", "https://", "//a"])
def test_what_is_no_site(text: str) -> None:
    with pytest.raises(ValueError, match="网站的地址"):
        mail.site(text)


def test_site_has_no_slash_at_its_end() -> None:
    assert mail.site("http://localhost:8000/") == "http://localhost:8000"


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"SMTP_URL": "smtp+tls://archive:geheim@mail.example.org:0x1"}, "SMTP_URL"),
        ({"MAIL_FROM": "somebody"}, "MAIL_FROM"),
        ({"MAIL_FROM": ""}, "MAIL_FROM"),
        ({"SITE_URL": ""}, "SITE_URL"),
        ({"SITE_URL": "archive.example.org"}, "SITE_URL"),
    ],
)
def test_start_is_refused_in_one_line(tmp_path: Path, wrong: dict, named: str) -> None:
    run = manage("check", ARCHIVE_DATA=str(tmp_path), **WHOLE | wrong)
    assert run.returncode != 0
    assert len(run.stderr.splitlines()) == 1 and named in run.stderr
    assert "geheim" not in run.stderr


SHOW = (
    "from django.conf import settings as s;"
    "print(s.MAIL_IS_SET, s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_HOST_PASSWORD, s.EMAIL_USE_TLS, s.SITE_URL)"
)


def test_whole_settings_and_none(tmp_path: Path) -> None:
    run = manage("shell", "-v0", "-c", SHOW, ARCHIVE_DATA=str(tmp_path), **WHOLE)
    assert run.stdout.split() == [
        "True", "mail.example.org", "587", "p@ss", "True", "https://archive.example.org",
    ]  # fmt: skip
    run = manage("shell", "-v0", "-c", SHOW, ARCHIVE_DATA=str(tmp_path), SECRET_KEY="k")
    assert run.stdout.split()[0] == "False", run.stderr
