"""Tells readers by mail of what is new in their saved searches."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from search.desk.digests import MailAway, run
from search.desk.digests.running import work
from search.models import Delivery


class Command(BaseCommand):
    help = "把新文章用邮件告诉存了检索的读者；要先设置 SMTP_URL。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", action="store_true", help="一直运行，直到收到停止信号")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.MAIL_IS_SET:
            raise CommandError("没有设置 SMTP_URL，不发邮件。", returncode=2)
        if options["loop"]:
            work()
            return
        try:
            told = run(timezone.now())
        except MailAway as error:
            raise CommandError(f"邮件服务器不可用，稍后再试：{error}") from error
        if told.index:
            self.stderr.write(f"没有查找新文章：{told.index}")
        self.stdout.write(self._line(told.reserved))

    def _line(self, reserved: int) -> str:
        """新写 2 封；近 90 天：待发 0，发送中 0，已发 2，不明 0，被拒 0。"""
        states = list(Delivery.objects.values_list("state", flat=True))
        shown = (State.WAITING, State.SENDING, State.SENT, State.UNKNOWN, State.REFUSED)
        counted = "，".join(f"{state.label} {states.count(state)}" for state in shown)
        return f"新写 {reserved} 封；近 90 天：{counted}。"


State = Delivery.State
