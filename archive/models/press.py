"""The press: a newspaper (报纸), its issue on a day (期), and the pages of that issue (版)."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.models.constraints import one_of
from archive.models.entities import Place


class NewspaperLevel(models.TextChoices):
    NATIONAL = "national", _("中央")
    PROVINCE = "province", _("省级")
    PREFECTURE = "prefecture", _("市级")
    COUNTY = "county", _("县级")


class Newspaper(models.Model):
    """报纸; `place` is its home, which 我市 and 市委书记 without a city mean."""

    Level = NewspaperLevel

    slug = models.SlugField("标识", max_length=60, unique=True)
    name = models.CharField("报名", max_length=40, unique=True)
    aliases = models.JSONField("别名", default=list, blank=True)
    level = models.CharField("级别", max_length=12, choices=Level.choices)
    place = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="newspapers",
        verbose_name="所在地",
    )

    class Meta:
        verbose_name = verbose_name_plural = "报纸"
        ordering = ["name"]
        constraints = [
            one_of("level", NewspaperLevel, "newspaper_level_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("newspaper-detail", args=[self.slug])


class IssueDateSource(models.TextChoices):
    ARGUMENT = "argument", "指定"
    FOLIO = "folio", "报眉"
    FILENAME = "filename", "文件名"
    DATELINE = "dateline", "电头推定"
    EDITOR = "editor", "编辑确认"


class Issue(models.Model):
    """期: a newspaper on a date, with where the date was read."""

    DateSource = IssueDateSource

    newspaper = models.ForeignKey(
        Newspaper, models.PROTECT, related_name="issues", verbose_name="报纸"
    )
    date = models.DateField("日期", db_index=True)
    date_source = models.CharField("日期来源", max_length=10, choices=DateSource.choices)

    class Meta:
        verbose_name = verbose_name_plural = "期"
        ordering = ["-date", "newspaper"]
        constraints = [
            one_of("date_source", IssueDateSource, "issue_date_source_known"),
            models.UniqueConstraint(fields=["newspaper", "date"], name="issue_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.newspaper} {self.date:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("issue-detail", args=[self.newspaper.slug, self.date.isoformat()])


class Page(models.Model):
    """版: the source text as it was read, and the hash of what it came from.

    `sheet` is its 1-based page in the file; `parsed_with` the version of the ingestion that read
    it. The text of a page of ready articles is empty. Where the page's printed number is unknown,
    `number` is the next free one of its issue.
    """

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="pages", verbose_name="期")
    number = models.PositiveSmallIntegerField("版次")
    number_known = models.BooleanField("版次见于报面", default=False)
    section = models.CharField("版名", max_length=40, blank=True)
    text = models.TextField("版面文字", blank=True)
    furniture = models.JSONField("版面杂项", default=list, blank=True)
    warnings = models.JSONField("提示", default=list, blank=True)
    sha256 = models.CharField("校验和", max_length=64, unique=True)
    sheet = models.PositiveSmallIntegerField("文件内页次", default=1)
    parsed_with = models.PositiveIntegerField("解析版本", default=1)
    source = models.ForeignKey(
        "archive.Import", models.PROTECT, related_name="pages", verbose_name="来源"
    )

    class Meta:
        verbose_name = verbose_name_plural = "版"
        ordering = ["issue", "number"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "number"], name="page_once_an_issue"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="page_number_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.issue} 第{self.number}版"

    def get_absolute_url(self) -> str:
        issue = self.issue
        return reverse(
            "page-detail", args=[issue.newspaper.slug, issue.date.isoformat(), self.number]
        )
