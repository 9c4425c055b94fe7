"""What a reader keeps: searches (存的检索) and collections of articles (文章集). It is private.

No `__str__` tells a name: the admin lists what goes with an account when that is deleted.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models.constraints import one_of, said


class Frequency(models.TextChoices):
    NONE = "none", _("不发邮件")
    IMMEDIATE = "immediate", _("有新文章就发")
    DAILY = "daily", _("每天一封")
    WEEKLY = "weekly", _("每周一封")


class SavedSearch(models.Model):
    """`query` is the canonical query string, without a page.

    `seen` and `told` are numbers of `Publication`: up to where its owner has looked, and up to
    where mail has told. `told_at`: when mail was last considered.
    """

    Frequency = Frequency

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="saved_searches",
        verbose_name="读者",
    )
    name = models.CharField("名称", max_length=100)
    query = models.TextField("检索", blank=True)
    frequency = models.CharField(
        "邮件", max_length=10, choices=Frequency.choices, default=Frequency.NONE
    )
    language = models.CharField("邮件语言", max_length=10, default=settings.LANGUAGE_CODE)
    seen = models.BigIntegerField("看到", default=0)
    told = models.BigIntegerField("通知到", default=0)
    told_at = models.DateTimeField("上次通知", default=timezone.now)
    created = models.DateTimeField("建立", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "存的检索"
        ordering = ["-created", "-id"]
        constraints = [
            said("name", "saved_search_has_a_name"),
            one_of("frequency", Frequency, "saved_search_frequency_known"),
        ]
        indexes = [models.Index(fields=["frequency", "told_at"], name="saved_search_due")]

    def __str__(self) -> str:
        return f"存的检索 {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("desk-search", args=[self.pk])


class Collection(models.Model):
    """`token` is the secret part of the link under which anybody may read it; None: nobody may."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="collections",
        verbose_name="读者",
    )
    name = models.CharField("名称", max_length=100)
    description = models.TextField("说明", blank=True)
    token = models.CharField("共享链接", max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001
    created = models.DateTimeField("建立", auto_now_add=True)
    updated = models.DateTimeField("更新", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "文章集"
        ordering = ["-updated", "-id"]
        constraints = [
            said("name", "collection_has_a_name"),
            said("token", "collection_token_not_empty"),
            models.UniqueConstraint(fields=["owner", "name"], name="collection_once_a_reader"),
        ]

    def __str__(self) -> str:
        return f"文章集 {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("desk-collection", args=[self.pk])


class CollectionArticle(models.Model):
    """`article` is a number, no foreign key: its place and note stay when the article has gone.

    Whoever reads it follows MovedArticle.
    """

    collection = models.ForeignKey(
        Collection, models.CASCADE, related_name="entries", verbose_name="文章集"
    )
    article = models.BigIntegerField("文章编号")
    note = models.TextField("笔记", blank=True)
    order = models.PositiveIntegerField("次序")
    added = models.DateTimeField("加入", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "集中的文章"
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "article"], name="article_once_a_collection"
            ),
        ]
        indexes = [models.Index(fields=["collection", "order"], name="collection_in_order")]

    def __str__(self) -> str:
        return f"{self.collection} 的第 {self.order} 篇"
