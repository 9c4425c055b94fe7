"""Imports: every file that came in, kept as it was, with what became of it; uploads as batches.

The imports that are `queued` are the queue of the worker: the last of a file is stored, and the
file said to be done, in one transaction, so that one that was killed reads it again or never.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from archive.models.constraints import one_of


class ImportStatus(models.TextChoices):
    STORED = "stored", "已存"
    QUEUED = "queued", "排队"
    RUNNING = "running", "解析中"
    DONE = "done", "完成"
    PARTIAL = "partial", "部分完成"
    FAILED = "failed", "失败"


class Batch(models.Model):
    """批次: the files that an editor uploaded together; `author` is whoever did.

    `notes` tell of files that made no import: refused, or in already: `{"name", "reason",
    "import"}`, the last the import's key or null.
    """

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="上传者"
    )
    notes = models.JSONField("备注", default=list, blank=True)
    created = models.DateTimeField("上传", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "上传批次"
        ordering = ["-created", "-id"]

    def __str__(self) -> str:
        return f"批次 {self.pk}"


class Import(models.Model):
    """One source file; the same bytes twice are recognised by `sha256`.

    What lies in a zip is an import of its own under that `parent`, `member` its path in there.
    `steps_done` of `steps` (pages, rows, members) say how far the reading is.
    """

    Status = ImportStatus

    sha256 = models.CharField("校验和", max_length=64, unique=True)
    filename = models.CharField("文件名", max_length=200)
    file = models.FileField("原文件", upload_to="imports/%Y/%m/", max_length=300)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="members", verbose_name="压缩包"
    )
    member = models.CharField("包内路径", max_length=300, blank=True)
    batch = models.ForeignKey(
        Batch, models.PROTECT, null=True, blank=True, related_name="imports", verbose_name="批次"
    )
    size = models.PositiveBigIntegerField("字节数")
    newspaper = models.ForeignKey(
        "archive.Newspaper", models.PROTECT, null=True, blank=True, verbose_name="指定报纸"
    )
    date = models.DateField("指定日期", null=True, blank=True)
    encoding = models.CharField("指定编码", max_length=20, blank=True)
    status = models.CharField(
        "状态", max_length=8, choices=Status.choices, default=Status.STORED, db_index=True
    )
    publish = models.BooleanField("直接发布", default=False)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    steps = models.PositiveIntegerField("总步数", default=0)
    steps_done = models.PositiveIntegerField("完成步数", default=0)
    started = models.DateTimeField("开始", null=True, blank=True)
    finished = models.DateTimeField("结束", null=True, blank=True)
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


class ImportFault(models.Model):
    """One thing that could not be taken: the row of a table, the page of a PDF, a member of a zip.

    `line` is 1-based: a row of a CSV or JSON lines file, a page of a PDF; `where` a path in a zip.
    """

    source = models.ForeignKey(Import, models.CASCADE, related_name="faults", verbose_name="导入")
    where = models.CharField("位置", max_length=300, blank=True)
    line = models.PositiveIntegerField("行", null=True, blank=True)
    reason = models.CharField("原因", max_length=500)

    class Meta:
        verbose_name = verbose_name_plural = "导入错误"
        ordering = ["source", "line", "id"]

    def __str__(self) -> str:
        return self.reason


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
