"""Who asked for a mail that sets a new password, so that nobody is flooded with them."""

from __future__ import annotations

from django.db import models


class ResetTry(models.Model):
    """`account` is a code made from the mail address that was typed, be it known here or not."""

    account = models.CharField("邮箱的代码", max_length=64, db_index=True)
    address = models.CharField("来自", max_length=45, db_index=True, blank=True)
    at = models.DateTimeField("时间", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "重设密码的请求"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
