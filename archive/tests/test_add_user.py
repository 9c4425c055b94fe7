"""`manage.py add_user`: an account with a role, or one line that says why not."""

import io

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from archive.editing.accounts import role_name

pytestmark = pytest.mark.django_db
GOOD = "Lantern-4711-q"


def add(monkeypatch, name="wang", password=GOOD, **options):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\nnot this\n"))
    out = io.StringIO()
    call_command("add_user", name, **({"role": "editor", "password_stdin": True} | options), stdout=out)  # fmt: skip
    return out.getvalue()


@pytest.mark.parametrize(
    ("role", "name", "staff"),
    [("reader", "读者", False), ("editor", "编辑", True), ("发布者", "发布者", True), ("administrator", "管理员", True)],
)  # fmt: skip
def test_the_account_has_its_role_and_password(monkeypatch, role, name, staff):
    assert name in add(monkeypatch, role=role, email="w@example.org")
    user = User.objects.get(username="wang")
    assert (role_name(user), user.is_staff, user.is_superuser) == (name, staff, False)
    assert user.check_password(GOOD) and user.email == "w@example.org"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"password": "12345678"}, "密码"), ({"password": ""}, ""), ({"name": "wangfang", "password": "wangfang1"}, ""),
        ({"name": "a b"}, "用户名"), ({"name": ""}, ""), ({"email": "nonsense"}, "Email"),
        ({"role": "boss"}, "invalid choice"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_line_and_nothing_is_made(monkeypatch, given, why):
    with pytest.raises(CommandError) as caught:
        add(monkeypatch, **given)
    assert why in str(caught.value) and "\n" not in str(caught.value)
    assert not User.objects.exists()


def test_a_name_is_once_whatever_its_case(monkeypatch):
    add(monkeypatch)
    with pytest.raises(CommandError, match="已有账号"):
        add(monkeypatch, name="WANG")
    assert User.objects.count() == 1


@pytest.mark.parametrize(("second", "made"), [(GOOD, 1), ("other", 0)])
def test_on_a_terminal_the_password_is_asked_for_twice(monkeypatch, second, made):
    answers = iter([GOOD, second])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(answers))
    monkeypatch.setattr("sys.stdin", type("Terminal", (), {"isatty": lambda self: True})())
    if made:
        call_command("add_user", "wang", role="editor", stdout=io.StringIO())
    else:
        with pytest.raises(CommandError, match="两次"):
            call_command("add_user", "wang", role="editor")
    assert User.objects.count() == made


def test_without_a_terminal_nothing_waits_for_a_password(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(GOOD))
    with pytest.raises(CommandError) as caught:
        call_command("add_user", "wang", role="editor")
    assert caught.value.returncode == 2 and not User.objects.exists()
