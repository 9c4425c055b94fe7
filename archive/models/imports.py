"""Imports: every file that came in, kept as it was, with what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from archive.models.constraints import one_of


class ImportStatus(models.TextChoices):
    STORED = "stored", "已存"
    DONE = "done", "完成"
    FAILED = "failed", "失败"


class Import(models.Model):
    """One source file; the same bytes twice are recognised by `sha256`."""

    Status = ImportStatus

    sha256 = models.CharField("校验和", max_length=64, unique=True)
    filename = models.CharField("文件名", max_length=200)
    file = models.FileField("原文件", upload_to="imports/%Y/%m/", max_length=300)
    size = models.PositiveBigIntegerField("字节数")
    newspaper = models.ForeignKey(
        "archive.Newspaper", models.PROTECT, null=True, blank=True, verbose_name="指定报纸"
    )
    date = models.DateField("指定日期", null=True, blank=True)
    encoding = models.CharField("指定编码", max_length=20, blank=True)
    status = models.CharField(
        "状态", max_length=8, choices=Status.choices, default=Status.STORED, db_index=True
    )
    error = models.TextField("错误", blank=True)
    report = models.JSONField("报告", default=dict, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="上传者"
    )
    created = models.DateTimeField("入库", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入"
        ordering = ["-created", "-id"]
        constraints = [
            one_of("status", ImportStatus, "import_status_known"),
        ]

    def __str__(self) -> str:
        return self.filename


class ReferenceLoad(models.Model):
    """Which state of the reference data in fixtures/ this database holds: one row, `pk=1`."""

    fingerprint = models.CharField("指纹", max_length=64)
    loaded = models.DateTimeField("载入", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "参考数据"
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="reference_load_is_one_row"),
        ]

    def __str__(self) -> str:
        return self.fingerprint[:12]
