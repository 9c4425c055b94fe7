"""One text printed by several papers is found, under other titles and cut; like texts are not."""

from datetime import date

import pytest

from archive.ingest.reprints import alike, group_reprints, sentence_keys
from archive.models import Article, ReprintGroup
from archive.tests import factories as make

SENTENCES = [
    f"会议指出要抓好第{number}项重点工作，{word}，确保全年目标任务如期完成。"
    for number, word in enumerate(
        [
            "加快储能项目建设",
            "推进城市更新行动",
            "做好防汛抗旱准备",
            "扩大优质粮源种植",
            "深化国企改革攻坚",
            "完善社区养老服务",
            "提升港口吞吐能力",
            "培育低空经济企业",
            "整治农村人居环境",
            "优化营商环境举措",
        ]
    )
]
WHOLE = "新华社济南3月14日电（记者 周岩）" + "".join(SENTENCES)
CUT = "据新华社电 " + "".join(SENTENCES[:4])
OTHER = (
    "市政府召开常务会议，研究春季造林绿化、农村供水保障和学校食堂管理等事项，听取有关情况汇报。" * 2
)


def test_cut_and_whole_are_alike_others_are_not():
    assert alike(WHOLE, CUT)
    assert not alike(WHOLE, OTHER)
    assert not alike("短讯。", "短讯。")


def test_a_cut_remembers_what_the_whole_remembers():
    assert set(sentence_keys(WHOLE)) & set(sentence_keys(CUT))
    assert len(sentence_keys(WHOLE * 3)) <= 12
    assert sentence_keys(WHOLE) == sentence_keys(WHOLE.replace("8", "８"))


@pytest.fixture
def pages(db):
    other = make.newspaper("济宁日报", "jining-ribao")
    return [
        make.page(1),
        make.page(2, of=make.issue(date(2024, 3, 16), other)),
        make.page(3, of=make.issue(date(2024, 3, 17))),
    ]


def copies(article: Article) -> set[int]:
    group = Article.objects.get(pk=article.pk).reprints
    return {other.pk for other in group.articles.all()} if group else set()


def test_reprints_of_several_papers_are_one_group(pages):
    first = make.article(pages[0], title="题一", body=WHOLE)
    second = make.article(pages[1], title="另一个题", body=CUT)
    third = make.article(pages[2], title="", body=WHOLE[:-20])
    alone = make.article(pages[2], body=OTHER)
    for article in (first, second, third, alone):
        group_reprints([article])
    assert copies(first) == copies(second) == {first.pk, second.pk, third.pk}
    assert copies(alone) == set()
    assert Article.objects.count() == 4


def test_an_edited_text_leaves_its_group(pages):
    first = make.article(pages[0], body=WHOLE)
    second = make.article(pages[1], body=WHOLE)
    group_reprints([first, second])
    second.refresh_from_db()
    second.body = OTHER
    second.save()
    group_reprints([second])
    assert copies(first) == copies(second) == set()
    assert not ReprintGroup.objects.exists()


def test_two_articles_of_one_page_are_no_reprints(pages):
    first, second = make.article(pages[0], body=WHOLE), make.article(pages[0], body=WHOLE)
    group_reprints([first, second])
    assert copies(first) == copies(second) == set()


def test_who_is_left_alone_by_a_deletion_is_no_copy(pages):
    first, second = make.article(pages[0], body=WHOLE), make.article(pages[1], body=WHOLE)
    group_reprints([first, second])
    second.delete()  # what is at hand knows nothing of the group
    assert copies(first) == set()
    assert not ReprintGroup.objects.exists()


FIRST, SECOND = "".join(SENTENCES[:5]), "".join(SENTENCES[5:])


@pytest.fixture
def bridged(pages):
    """Two texts that are unlike each other, and one that holds both."""
    articles = [
        make.article(page, body=body)
        for page, body in zip(pages, (FIRST, FIRST + SECOND, SECOND), strict=True)
    ]
    group_reprints(articles)
    assert copies(articles[0]) == {article.pk for article in articles}
    return articles


def test_who_was_alike_only_by_another_parts_when_that_one_goes(bridged):
    bridged[1].delete()
    assert copies(bridged[0]) == copies(bridged[2]) == set()


def test_who_was_alike_only_by_another_parts_when_that_one_is_cut(bridged):
    bridged[1].body = FIRST
    bridged[1].save()
    group_reprints([bridged[1]])
    assert copies(bridged[0]) == {bridged[0].pk, bridged[1].pk}
    assert copies(bridged[2]) == set()
