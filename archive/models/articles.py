"""Articles (文章) and their mentions: places, officials, people, industries, figures.

A mention's `evidence` is a list of [field, start, end] with field kicker, title, subtitle or body.
"""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from archive.models.constraints import one_of, said
from archive.models.entities import Industry, Official, Place, Post
from archive.models.press import Page


class Role(models.TextChoices):
    """What a place or an industry is to an article."""

    SUBJECT = "subject", "主题"
    MENTIONED = "mentioned", "提及"


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> ArticleQuerySet:
        return self.filter(status=Article.Status.PUBLISHED)

    def with_press(self) -> ArticleQuerySet:
        """The page, issue and newspaper of each, in the same query."""
        return self.select_related("page__issue__newspaper__place")

    def with_mentions(self) -> ArticleQuerySet:
        return self.prefetch_related(
            "place_mentions__place__parent",
            "official_mentions__official",
            "official_mentions__post",
            "industry_mentions__industry",
        )

    def newest(self) -> ArticleQuerySet:
        return self.order_by(
            "-page__issue__date", "page__issue__newspaper", "page__number", "order"
        )


class ArticleKind(models.TextChoices):
    ARTICLE = "article", "报道"
    INTERVIEW = "interview", "访谈"
    SIGNED_STATEMENT = "signed_statement", "署名文章"
    BRIEF = "brief", "简讯"
    PHOTO_CAPTION = "photo_caption", "图片说明"
    CONTINUATION = "continuation", "转接"
    OBITUARY = "obituary", "讣告"


class ArticleStatus(models.TextChoices):
    DRAFT = "draft", "待审"
    PUBLISHED = "published", "已发布"


class Article(models.Model):
    Kind = ArticleKind
    Status = ArticleStatus

    page = models.ForeignKey(Page, models.CASCADE, related_name="articles", verbose_name="版")
    order = models.PositiveSmallIntegerField("版内次序")
    kind = models.CharField("体裁", max_length=16, choices=Kind.choices, default=Kind.ARTICLE)
    column = models.CharField("栏目", max_length=200, blank=True)
    kicker = models.CharField("引题", max_length=300, blank=True)
    title = models.CharField("主题", max_length=300, blank=True)
    subtitle = models.CharField("副题", max_length=300, blank=True)
    body = models.TextField("正文", blank=True)
    lines = models.JSONField("原文行", default=list, blank=True)
    reporters = models.JSONField("记者", default=list, blank=True)
    correspondents = models.JSONField("通讯员", default=list, blank=True)
    compilers = models.JSONField("整理", default=list, blank=True)
    photographers = models.JSONField("摄影", default=list, blank=True)
    dateline_place = models.CharField("电头地点", max_length=40, blank=True)
    dateline_date = models.DateField("电头日期", null=True, blank=True)
    continued_from = models.CharField("上接", max_length=40, blank=True)
    confidence = models.FloatField("可信度", default=1.0)
    warnings = models.JSONField("提示", default=list, blank=True)
    status = models.CharField(
        "状态", max_length=10, choices=Status.choices, default=Status.DRAFT, db_index=True
    )
    created = models.DateTimeField("入库", auto_now_add=True)
    updated = models.DateTimeField("更新", auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文章"
        ordering = ["page", "order"]
        constraints = [
            one_of("status", ArticleStatus, "article_status_known"),
            one_of("kind", ArticleKind, "article_kind_known"),
            models.UniqueConstraint(fields=["page", "order"], name="article_order_once_a_page"),
            models.CheckConstraint(
                condition=models.Q(confidence__gte=0, confidence__lte=1),
                name="article_confidence_is_a_share",
            ),
            models.CheckConstraint(
                condition=~models.Q(title="") | ~models.Q(body=""), name="article_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return reverse("article-detail", args=[self.pk])

    @property
    def headline(self) -> str:
        """The title, or the beginning of the text where none was printed."""
        text = " ".join(self.body.split())
        return self.title or f"（无题）{text[:24].rstrip()}{'…' if len(text) > 24 else ''}"


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
    SUBJECT = "subject", "主题"
    SPEAKER = "speaker", "发言"
    ATTENDEE = "attendee", "出席"
    MENTIONED = "mentioned", "提及"


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
    ACTUAL = "actual", "实际"
    TARGET = "target", "目标"


class Figure(models.Model):
    """指标数据: a quantity with its indicator, period, and whether reached or aimed at."""

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

    class Meta:
        verbose_name = verbose_name_plural = "指标数据"
        ordering = ["id"]
        constraints = [
            one_of("kind", FigureKind, "figure_kind_known"),
        ]

    def __str__(self) -> str:
        return self.text
