"""What the pages read: counts, orders, names, and nothing that is not published."""

from __future__ import annotations

from datetime import date

import pytest

from archive import selectors
from archive.models import Article, Figure, IndustryMention, Official, PlaceAlias
from archive.selectors.months import fold_days
from archive.tests import factories as make

pytestmark = pytest.mark.django_db

PUBLISHED = Article.Status.PUBLISHED
DRAFT = Article.Status.DRAFT


def told(status: str = PUBLISHED, on=None, **values) -> Article:
    """An article on 肥城市 and 储能 in which 李兰亭 speaks."""
    article = make.article(on, status=status, **values)
    city = make.taian()
    make.mention_place(article, city)
    make.mention_place(article, city.children.get(code="370983"))
    who = city.officials.first() or make.official(where=city)
    make.mention_official(article, who, make.post(where=city))
    IndustryMention.objects.create(article=article, industry=make.industry(), role="subject")
    return article


def test_drafts_are_never_told_of() -> None:
    draft = told(DRAFT)
    city, paper = make.taian(), draft.page.issue.newspaper
    assert selectors.article_get(pk=draft.pk) is None
    assert selectors.articles_recent(limit=9) == []
    assert selectors.city_counts() == {}
    assert list(selectors.place_articles(place=city)) == []
    assert [row.count for row in selectors.industry_counts()] == [0]
    assert list(selectors.official_rows()) == []
    assert selectors.official_get(pk=city.officials.get().pk) is None
    assert selectors.official_places() == []
    assert list(selectors.newspaper_issues(newspaper=paper)) == []
    assert selectors.page_rows(issue=draft.page.issue) == []
    assert all(not row.total for row in selectors.province_rows())


def test_a_county_counts_once_for_its_city() -> None:
    told()
    only_county = make.article(status=PUBLISHED)
    make.mention_place(only_county, make.taian().children.get(code="370983"))
    assert selectors.city_counts() == {make.taian().pk: 2}
    assert selectors.place_articles(place=make.taian()).count() == 2
    assert [row.count for row in selectors.counties_of(place=make.taian())] == [2]


def test_a_province_counts_what_is_said_of_it_as_a_whole() -> None:
    told()
    whole = make.article(status=PUBLISHED)
    make.mention_place(whole, make.shandong())
    assert list(selectors.place_articles(place=make.shandong())) == [whole]
    shandong = selectors.province_rows()[0]
    assert (shandong.count, [city.count for city in shandong.cities]) == (1, [1])


def test_provinces_with_articles_come_first() -> None:
    make.place("110000", "北京市", "province")
    told()
    assert [row.place.name for row in selectors.province_rows()] == ["山东省", "北京市"]


def test_newest_articles_come_first() -> None:
    old = make.article(make.page(of=make.issue(date(2024, 1, 2))), status=PUBLISHED)
    new = make.article(make.page(of=make.issue(date(2024, 5, 2))), status=PUBLISHED)
    assert selectors.articles_recent(limit=9) == [new, old]


def test_months_fold_into_years() -> None:
    line = fold_days(days={date(2023, 12, 31): 2, date(2024, 2, 1): 3, date(2024, 2, 9): 4})
    assert [(year.number, year.count) for year in line.years] == [(2024, 7), (2023, 2)]
    assert [month.value for month in line.years[0].months if month.count] == ["2024-02"]
    assert (line.peak, line.total, line.last) == (7, 9, date(2024, 2, 9))


def test_a_timeline_of_nothing_is_empty() -> None:
    assert selectors.timeline(articles=Article.objects.all()).years == []


def test_quote_gives_the_sentence_of_the_evidence() -> None:
    article = make.article(body="先说一句。总投资116亿元，年产5万台。再说116亿元。")
    start = article.body.index("116")
    found = selectors.quote(article=article, text="116亿元", evidence=[["body", start, start + 5]])
    assert (found.before, found.hit, found.after) == ("总投资", "116亿元", "，年产5万台。")


@pytest.mark.parametrize(
    "evidence", [[], [["body", 900, 950]], [["password", 0, 3]], [["body", 5, 2]]]
)
def test_quote_survives_evidence_that_does_not_fit(evidence: list) -> None:
    article = make.article(body="总投资116亿元。")
    assert selectors.quote(article=article, text="116亿元", evidence=evidence).before == "总投资"
    assert selectors.quote(article=article, text="别处", evidence=evidence).hit == "别处"


def test_posts_over_time_are_grouped_with_first_and_last_sight() -> None:
    city = make.taian()
    who = make.official(where=city)
    for day, title in ((1, "泰安市副市长"), (5, "泰安市市长"), (9, "泰安市市长")):
        article = make.article(make.page(of=make.issue(date(2024, 3, day))), status=PUBLISHED)
        make.mention_official(article, who, make.post(title, city), post_text=title[3:])
    spans = selectors.official_timeline(official=who)
    assert [span.title for span in spans] == ["泰安市市长", "泰安市副市长"]
    assert spans[0].first.article.page.issue.date == date(2024, 3, 5)
    assert spans[0].printed == ["市长"]
    assert selectors.posts_of(officials=[who])[who.pk].title == "泰安市市长"


def test_officials_are_found_by_place_name_and_pinyin() -> None:
    told()
    who = make.taian().officials.get()
    Official.objects.update(pinyin="lilanting llt")
    assert list(selectors.official_rows(place=make.taian(), name="兰")) == [who]
    assert list(selectors.official_rows(name="LiLan")) == [who]
    assert list(selectors.official_rows(place=make.shandong())) == [who]
    assert list(selectors.official_rows(name="王")) == []
    assert selectors.official_places() == [make.taian()]


def test_places_go_by_full_short_and_other_names() -> None:
    city = make.taian()
    PlaceAlias.objects.create(place=city, name="泰城")
    for name in ("泰安市", "泰安", "泰城"):
        assert selectors.place_find(name=name) == [city]
    assert selectors.place_find(name="无此地") == []


def test_a_full_name_wins_over_short_ones() -> None:
    province = make.place("220000", "吉林省", "province")
    city = make.place("220200", "吉林市", "prefecture", province)
    assert selectors.place_find(name="吉林市") == [city]
    assert selectors.place_find(name="吉林") == [province, city]


def test_newspapers_go_by_their_other_names() -> None:
    paper = make.newspaper(aliases=["泰报"])
    assert selectors.newspaper_find(name="泰报") == [paper]
    assert selectors.newspaper_find(name="泰安日报") == [paper]


def test_newspapers_count_published_articles_only() -> None:
    told()
    told(DRAFT)
    paper = selectors.newspaper_rows()[0]
    assert (paper.count, paper.first, paper.last) == (1, make.DAY, make.DAY)


def test_what_articles_are_about() -> None:
    told()
    articles = Article.objects.published()
    assert selectors.industries_of(articles=articles, limit=3)[0].thing == make.industry()
    assert selectors.cities_with(articles=articles, limit=3)[0].thing == make.taian()
    assert selectors.officials_with(articles=articles, limit=3)[0].count == 1


def test_figures_come_newest_first() -> None:
    for day in (1, 8):
        article = make.article(make.page(of=make.issue(date(2024, 3, day))), status=PUBLISHED)
        Figure.objects.create(article=article, text=f"{day}亿元", value=day, kind="actual")
    figures = selectors.industry_figures(articles=Article.objects.published(), limit=5)
    assert [figure.value for figure in figures] == [8, 1]
