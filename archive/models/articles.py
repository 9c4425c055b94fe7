"""Articles (文章), where they go on, what they were called before, and who else printed them."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from archive.models.constraints import one_of
from archive.models.press import Page

# What an article speaks of, and what each mention is shown with.
_MENTIONED = {
    "place_mentions": ("place__parent",),
    "official_mentions": ("official", "post"),
    "industry_mentions": ("industry",),
}
UNTITLED = "（无题）"


def headline(title: str, body: str) -> str:
    """The title, or the beginning of the text where none was printed."""
    if title:
        return title
    text = " ".join(body.split())
    return f"{UNTITLED}{text[:24].rstrip()}{'…' if len(text) > 24 else ''}"


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> ArticleQuerySet:
        return self.filter(status=Article.Status.PUBLISHED)

    def with_press(self) -> ArticleQuerySet:
        """The page, issue and newspaper of each, in the same query."""
        return self.select_related("page__issue__newspaper__place")

    def with_mentions(self, evidence: bool = True) -> ArticleQuerySet:
        """Places, officials and industries, one query each; lists need no `evidence` for them."""
        return self.prefetch_related(
            *(
                models.Prefetch(name, self._mentions(name, paths, evidence))
                for name, paths in _MENTIONED.items()
            )
        )

    def _mentions(self, name: str, paths: tuple[str, ...], evidence: bool) -> models.QuerySet:
        model = self.model._meta.get_field(name).related_model
        rows = model._default_manager.select_related(*paths)
        return rows if evidence else rows.defer("evidence")

    def newest(self) -> ArticleQuerySet:
        return self.order_by(
            "-page__issue__date", "page__issue__newspaper", "page__number", "order"
        )


class ArticleKind(models.TextChoices):
    ARTICLE = "article", _("报道")
    INTERVIEW = "interview", _("访谈")
    SIGNED_STATEMENT = "signed_statement", _("署名文章")
    BRIEF = "brief", _("简讯")
    PHOTO_CAPTION = "photo_caption", _("图片说明")
    CONTINUATION = "continuation", _("转接")
    OBITUARY = "obituary", _("讣告")


class ArticleStatus(models.TextChoices):
    DRAFT = "draft", "待审"
    PUBLISHED = "published", "已发布"


class ReprintGroup(models.Model):
    """通稿: articles of one text, printed by several papers or in several editions."""

    created = models.DateTimeField("建立", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "通稿"

    def __str__(self) -> str:
        return f"通稿 {self.pk}"


class Article(models.Model):
    """An article as stored; `lines` are those of its page, `title_lines` the headline's among them.

    `corrected` names what an editor has set by hand and no later parse may change: field names,
    "lines", "places", "officials", "people", "industries", "figures". `came_as` is the hash of the
    row of a table that a ready article came as, whatever was corrected since.
    """

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
    title_lines = models.JSONField("标题行", default=list, blank=True)
    reporters = models.JSONField("记者", default=list, blank=True)
    correspondents = models.JSONField("通讯员", default=list, blank=True)
    compilers = models.JSONField("整理", default=list, blank=True)
    photographers = models.JSONField("摄影", default=list, blank=True)
    dateline_place = models.CharField("电头地点", max_length=40, blank=True)
    dateline_date = models.DateField("电头日期", null=True, blank=True)
    continued_from = models.CharField("上接", max_length=40, blank=True)
    confidence = models.FloatField("可信度", default=1.0)
    warnings = models.JSONField("提示", default=list, blank=True)
    corrected = models.JSONField("人工更正", default=list, blank=True)
    url = models.CharField("来源网址", max_length=500, blank=True)
    came_as = models.CharField("来源行", max_length=64, blank=True, db_index=True, editable=False)
    reprints = models.ForeignKey(
        ReprintGroup,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name="通稿",
    )
    status = models.CharField(
        "状态", max_length=10, choices=Status.choices, default=Status.DRAFT, db_index=True
    )
    created = models.DateTimeField("入库", auto_now_add=True)
    updated = models.DateTimeField("更新", auto_now=True)

    objects = ArticleQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["created", "updated", "came_as"])

    class Meta:
        verbose_name = verbose_name_plural = "文章"
        ordering = ["page", "order"]
        permissions = [
            ("publish_article", "可以发布和撤回文章"),
            ("change_published_article", "可以改动已发布的内容"),
        ]
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
        return headline(self.title, self.body)


class Continuation(models.Model):
    """Where an article goes on: `lines` of another page of its issue (下转第三版)."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="continuations", verbose_name="文章"
    )
    page = models.ForeignKey(
        Page, models.CASCADE, related_name="continuations", verbose_name="转接版"
    )
    lines = models.JSONField("原文行", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "转接"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.article} → {self.page}"


class MovedArticle(models.Model):
    """The address of an article that was merged into another; it goes on to lead there."""

    former_id = models.BigIntegerField("原编号", unique=True)
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="former_addresses", verbose_name="文章"
    )

    class Meta:
        verbose_name = verbose_name_plural = "并入的文章"

    def __str__(self) -> str:
        return f"{self.former_id} → {self.article_id}"


class ArticleSentence(models.Model):
    """A hashed sentence of an article's body, by which reprints find each other."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="sentences", verbose_name="文章"
    )
    key = models.BigIntegerField("散列", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "句子散列"

    def __str__(self) -> str:
        return str(self.key)
