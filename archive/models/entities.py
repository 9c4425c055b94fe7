"""The things articles speak of: places (GB/T 2260), officials with their posts, industries."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from archive.models.constraints import one_of, said


class PlaceLevel(models.TextChoices):
    PROVINCE = "province", _("省级")
    PREFECTURE = "prefecture", _("地级")
    COUNTY = "county", _("县级")


class PlaceKind(models.TextChoices):
    GB2260 = "gb2260", _("行政区")
    ZONE = "zone", _("功能区")


class Place(models.Model):
    """地区: province, prefecture-level city, county; functional zones hang under their city.

    `code` is the six-digit GB/T 2260 code; zones that no list has carry a code with a letter.
    """

    Level = PlaceLevel

    Kind = PlaceKind

    code = models.CharField("代码", max_length=9, unique=True)
    name = models.CharField("名称", max_length=40, db_index=True)
    short = models.CharField("简称", max_length=40)
    level = models.CharField("级别", max_length=10, choices=Level.choices)
    kind = models.CharField("类别", max_length=6, choices=Kind.choices, default=Kind.GB2260)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )

    class Meta:
        verbose_name = verbose_name_plural = "地区"
        ordering = ["code"]
        constraints = [
            said("code", "place_has_a_code"),
            said("name", "place_has_a_name"),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="place_under_another"
            ),
            models.CheckConstraint(
                condition=~models.Q(level="province") | models.Q(parent=None),
                name="place_province_on_top",
            ),
            one_of("kind", PlaceKind, "place_kind_known"),
            one_of("level", PlaceLevel, "place_level_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("city-detail", args=[self.code])


class PlaceAlias(models.Model):
    """Another name of a place: 济宁 for 济宁市, 胶南县 for what is now 黄岛区."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="aliases", verbose_name="地区")
    name = models.CharField("别名", max_length=40, db_index=True)
    historical = models.BooleanField("旧名", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "地区别名"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["place", "name"], name="alias_once_a_place"),
        ]

    def __str__(self) -> str:
        return self.name


class Official(models.Model):
    """官员: a person over time; two persons of one name differ in `place`.

    `pinyin` is "lilanxiang llx": the whole name, a blank, the initials.
    `place` is the prefecture or province they serve in, empty for national or unknown;
    `distinction` tells namesakes of one place apart (an editor fills it in).
    """

    name = models.CharField("姓名", max_length=40, db_index=True)
    pinyin = models.CharField("拼音", max_length=120, blank=True, db_index=True)
    place = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="officials",
        verbose_name="任职地",
    )
    distinction = models.CharField("区分", max_length=40, blank=True)
    note = models.TextField("备注", blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "官员"
        ordering = ["name", "id"]
        permissions = [("merge_official", "可以合并和拆分官员")]
        constraints = [
            said("name", "official_has_a_name"),
            models.UniqueConstraint(
                fields=["name", "place", "distinction"], name="official_once_a_place"
            ),
            models.UniqueConstraint(
                fields=["name", "distinction"],
                condition=models.Q(place=None),
                name="official_once_without_place",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("official-detail", args=[self.pk])


class OfficialAlias(models.Model):
    """A name and place that mean this official although they are listed under others now.

    Those of one who was merged into them, with that one's address as `former_id`, or their own
    before an editor set them right. A page that names them so again then finds the right person.
    """

    official = models.ForeignKey(
        Official, models.CASCADE, related_name="aliases", verbose_name="官员"
    )
    former_id = models.BigIntegerField("原编号", unique=True, null=True, blank=True)
    name = models.CharField("姓名", max_length=40, db_index=True)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="任职地"
    )
    distinction = models.CharField("区分", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "官员旧称"
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return f"{self.name} → {self.official}"


class Post(models.Model):
    """职务, resolved: 泰安市委副书记、市长, in the place it is held."""

    title = models.CharField("职务", max_length=120)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name="地区"
    )

    class Meta:
        verbose_name = verbose_name_plural = "职务"
        ordering = ["title"]
        constraints = [
            said("title", "post_has_a_title"),
            models.UniqueConstraint(fields=["title", "place"], name="post_once_a_place"),
            models.UniqueConstraint(
                fields=["title"], condition=models.Q(place=None), name="post_once_without_place"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Industry(models.Model):
    """行业, with the GB/T 4754 divisions it stands for and the words that speak of it."""

    slug = models.SlugField("标识", max_length=60, unique=True)
    name = models.CharField("名称", max_length=40, unique=True)
    divisions = models.JSONField("国民经济行业大类", default=list, blank=True)
    keywords = models.JSONField("关键词", default=list, blank=True)
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "行业"
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("industry-detail", args=[self.slug])
