"""An article read from a search: hits marked and numbered, the way back, and similar articles."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from archive.models import Article, Official, ReprintGroup
from archive.text.normalize import clean
from search import reading, roster, similar
from search.engine import IndexUnavailable
from search.tests import factories

pytestmark = pytest.mark.django_db
BODY = "本报讯 泰安储能项目开工。\n\u3000\u3000储能电站与储\n能材料并进，<b>粗</b>。"


@pytest.fixture
def article() -> Article:
    return factories.article(BODY, title="储能大会", kicker="新型储能", subtitle="泰安召开")


def test_hits_are_numbered_as_they_stand(article: Article) -> None:
    page = reading.read(article, QueryDict("q=储能"))
    assert page.total == 4
    assert page.kicker == '新型<mark id="hit-1">储能</mark>'
    assert page.title == '<mark id="hit-2">储能</mark>大会'
    assert page.subtitle == "泰安召开"
    assert page.paragraphs == [
        '本报讯 泰安<mark id="hit-3">储能</mark>项目开工。',
        '<mark id="hit-4">储能</mark>电站与储',
        "能材料并进，&lt;b&gt;粗&lt;/b&gt;。",
    ]


def test_words_are_cut_as_the_search_cuts_them() -> None:
    """A worker that has answered no search yet knows the names all the same."""
    Official.objects.create(name="林红玉")
    roster.forget()
    page = reading.read(Article(title="标题", body="林红玉，红玉"), QueryDict("q=红玉林"))
    assert page.paragraphs == ['林红玉，<mark id="hit-1">红</mark>玉']


def test_a_hit_over_two_paragraphs_is_one_hit() -> None:
    article = Article(title="标题", body="甲储\n能乙")
    page = reading.read(article, QueryDict('q="储\n能"'))
    assert page.total == 1
    assert page.paragraphs == ['甲<mark id="hit-1">储</mark>', "<mark>能</mark>乙"]


def test_the_page_shows_hits_and_the_way_back(client: Client, article: Article) -> None:
    address = article.get_absolute_url()
    html = client.get(address, {"q": "储能", "city": "370900", "page": "2"}).content.decode()
    assert "本文有 4 处命中" in html
    assert '<mark id="hit-4">储能</mark>电站' in html
    back = re.search(r'class="hit-back" href="([^"]+)"', html)
    assert (
        back
        and unescape(back[1])
        == f"/search/?q=%E5%82%A8%E8%83%BD&city=370900&page=2#article-{article.pk}"
    )
    assert f'rel="canonical" href="http://testserver{address}"' in html
    assert 'value="储能"' in html
    assert f"http://testserver{address}" in html  # at the foot of a printed page
    assert "&lt;b&gt;粗&lt;/b&gt;" in html


def test_without_a_search_the_page_is_plain(client: Client, article: Article) -> None:
    html = client.get(article.get_absolute_url()).content.decode()
    assert "<mark" not in html and "hit-bar" not in html
    assert f'rel="canonical" href="http://testserver{article.get_absolute_url()}"' in html


def test_a_word_that_is_not_there_is_named(client: Client, article: Article) -> None:
    html = client.get(article.get_absolute_url(), {"q": "<i>光伏"}).content.decode()
    assert "标题和正文里没有“&lt;i&gt;光伏”" in html
    html = client.get(article.get_absolute_url(), {"q": "city:泰安"}).content.decode()
    assert "返回检索结果" in html and "没有“" not in html


def test_bylines_are_marked_where_they_are_asked_for(client: Client) -> None:
    made = factories.article("王晓报道。", reporters=["王晓", "刘<志"], photographers=["李明"])
    page = reading.read(made, QueryDict("q=署名:王晓"))
    assert page.bylines == [
        ("记者", '<mark id="hit-1">王晓</mark>、刘&lt;志'),
        ("摄影", "李明"),
    ]
    assert (page.total, page.looked, page.paragraphs) == (1, False, ["王晓报道。"])
    assert reading.read(made, QueryDict("q=王晓")).bylines[0] == ("记者", "王晓、刘&lt;志")
    html = client.get(made.get_absolute_url(), {"q": "署名:张三"}).content.decode()
    assert "返回检索结果" in html and "没有“" not in html


def test_what_matched_in_a_subtitle_is_shown(client: Client, reindexed: Callable[[], int]) -> None:
    factories.article("开工。", title="大会", subtitle="泰安谈<储能>")
    reindexed()
    assert "泰安谈&lt;<mark>储能</mark>&gt;" in client.get("/search/?q=储能").content.decode()
    html = client.get("/search/?q=大会").content.decode()
    assert "泰安谈" not in re.sub(r"<[^>]*>", "", html)


def test_what_stands_for_a_missing_title_is_not_marked() -> None:
    page = reading.read(Article(title="", body="储能开工"), QueryDict("q=储能"))
    assert page.title == "（无题）储能开工"
    assert page.total == 1


QUERIES = st.text(
    st.sampled_from('储能"“”()（）-*:/<>&;# \x00\nANDOR')
    | st.characters(exclude_categories=["Cs"]),
    max_size=30,
)


@given(QUERIES, st.text(st.sampled_from("储能<>&\"' \n") | st.characters(), max_size=60))
def test_any_query_and_any_text_give_the_text_back(query: str, body: str) -> None:
    parameters = QueryDict(mutable=True)
    parameters["q"] = query
    page = reading.read(Article(title="题", body=body), parameters)
    bare = [
        unescape(re.sub(r'<mark(?: id="hit-\d+")?>|</mark>', "", one)) for one in page.paragraphs
    ]
    assert bare == [clean(line.strip()) for line in body.split("\n") if line.strip()]


def test_results_lead_to_marked_articles(
    client: Client, article: Article, reindexed: Callable[[], int]
) -> None:
    reindexed()
    html = client.get("/search/", {"q": "储能"}).content.decode()
    assert f'href="{article.get_absolute_url()}?q=%E5%82%A8%E8%83%BD"' in html
    assert '<p class="row-kicker">新型<mark>储能</mark></p>' in html
    plain = client.get("/search/").content.decode()
    assert f'href="{article.get_absolute_url()}"' in plain


def test_similar_articles_leave_reprints_out(
    client: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    group, other = ReprintGroup.objects.create(), ReprintGroup.objects.create()
    article.reprints = group
    article.save()
    copy = factories.article(BODY, title="同稿", reprints=group)
    twins = [factories.article("别的", title=f"孪生{n}", reprints=other) for n in (1, 2)]
    draft = factories.article("稿", title="草稿", status=Article.Status.DRAFT)
    rest = [factories.article("像", title=f"相似{n}") for n in range(6)]
    asked: list[set[int]] = []

    def nearest(text: str, exclude: set[int]) -> list[int]:
        asked.append(exclude)
        return [one.pk for one in (draft, *twins, *rest)]

    monkeypatch.setattr(similar, "_nearest", nearest)
    html = client.get(article.get_absolute_url()).content.decode()
    aside = html[html.index('id="similar"') :]
    assert asked == [{article.pk, copy.pk}]
    assert re.findall("孪生.|相似.|草稿|同稿", aside.partition("</section>")[0]) == [
        "相似文", "孪生1", "相似0", "相似1", "相似2", "相似3",
    ]  # fmt: skip
    told = client.get(f"/api/v1/articles/{article.pk}").json()["similar"]
    assert [row["title"] for row in told] == ["孪生1", "相似0", "相似1", "相似2", "相似3"]


def test_similar_is_what_speaks_of_the_same(client: Client, reindexed: Callable[[], int]) -> None:
    storage = [
        factories.article(f"抽水蓄能电站第{n}台机组投产发电。", title=f"蓄能{n}") for n in (1, 2)
    ]
    for n in range(8):
        factories.article(f"小学生第{n}次到博物馆参观学习书法。", title=f"参观{n}")
    reindexed()
    html = client.get(storage[0].get_absolute_url()).content.decode()
    aside = html[html.index('id="similar"') :].partition("</section>")[0]
    assert re.search(r"<a[^>]*>([^<]*)</a>", aside)[1] == "蓄能2"


def test_without_an_index_nothing_is_similar(
    client: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(text: str, exclude: set[int]) -> list[int]:
        raise IndexUnavailable("没有索引")

    monkeypatch.setattr(similar, "_nearest", unavailable)
    answer = client.get(article.get_absolute_url())
    assert answer.status_code == 200 and 'id="similar"' not in answer.content.decode()
