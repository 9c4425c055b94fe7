"""A draft becomes rows: issue, page, articles, and everything they speak of."""

from datetime import date

import pytest

from archive.gazetteer.pinyin import name_pinyin, place_pinyin
from archive.ingest.errors import InputError
from archive.ingest.loader import store_page
from archive.models import Article, Issue, Official, OfficialMention, Page, Place, Post
from archive.records import (
    ArticleDraft,
    CountyMention,
    Dateline,
    Evidence,
    FigureMention,
    IndustryMention,
    Mentions,
    PageDraft,
    PersonMention,
    PlaceMention,
)
from archive.records import OfficialMention as OfficialDraft
from archive.tests import factories as make

pytestmark = pytest.mark.django_db


def draft(*articles: ArticleDraft, **values) -> PageDraft:
    values = {"newspaper": "泰安日报", "date": make.DAY, "date_source": "folio"} | values
    return PageDraft("page.txt", articles=list(articles), **values)


def spoken(name: str, post: str | None, place: str | None = None, **values) -> OfficialDraft:
    return OfficialDraft(name, post, post, values.pop("role", "mentioned"), place, **values)


def by(*officials: OfficialDraft) -> ArticleDraft:
    return ArticleDraft(
        title="会议召开", body="正文。", mentions=Mentions(officials=list(officials))
    )


def store(page: PageDraft, key: str = "a", publish: bool = True) -> Page:
    make.newspaper()
    return store_page(page, "标题\n正文。", source=make.source(key), publish=publish)


def test_everything_an_article_speaks_of_is_stored():
    make.industry()
    mentions = Mentions(
        places=[
            PlaceMention(
                "370900",
                "泰安市",
                "subject",
                [Evidence("title", 0, 2), Evidence("body", 3, 5)],
                [CountyMention("370983", "肥城市", "mentioned", [Evidence("body", 7, 9)])],
            )
        ],
        officials=[spoken("李兰亭", "肥城市委书记", "370983", role="speaker")],
        people=[PersonMention("魏大强", "某公司董事长")],
        industries=[IndustryMention("energy-storage", "储能", "subject", "储能×3")],
        figures=[FigureMention("116亿元", "产值", 116, "亿元", "上半年", "actual")],
    )
    article = ArticleDraft(
        kind="interview",
        column="访谈",
        kicker="引题",
        title="泰安发展储能",
        subtitle="副题",
        body="正文。",
        lines=[(1, 3), (7, 9)],
        reporters=["张三"],
        dateline=Dateline("泰安", date(2024, 3, 14)),
        confidence=0.8,
        warnings=["标题离正文远"],
        mentions=mentions,
    )
    page = store(draft(article, number=2, section="要闻", warnings=["缺一行"]))
    stored = page.articles.get()
    assert str(page) == "泰安日报 2024-03-15 第2版"
    assert page.number_known and page.warnings == ["缺一行"]
    assert page.issue.date_source == "folio"
    assert (stored.kind, stored.lines, stored.reporters) == (
        "interview",
        [[1, 3], [7, 9]],
        ["张三"],
    )
    assert (stored.dateline_place, stored.dateline_date) == ("泰安", date(2024, 3, 14))
    assert [(row.place.name, row.role, row.evidence) for row in stored.place_mentions.all()] == [
        ("泰安市", "subject", [["title", 0, 2], ["body", 3, 5]]),
        ("肥城市", "mentioned", [["body", 7, 9]]),
    ]
    row = stored.official_mentions.get()
    assert (row.official.name, row.official.place.name) == ("李兰亭", "泰安市")
    assert row.official.pinyin == "lilanting llt"
    assert (row.post.title, row.post.place.name, row.role) == ("肥城市委书记", "肥城市", "speaker")
    assert stored.person_mentions.get().name == "魏大强"
    assert stored.industry_mentions.get().rule == "储能×3"
    assert stored.figures.get().value == 116


@pytest.mark.parametrize(("publish", "status"), [(True, "published"), (False, "draft")])
def test_articles_are_published_or_left_for_an_editor(publish, status):
    assert (
        store(draft(ArticleDraft(body="正文。")), publish=publish).articles.get().status == status
    )


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"newspaper": None}, "指定报纸"),
        ({"date": None}, "指定日期"),
        ({"newspaper": "没有的日报"}, "没有的日报"),
    ],
)
def test_an_unknown_newspaper_or_date_says_what_to_give(values, word):
    with pytest.raises(InputError, match=word):
        store(draft(ArticleDraft(body="正文。"), **values))
    assert not Page.objects.exists()


def test_pages_of_one_day_share_an_issue_and_take_the_next_free_number():
    pages = [
        store(draft(ArticleDraft(body="正文。"), number=number), key)
        for key, number in (("a", 3), ("b", None), ("c", 3), ("d", 0))
    ]
    assert [(page.number, page.number_known) for page in pages] == [
        (3, True),
        (4, False),
        (5, False),
        (6, False),
    ]
    assert "第3版已有另一份文件" in pages[2].warnings[0]
    assert Issue.objects.count() == 1


