"""Who and what is cited: of several roles, of signed statements, of what is not printed."""

from __future__ import annotations

from datetime import date

import pytest

from archive import selectors
from archive.citing import Citation
from archive.models import Article, OfficialMention
from archive.tests import factories as make

pytestmark = pytest.mark.django_db


def cited(article: Article) -> Citation:
    return selectors.citation(
        article=article, address="https://a.example/", accessed=date(2024, 6, 1), archive="政策档案"
    )


@pytest.mark.parametrize(
    ("roles", "names"),
    [
        ({"reporters": ["王晓"], "correspondents": ["陈立"]}, ("王晓", "陈立")),
        ({"reporters": ["王晓"], "photographers": ["陈立"]}, ("王晓",)),
        ({"correspondents": ["陈立"], "compilers": ["王晓"]}, ("陈立",)),
        ({"compilers": ["王晓"], "photographers": ["陈立"]}, ("王晓",)),
        ({"photographers": ["陈立"]}, ("陈立",)),
        ({"reporters": ["王晓", "王晓"], "correspondents": ["王晓"]}, ("王晓",)),
        (
            {"reporters": ["张　三", " ", "John Smith", "王五 李四"]},
            ("张三", "John Smith", "王五 李四"),
        ),
        ({}, ()),
    ],
)
def test_who_wrote_it_comes_before_who_compiled_it(roles: dict, names: tuple) -> None:
    assert cited(make.article(**roles)).authors == names


def test_a_statement_is_by_whom_its_headline_names() -> None:
    kind = Article.Kind.SIGNED_STATEMENT
    made = make.article(kind=kind, kicker="肥城市委书记李兰、市长王立", compilers=["郑天"])
    for name, role in (("王立", "speaker"), ("李兰", "speaker"), ("赵文", "speaker")):
        make.mention_official(made, make.official(name), role=role)
    assert cited(made).authors == ("李兰", "王立")
    OfficialMention.objects.update(role="mentioned")
    assert cited(Article.objects.get()).authors == ("郑天",)


def test_whom_a_report_names_is_not_its_author() -> None:
    made = make.article(kicker="肥城市委书记李兰", reporters=["王晓"])
    make.mention_official(made, make.official("李兰"), role="speaker")
    assert cited(made).authors == ("王晓",)


def test_without_a_title_the_beginning_is_told_apart() -> None:
    body = "近日，郯城县银杏种质资源库通过国家验收，保存银杏一千余份。"
    record = cited(make.article(title="", body=body))
    assert record.title.startswith("（无题）近日") and record.title.endswith("…")
    assert record.opening == "近日，郯城县银杏种质资源库通过国家验收，保存银杏"
    assert cited(make.article(title="（无题）也是题")).opening == ""


def test_nothing_unseen_gets_into_a_reference() -> None:
    made = make.article(
        title="储能\u202e开\u200b工\n二\u2066期", reporters=["王\u200b晓"], subtitle="\u202e"
    )
    record = cited(made)
    assert (record.title, record.subtitle, record.authors) == ("储能开工 二期", "", ("王晓",))
