"""The outbox: articles whose change must reach the index, written together with the change."""

from __future__ import annotations

from django.db import models


class Outbox(models.Model):
    """`article` is a number, no foreign key: the article may be gone by the time it is read.

    `applied` rows have reached the index that is searched, and wait for the one being rebuilt.
    `error` says why the article could not be indexed, when it was last tried at `created`.
    """

    article = models.BigIntegerField("文章编号", db_index=True)
    created = models.DateTimeField("时间", auto_now_add=True)
    applied = models.BooleanField("已入索引", default=False)
    error = models.TextField("未能入索引的原因", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "待索引"
        ordering = ["id"]
        indexes = [models.Index(fields=["applied", "id"], name="outbox_waiting")]

    def __str__(self) -> str:
        return f"文章 {self.article}"


class Mark(models.Model):
    """A word that stands beside the index, too, where that is the index of this very database.

    A new one with every change; see `search.indexing.marks`.
    """

    mark = models.CharField("记号", max_length=32, primary_key=True)

    class Meta:
        verbose_name = verbose_name_plural = "索引记号"

    def __str__(self) -> str:
        return self.mark