def test_a_fault_leaves_nothing_behind():
    make.newspaper()
    source = make.source("a")
    bad = ArticleDraft(title="二", kind="no such kind")
    with pytest.raises(Exception, match="article_kind_known"):
        store_page(draft(ArticleDraft(title="一"), bad), "", source=source, publish=True)
    assert not (Page.objects.exists() or Article.objects.exists() or Issue.objects.exists())


def test_long_strings_are_cut_and_empty_articles_dropped():
    long = "长" * 999
    mentions = Mentions(
        officials=[spoken(long, long)],
        people=[PersonMention(long, long)],
        figures=[
            FigureMention(long, long, 1.0, long, long, "target"),
            FigureMention("∞", "", float("inf"), "", None, "actual"),
        ],
    )
    article = ArticleDraft(title=long, kicker=long, subtitle=long, column=long, mentions=mentions)
    page = store(draft(article, ArticleDraft(), section=long))
    stored = page.articles.get()
    assert (len(stored.title), len(stored.column), len(page.section)) == (300, 200, 40)
    assert len(stored.official_mentions.get().official.name) == 40
    assert len(stored.figures.get().text) == 300


def test_one_row_a_thing_although_it_is_named_twice():
    place = PlaceMention("370900", "泰安市", "subject", [Evidence("body", 0, 2)])
    again = PlaceMention("370900", "泰安市", "mentioned", [Evidence("body", 5, 7)])
    unknown = PlaceMention("999999", "无此市", "subject")
    article = ArticleDraft(body="正文。", mentions=Mentions(places=[place, again, unknown]))
    row = store(draft(article)).articles.get().place_mentions.get()
    assert (row.role, row.evidence) == ("subject", [["body", 0, 2], ["body", 5, 7]])


def test_an_official_is_found_again_by_name_and_city():
    store(draft(by(spoken("李兰亭", "泰安市市长", "370900"))), "a")
    store(draft(by(spoken("李兰亭", "肥城市委书记", "370983"))), "b")
    assert Official.objects.get().mentions.count() == 2
    assert Post.objects.count() == 2


def test_namesakes_of_two_cities_are_two():
    make.place("370800", "济宁市", "prefecture", make.shandong())
    store(
        draft(by(spoken("张伟", "泰安市副市长", "370900"), spoken("张伟", "济宁市市长", "370800")))
    )
    places = {row.place.name for row in Official.objects.select_related("place")}
    assert places == {"泰安市", "济宁市"}


@pytest.mark.parametrize("place", ["370900", None])
def test_a_bare_name_is_the_official_whom_the_page_names_with_a_post(place):
    bare = by(spoken("李兰亭", None, place, role="attendee"))
    page = store(draft(bare, by(spoken("李兰亭", "泰安市市长", "370900"))))
    rows = OfficialMention.objects.filter(article__page=page).order_by("article__order")
    assert [row.post and row.post.title for row in rows] == [None, "泰安市市长"]
    assert Official.objects.count() == 1


def test_a_bare_name_may_be_of_the_province_or_of_the_centre():
    province, centre = make.official("林武阳", make.shandong()), make.official("习平安")
    store(draft(by(spoken("林武阳", None), spoken("习平安", None), spoken("王新来", None))))
    assert list(province.mentions.all()) and list(centre.mentions.all())
    assert Official.objects.get(name="王新来").place.name == "泰安市"


def test_officials_stand_in_the_order_of_print():
    page = store(draft(by(spoken("乙", None), spoken("甲", "泰安市市长", "370900"))))
    names = [row.official.name for row in page.articles.get().official_mentions.all()]
    assert names == ["乙", "甲"]


def test_a_district_of_a_municipality_serves_in_the_municipality():
    beijing = make.place("110000", "北京市", "province")
    make.place("110101", "东城区", "county", beijing)
    store(draft(by(spoken("周某某", "东城区委书记", "110101"))))
    assert Official.objects.get().place == beijing
    assert Place.objects.get(posts__title="东城区委书记").code == "110101"


def test_queries_grow_with_articles_not_with_mentions(django_assert_max_num_queries):
    make.newspaper()
    names = [f"王{chr(0x4E00 + n)}" for n in range(30)]
    for name in names:
        make.official(name, make.taian())
    full = [by(*(spoken(name, None) for name in names)) for _ in range(5)]
    source = make.source("q")
    with django_assert_max_num_queries(36):  # two of them wait for their turn, with PostgreSQL
        store_page(draft(*full), "", source=source, publish=True)
    assert OfficialMention.objects.count() == 150


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("李兰亭", "lilanting llt"),
        ("单志强", "shanzhiqiang szq"),
        ("仇保民", "qiubaomin qbm"),
        ("解维民", "xieweimin xwm"),
        ("尉迟恭", "yuchigong ycg"),
        ("约翰·史密斯", "yuehanshimisi yhsms"),
    ],
)
def test_pinyin_of_names(name, pinyin):
    assert name_pinyin(name) == pinyin


def test_pinyin_of_places():
    assert place_pinyin("乐陵市") == "laolingshi lls"
    assert place_pinyin("单县") == "shanxian sx"
