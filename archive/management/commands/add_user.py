"""`manage.py add_user NAME --role editor`: an account with a role, from the shell."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import transaction

from archive.editing.accounts import give_role
from archive.management.presence import beside_others
from archive.management.usage import WRONG, PlainCommand
from archive.roles import ROLES

NAMES = {name: role.key for role in ROLES.values() for name in (role.key, role.name)}


class Command(PlainCommand):
    help = "添加一个账号并给它一个角色：" + "；".join(
        f"{role.key}（{role.name}）{role.about}" for role in ROLES.values()
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME", help="用户名")
        parser.add_argument("--role", required=True, choices=list(NAMES), help="角色")
        parser.add_argument("--email", default="", help="电子邮箱，用于重设密码和检索提醒")
        parser.add_argument(
            "--password-stdin", action="store_true", help="从标准输入的第一行读密码，不询问"
        )

    @beside_others()
    def handle(self, *, name: str, role: str, email: str, **options: Any) -> None:
        user = User(username=User.normalize_username(name), email=email)
        if User.objects.filter(username__iexact=user.username).exists():
            raise CommandError(f"已有账号“{name}”。")
        password = _read(options["password_stdin"])
        user.set_password(password)
        try:
            user.full_clean()
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError("".join(error.messages)) from error
        with transaction.atomic():
            user.save()
            give_role(user, NAMES[role])
        self.stdout.write(f"已添加账号“{user.username}”，角色：{ROLES[NAMES[role]].name}。")


def _read(piped: bool) -> str:
    """The password: the first line of standard input, or asked for twice on a terminal."""
    if piped:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise CommandError("没有终端可以询问密码；请加 --password-stdin。", returncode=WRONG)
    first, second = getpass.getpass("密码："), getpass.getpass("再输一次：")
    if first != second:
        raise CommandError("两次输入的密码不同。")
    return first
