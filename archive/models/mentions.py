"""What an article speaks of: places, officials, people, industries, figures.

A mention's `evidence` is a list of [field, start, end] with field kicker, title, subtitle or body.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.articles import Article
from archive.models.constraints import one_of, said
from archive.models.entities import Industry, Official, Place, Post


class Role(models.TextChoices):
    """What a place or an industry is to an article."""

    SUBJECT = "subject", _("主题")
    MENTIONED = "mentioned", _("提及")


class PlaceMention(models.Model):
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="place_mentions", verbose_name="文章"
    )
    place = models.ForeignKey(Place, models.PROTECT, related_name="mentions", verbose_name="地区")
    role = models.CharField("角色", max_length=10, choices=Role.choices)
    evidence = models.JSONField("依据", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "提及的地区"
        ordering = ["-role", "id"]
        constraints = [
            one_of("role", Role, "place_role_known"),
            models.UniqueConstraint(fields=["article", "place"], name="place_once_an_article"),
        ]

    def __str__(self) -> str:
        return f"{self.place}（{self.get_role_display()}）"


class OfficialRole(models.TextChoices):
    SUBJECT = "subject", _("主题")
    SPEAKER = "speaker", _("发言")
    ATTENDEE = "attendee", _("出席")
    MENTIONED = "mentioned", _("提及")


class OfficialMention(models.Model):
    """`post_text` is the post as printed that day, `post` the same filled up with its place."""

    Role = OfficialRole

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="official_mentions", verbose_name="文章"
    )
    official = models.ForeignKey(
        Official, models.PROTECT, related_name="mentions", verbose_name="官员"
    )
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="mentions", verbose_name="职务"
    )
    post_text = models.CharField("所见职务", max_length=120, blank=True)
    role = models.CharField("角色", max_length=10, choices=Role.choices)
    evidence = models.JSONField("依据", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "提及的官员"
        ordering = ["id"]
        constraints = [
            one_of("role", OfficialRole, "official_role_known"),
            models.UniqueConstraint(
                fields=["article", "official"], name="official_once_an_article"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.official}（{self.post or '职务未见'}）"


class PersonMention(models.Model):
    """Somebody named who is no official."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="person_mentions", verbose_name="文章"
    )
    name = models.CharField("姓名", max_length=40)
    post = models.CharField("身份", max_length=120, blank=True)
    evidence = models.JSONField("依据", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "其他人物"
        ordering = ["id"]
        constraints = [
            said("name", "person_has_a_name"),
            models.UniqueConstraint(fields=["article", "name"], name="person_once_an_article"),
        ]

    def __str__(self) -> str:
        return self.name


class IndustryMention(models.Model):
    """`rule` names the keywords that decided."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="industry_mentions", verbose_name="文章"
    )
    industry = models.ForeignKey(
        Industry, models.PROTECT, related_name="mentions", verbose_name="行业"
    )
    role = models.CharField("角色", max_length=10, choices=Role.choices)
    rule = models.CharField("判定依据", max_length=200, blank=True)
    evidence = models.JSONField("依据", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "提及的行业"
        ordering = ["-role", "id"]
        constraints = [
            one_of("role", Role, "industry_role_known"),
            models.UniqueConstraint(
                fields=["article", "industry"], name="industry_once_an_article"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.industry}（{self.get_role_display()}）"


class FigureKind(models.TextChoices):
    ACTUAL = "actual", _("实际")
    TARGET = "target", _("目标")


class Figure(models.Model):
    """指标数据: a quantity with its indicator, period, and whether reached or aimed at.

    What is below `evidence` is worked out of it and of the article (`archive.extract.facts`), that
    figures of many articles can be sorted and compared; `printed` is the day of its issue.
    """

    Kind = FigureKind

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="figures", verbose_name="文章"
    )
    text = models.CharField("原文", max_length=300)
    indicator = models.CharField("指标", max_length=120, blank=True)
    value = models.FloatField("数值")
    unit = models.CharField("单位", max_length=20, blank=True)
    period = models.CharField("时期", max_length=60, blank=True)
    kind = models.CharField("性质", max_length=6, choices=Kind.choices)
    evidence = models.JSONField("依据", default=list, blank=True)

    place = models.ForeignKey(
        Place,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name="所指地区",
        db_index=False,
    )
    key = models.CharField("归并指标", max_length=60, blank=True, editable=False)
    base_value = models.FloatField("折算数值", default=0, editable=False)
    base_unit = models.CharField("折算单位", max_length=20, blank=True, editable=False)
    year = models.PositiveSmallIntegerField("年份", null=True, blank=True, editable=False)
    period_start = models.DateField("时期起", null=True, blank=True, editable=False)
    period_end = models.DateField("时期止", null=True, blank=True, editable=False)
    printed = models.DateField("见报日期", null=True, blank=True, editable=False)
    sentence = models.TextField("原句", blank=True, editable=False)
    hit_start = models.PositiveSmallIntegerField("句中起", default=0, editable=False)
    hit_end = models.PositiveSmallIntegerField("句中止", default=0, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "指标数据"
        ordering = ["id"]
        constraints = [
            one_of("kind", FigureKind, "figure_kind_known"),
        ]
        indexes = [
            models.Index(fields=["printed", "id"], name="figure_printed"),
            models.Index(
                fields=[
                    "key",
                    "base_unit",
                    "place",
                    "year",
                    "kind",
                    "printed",
                    "base_value",
                    "value",
                    "article",
                ],
                name="figure_compared",
            ),
            models.Index(fields=["place", "printed", "article"], name="figure_place"),
            models.Index(fields=["base_unit", "base_value", "article"], name="figure_measured"),
            models.Index(fields=["period_end", "printed"], name="figure_period"),
        ]

    def __str__(self) -> str:
        return self.text
