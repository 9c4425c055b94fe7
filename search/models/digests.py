"""Mail to readers: in which order articles came out, and what was sent, so that nothing is twice."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from archive.models.constraints import one_of
from search.models.desk import SavedSearch


class Publication(models.Model):
    """An article's number in the order in which articles were first published and findable.

    It keeps its number when it is taken back and published again, so that it is new only once.
    """

    article = models.BigIntegerField("文章编号", unique=True)
    first = models.DateTimeField("首次发布")

    class Meta:
        verbose_name = verbose_name_plural = "发布次序"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.pk}：文章 {self.article}"


class DeliveryState(models.TextChoices):
    WAITING = "waiting", "待发"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发"
    REFUSED = "refused", "被拒"
    DROPPED = "dropped", "不必发"
    UNKNOWN = "unknown", "不明"


class Delivery(models.Model):
    """One mail to one reader. It is written before it is sent, and sent by whoever claims it.

    `sending` and `unknown` may have arrived, so they are not sent again; `next_try` is for what
    waits.
    """

    State = DeliveryState

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="读者"
    )
    state = models.CharField(
        "状态", max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    created = models.DateTimeField("建立")
    next_try = models.DateTimeField("下次发送")
    claimed = models.DateTimeField("开始发送", null=True)
    error = models.TextField("未能发出的原因", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "邮件"
        ordering = ["id"]
        constraints = [one_of("state", DeliveryState, "delivery_state_known")]
        indexes = [models.Index(fields=["state", "next_try"], name="delivery_waiting")]

    def __str__(self) -> str:
        return f"邮件 {self.pk}"


class DeliveredSearch(models.Model):
    """What a mail tells of one saved search: the first of its new articles, and how many."""

    delivery = models.ForeignKey(
        Delivery, models.CASCADE, related_name="searches", verbose_name="邮件"
    )
    search = models.ForeignKey(
        SavedSearch, models.CASCADE, related_name="+", verbose_name="存的检索"
    )
    total = models.PositiveIntegerField("篇数")
    articles = models.JSONField("文章编号", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "邮件中的检索"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "search"], name="search_once_a_delivery"),
        ]

    def __str__(self) -> str:
        return f"{self.delivery} 的 {self.search}"
