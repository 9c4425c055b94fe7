"""What the pages read: counts, orders, names, and nothing that is not published."""

from __future__ import annotations

from datetime import date

import pytest

from archive import selectors
from archive.models import Article, Figure, IndustryMention, Official, PlaceAlias
from archive.selectors.counting import FACETS
from archive.selectors.months import fold_days
from archive.tests import factories as make

pytestmark = pytest.mark.django_db

PUBLISHED = Article.Status.PUBLISHED
DRAFT = Article.Status.DRAFT


def of(thing) -> selectors.Survey:
    return selectors.Survey(selectors.scope_of(thing))


def ranked(**asked) -> list[Official]:
    found = selectors.officials_ranked(survey=selectors.Survey(), **asked)
    return [row.thing for row in found[0:99]]


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
    survey = selectors.Survey()
    assert survey.counts(*FACETS) == {facet: {} for facet in FACETS}
    assert survey.by_month("city") == {} and survey.spans("newspaper") == {}
    assert survey.newest() == []
    assert selectors.officials_ranked(survey=survey, place=city).count() == 0
    assert selectors.official_get(pk=city.officials.get().pk) is None
    assert selectors.official_find(name="李兰亭") == []
    assert selectors.voices_on(industry=make.industry(), limit=9) == []
    assert selectors.recent_issues(newspaper=paper, limit=9) == []
    assert selectors.official_places() == []
    assert list(selectors.newspaper_issues(newspaper=paper)) == []
    assert selectors.page_rows(issue=draft.page.issue) == []
    assert all(not row.total for row in selectors.province_rows(counts={}))


def test_a_county_counts_once_for_its_city() -> None:
    told()
    only_county = make.article(status=PUBLISHED)
    make.mention_place(only_county, make.taian().children.get(code="370983"))
    county = make.taian().children.get(code="370983")
    survey = selectors.Survey()
    assert survey.counts("city", "county") == {"city": {"370900": 2}, "county": {"370983": 2}}
    assert len(of(make.taian()).newest()) == len(of(county).newest()) == 2
    around = selectors.places_around(place=make.taian(), survey=survey)
    assert [(row.thing, row.count) for row in around.below] == [(county, 2)]


def test_a_province_counts_what_is_said_of_it_as_a_whole() -> None:
    told()
    whole = make.article(status=PUBLISHED)
    make.mention_place(whole, make.shandong())
    assert of(make.shandong()).newest() == [whole.pk]
    counts = selectors.Survey().counts("city")["city"]
    shandong = selectors.province_rows(counts=counts)[0]
    assert (shandong.count, [city.count for city in shandong.cities]) == (1, [1])


def test_provinces_with_articles_come_first() -> None:
    make.place("110000", "北京市", "province")
    told()
    rows = selectors.province_rows(counts=selectors.Survey().counts("city")["city"])
    assert [row.place.name for row in rows] == ["山东省", "北京市"]


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
    assert (spans[0].first.day, spans[0].last.day) == (date(2024, 3, 5), date(2024, 3, 9))
    assert list(spans[0].printed) == ["市长"]
    last = selectors.posts_of(survey=selectors.Survey(), officials=[who])[who.pk]
    assert (last.title, last.first, last.last, last.count) == (
        "泰安市市长",
        date(2024, 3, 5),
        date(2024, 3, 9),
        2,
    )


def test_officials_are_found_by_place_name_and_pinyin() -> None:
    told()
    who = make.taian().officials.get()
    Official.objects.update(pinyin="lilanting llt")
    for name in ("兰", "LiLan", "li lan ting", "llt", "LL"):
        assert ranked(name=name) == [who], name
    for name in ("王", "lt", "t", "%", "_"):
        assert ranked(name=name) == [], name
    assert ranked(place=make.taian(), name="兰") == [who]
    assert ranked(place=make.shandong()) == [who]
    assert ranked(place=make.shandong(), below=False) == []
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
    paper = selectors.newspaper_rows(survey=selectors.Survey())[0]
    assert (paper.count, paper.first, paper.last) == (1, make.DAY, make.DAY)


def test_what_articles_are_about() -> None:
    told()
    counts = selectors.Survey().counts(*FACETS)
    assert selectors.industries_by(counts=counts["industry"], limit=3)[0].thing == make.industry()
    assert selectors.city_tallies(counts=counts["city"], limit=3)[0].thing == make.taian()
    assert selectors.officials_by(counts=counts["official"], limit=3)[0].count == 1
    assert counts["month"] == {"2024-03": 1}


def test_who_speaks_of_an_industry_stands_before_who_is_named_more_often() -> None:
    named, speaker = make.official("王甲"), make.official("张乙")
    for role, who in (("mentioned", named), ("mentioned", named), ("speaker", speaker)):
        article = make.article(status=PUBLISHED)
        IndustryMention.objects.create(article=article, industry=make.industry(), role="subject")
        make.mention_official(article, who, role=role)
    rows = selectors.voices_on(industry=make.industry(), limit=9)
    assert [(row.thing, row.speaks, row.count) for row in rows] == [
        (speaker, 1, 1),
        (named, 0, 2),
    ]


def test_cities_by_time_are_told_by_quarter_where_it_is_more_than_a_year() -> None:
    row = selectors.Tally(make.taian(), 9)
    months = {"370900": {"2023-02": 2, "2023-03": 3, "2024-05": 4}}
    table = selectors.heat(rows={"370900": row}, months=months)
    assert [(one.name, one.first, one.last) for one in table.periods][:2] == [
        ("2023 Q1", "2023-01", "2023-03"),
        ("2023 Q2", "2023-04", "2023-06"),
    ]
    assert [(cell.count, cell.level) for cell in table.rows[0].cells] == [
        (5, 5),
        (0, 0),
        (0, 0),
        (0, 0),
        (0, 0),
        (4, 4),
    ]
    assert selectors.heat(rows={"370900": row}, months={}).rows == []


@pytest.mark.parametrize(
    ("last", "names"),
    [("2023-03", ["2023-01", "2023-02", "2023-03"]), ("2026-01", ["2023", "2024", "2025", "2026"])],
)
def test_periods_fit_the_time(last: str, names: list[str]) -> None:
    row = selectors.Tally(make.taian(), 2)
    table = selectors.heat(rows={"370900": row}, months={"370900": {"2023-01": 1, last: 1}})
    assert [period.name for period in table.periods] == names


def test_figures_of_a_place_come_newest_first_and_no_others_of_its_articles() -> None:
    taian = make.taian()
    for number, place in enumerate((taian, taian.children.get(code="370983"), taian.parent), 1):
        day = date(2024, 3, number)
        article = make.article(make.page(of=make.issue(day)), status=PUBLISHED)
        Figure.objects.create(
            article=article, text="亿元", value=number, kind="actual", place=place, printed=day
        )
    asked = selectors.FigureFilter(cities=[taian.code])
    assert [row.value for row in selectors.newest_figures(asked=asked, limit=5)] == [2, 1]
