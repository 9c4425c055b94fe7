"""A request becomes a page: facets, order, labels, and a number of queries that stays put."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.models import Official
from search.executor import SearchExecutor
from search.request import SearchRequest
from search.results import Facet, SearchPage
from search.tests import factories

pytestmark = pytest.mark.django_db
Drain = Callable[[], int]


def page(**values: object) -> SearchPage:
    return SearchExecutor(SearchRequest(**values)).page()  # type: ignore[arg-type]


def counts(result: SearchPage, name: str) -> dict[str, int]:
    return {row.value: row.count for row in facet(result, name).values}


def facet(result: SearchPage, name: str) -> Facet:
    return next(one for one in result.facets if one.name == name)


@pytest.fixture
def archive(reindexed: Drain) -> None:
    subject, mentioned = "subject", "mentioned"
    factories.article("储能电站", "2024-01-05", {"370900": subject}, {"energy-storage": subject})
    factories.article("储能大会", "2024-02-05", {"370900": mentioned}, {"energy-storage": subject})
    factories.article("景区开园", "2024-02-09", {"370800": subject}, {"tourism": subject})
    factories.article("储能与景区", "2023-12-31", {"370800": subject, "370900": subject})
    reindexed()


def test_counts_leave_out_the_facets_own_choice(archive: None) -> None:
    result = page(city=("370900",))
    assert result.total == 3
    assert counts(result, "city") == {"370900": 3, "370800": 2}
    assert counts(result, "industry") == {"energy-storage": 2}
    assert page(city=("370900", "370800")).total == 4


def test_chosen_value_stays_at_zero(archive: None) -> None:
    factories.city("320300")
    result = page(q="景区", city=("320300",))
    assert result.total == 0
    chosen = next(row for row in facet(result, "city").values if row.selected)
    assert (chosen.value, chosen.label, chosen.count) == ("320300", "徐州市", 0)
    assert chosen.url == "/search/?q=%E6%99%AF%E5%8C%BA"


def test_role_narrows_to_what_articles_are_about(archive: None) -> None:
    assert page(city=("370900",), role="subject").total == 2
    assert counts(page(role="subject"), "city") == {"370900": 2, "370800": 2}


def test_months_newest_first_and_days_inclusive(archive: None) -> None:
    assert list(counts(page(), "month")) == ["2024-02", "2024-01", "2023-12"]
    february = page(date_from="2024-02", date_to="2024-02")
    assert february.total == 2
    assert counts(february, "month") == {"2024-02": 2, "2024-01": 1, "2023-12": 1}
    assert [row.selected for row in facet(february, "month").values] == [True, False, False]
    assert page(date_from="2023", date_to="2023").total == 1
    assert page(date_from="2024-01-05", date_to="2024-01-05").total == 1


def test_browsing_is_newest_first(archive: None) -> None:
    days = [hit.article.page.issue.date.isoformat() for hit in page().hits]
    assert days == ["2024-02-09", "2024-02-05", "2024-01-05", "2023-12-31"]


def test_namesakes_are_told_apart(reindexed: Drain) -> None:
    one = Official.objects.create(name="李强", place=factories.city("370900"))
    two = Official.objects.create(name="李强", place=factories.city("370800"))
    factories.article(officials={one: "speaker", two: "speaker"})
    reindexed()
    labels = {row.label for row in facet(page(), "official").values}
    assert labels == {"李强（泰安市）", "李强（济宁市）"}


def test_word_without_hits_is_named(archive: None) -> None:
    assert page(q="储能 麒麟送子").notices == ["没有文章含有“麒麟送子”。"]


@pytest.mark.parametrize(
    ("q", "notices"),
    [
        ("麒麟送子", []),
        ("储能 景区 -电站", []),
        ("储能 (麒麟 OR 光伏)", ["没有文章含有“麒麟”。", "没有文章含有“光伏”。"]),
        ("储能 title:麒麟", ["没有文章的标题含有“麒麟”。"]),
        ('储能 "麒麟 送子"', ["没有文章含有“麒麟 送子”。"]),
        ("储能 麒*", ["没有文章含有以“麒”开头的词。"]),
        ("储能 NEAR/3 麒麟", ["没有文章含有“麒麟”。"]),
        ("麒麟 date:2024", ["没有文章含有“麒麟”。"]),
    ],
)
def test_texts_without_hits_are_named_wherever_they_stand(
    archive: None, q: str, notices: list[str]
) -> None:
    assert page(q=q).notices == notices


def test_texts_that_are_never_near_are_named(archive: None) -> None:
    line = "没有文章在 1 个字以内同时写到“电站”和“景区”。"
    assert page(q="电站 NEAR/1 景区").notices == [line]


def test_a_text_that_stands_nowhere_as_typed_is_named(reindexed: Drain) -> None:
    factories.article("储能项目在产业园开工。")
    reindexed()
    line = "没有文章原样含有“储能开工”，以下文章分别含有其中的词语。"
    assert page(q="储能开工").notices == [line]
    assert (
        page(q="储能 开工").notices
        == page(q="储能项目").notices
        == page(q="-储能开工").notices
        == []
    )


def test_numbers_are_found_in_both_spellings(archive: None, reindexed: Drain) -> None:
    factories.article("增加5,000个", "2024-03-01")
    factories.article("增加5000个", "2024-03-02")
    reindexed()
    for typed in ("5,000", "5000"):
        result = page(q=typed)
        assert result.total == 2
        assert all("<mark>" in hit.snippet for hit in result.hits)
        assert page(q=f'"{typed}"').total == 1
    assert page(q="5000 麒麟").notices == ["没有文章含有“麒麟”。"]
    assert page(q="6000 麒麟").notices == ["没有文章含有“6000”。", "没有文章含有“麒麟”。"]


def test_share_that_is_part_of_another_is_left_out_with_a_star(
    archive: None, reindexed: Drain
) -> None:
    factories.article("增长8%", "2024-03-01")
    factories.article("增长18%", "2024-03-02")
    reindexed()
    assert [hit.article.body for hit in page(q="8%").hits] == ["增长8%", "增长18%"]
    assert page(q="8%*").total == 1


def test_everything_is_listed_newest_first_and_told(archive: None) -> None:
    result = page(q="*")
    assert (result.total, result.notices) == (4, ["没有可检索的词语，列出全部文章。"])


def test_days_and_names_are_newest_first(archive: None) -> None:
    days = [hit.article.page.issue.date.isoformat() for hit in page(q="date:2024").hits]
    assert days == ["2024-02-09", "2024-02-05", "2024-01-05"]


def test_page_after_the_last_is_empty_and_says_so(archive: None) -> None:
    result = page(page=9)
    assert (result.total, result.hits) == (4, [])
    assert "没有第 9 页" in result.notices[0]


def test_chips_take_choices_back(archive: None) -> None:
    result = page(city=("370900",), date_from="2024")
    assert [(chip.label, chip.url) for chip in result.chips] == [
        ("城市：泰安市", "/search/?from=2024"),
        ("日期：2024年起", "/search/?city=370900"),
    ]


def test_number_of_queries_does_not_grow(archive: None, reindexed: Drain) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            page(city=("370900", "370800"))
        return len(caught)

    page()
    few = queries()
    for number in range(10):
        official = Official.objects.create(name=f"官员{number}", place=factories.city())
        factories.article("储能", cities={"370900": "subject"}, officials={official: "speaker"})
    reindexed()
    page()
    assert queries() <= few + 2  # officials and their posts, of which there were none before
    assert queries() <= 16


def test_every_hit_is_read_whatever_the_page(archive: None) -> None:
    total, hits = SearchExecutor(SearchRequest(page=3, size=1)).every_hit()
    assert total == len(list(hits)) == 4


def test_role_is_a_chip_that_can_be_taken_back(archive: None) -> None:
    chip = page(q="储能", role="subject").chips[-1]
    assert (chip.label, chip.url) == ("范围：只看主题", "/search/?q=%E5%82%A8%E8%83%BD")


def test_every_hit_of_a_beginning_has_a_mark(reindexed: Drain) -> None:
    for body in ("新能源汽车下线。", "提高创新能力。", "新材料。", "新能，", "泰安a座", "泰安市"):
        factories.article(body, title="标题")
    reindexed()
    for query, body in (("新能*", "新能源汽车下线。"), ("泰安a*", "泰安a座")):
        hits = [*SearchExecutor(SearchRequest(q=query)).every_hit()[1]]
        assert body in [hit.article.body for hit in hits]
        assert all("<mark>" in hit.snippet for hit in hits)


def test_a_beginning_with_which_no_word_begins_is_taken_as_it_stands(reindexed: Drain) -> None:
    for body in ("发展储能产业园区。", "储能与产业。"):
        factories.article(body, title="标题")
    reindexed()
    hits = [*SearchExecutor(SearchRequest(q="储能产业*")).every_hit()[1]]
    assert [hit.snippet for hit in hits] == ["发展<mark>储能产业</mark>园区。"]


def test_hits_are_counted_without_listing_them(archive: None) -> None:
    for query in ("", "储能", "翡翠"):
        executor = SearchExecutor(SearchRequest(q=query))
        assert executor.total() == executor.every_hit()[0] == executor.page().total


def test_hits_of_exports_are_marked_where_that_is_printed(archive: None) -> None:
    executor = SearchExecutor(SearchRequest(q="储能"))
    plain, marked = (list(executor.every_hit(marked)[1]) for marked in (False, True))
    assert [hit.article.pk for hit in plain] == [hit.article.pk for hit in marked]
    assert {(hit.title, hit.snippet) for hit in plain} == {("", "")}
    assert "<mark>" in marked[0].snippet
    assert len(list(executor.every_hit(most=1)[1])) == 1


def test_only_the_facet_asked_for_is_counted(archive: None) -> None:
    executor = SearchExecutor(SearchRequest())
    assert executor.counts("city") == {"city": executor.counts()["city"]}
