"""What a query may say, told by examples that can be tried; docs/reference/query-syntax.md has the rest."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# A query as it is typed, and what it finds. The words are Chinese in every language of the interface.
EXAMPLES = (
    ("储能 项目", _("各词都有，次序不拘")),
    ("“高质量发展”", _("一字不差；简繁、全角半角不分")),
    ("储能 OR 光伏", _("有其中一个")),
    ("储能 -光伏", _("有“储能”，没有“光伏”；也写作 NOT，数字前面须写 NOT")),
    ("(储能 OR 光伏) 开工", _("括号里先算")),
    ("标题:储能", _("只在标题里找；还有引题、副题、正文、署名")),
    ("城市:潍坊 行业:汽车", _("写到这个地区和行业的；还有区县、官员、报纸")),
    (
        "储能 日期:2024-01..2024-06",
        _("这几个月的，首尾都算；可只写一端，如 >=2024-03；也写作 2024.3.5、2024-2025"),
    ),
    ("储能 NEAR/10 项目", _("两处相隔不超过 10 个字，先后不拘")),
    ("新能*", _("以此开头的词：新能源、新能源汽车……")),
)
