"""The page of trends without a browser: what it shows, names, escapes, and what it costs."""

from __future__ import annotations

import re

import pytest

from search.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(reindexed) -> None:
    for day in ("2024-01-02", "2024-02-11", "2024-03-30"):
        factories.article("储能项目。", day, {"370900": "subject"}, {"energy-storage": "subject"})
    factories.city("370800")
    reindexed()


def test_chart_legend_and_table_stand_together(client, filled):
    page = client.get("/trends/?series=储能&series=城市:济宁市").content.decode()
    assert page.count('<svg class="chart chart-lines"') == 2
    assert "折线图，2 条线，2024年1月至2024年3月" in page
    assert '<th scope="row">2024年2月</th>' in page
    assert "/search/?q=%E5%82%A8%E8%83%BD&amp;from=2024-02&amp;to=2024-02" in page
    assert "/trends.csv?series=" in page


def test_long_queries_are_not_repeated_in_every_cell(client, filled, reindexed):
    """A hundred months of long queries had been a page of megabytes."""
    factories.article("储能项目。", "2015-01-02", {"370900": "subject"})
    reindexed()
    long = " OR ".join(["储能", *(f"不存在的词{number}" for number in range(40))])
    page = client.get("/trends/", {"series": [long, f"项目 OR {long}"]})
    html = page.content.decode()
    assert len(page.content) < 150_000
    assert "各期的数不带链接" in html
    total = page.context["heads"][0].total
    assert total.link in html.replace("&amp;", "&")
    found = client.get(total.link.replace("/search/", "/api/v1/search")).json()
    assert found["total"] == int(total.text) == 4
    assert "/search/?from=2024-02&amp;to=2024-02" in html
    assert [row.cells[0].text for row in page.context["rows"]][-3:] == ["1", "1", "1"]


def test_a_shared_link_shows_the_form_as_it_was(client, filled):
    page = client.get("/trends/?series=储能&by=year&per=thousand&city=370900&from=2024").content
    page = page.decode()
    assert 'value="储能"' in page
    assert '<option value="year" selected>' in page
    assert '<option value="thousand" selected>' in page
    assert 'value="370900" checked> 泰安市' in page
    assert 'value="2024"' in page


def test_comparison_leads_to_its_series(client, filled):
    response = client.get("/trends/?term=储能&compare=city&of=泰安市、济宁市&by=year")
    assert response.status_code == 302
    page = client.get(response.url).content.decode()
    assert 'value="城市:泰安市 储能"' in page
    assert 'value="城市:济宁市 储能"' in page


def test_the_empty_page_offers_what_the_archive_holds(client, filled):
    page = client.get("/trends/").content.decode()
    links = re.findall(r'href="(/trends/\?[^"]+)"', page.partition('class="cloud"')[0])
    assert len(links) == 3
    for link in links:
        assert "没有可画的线" not in client.get(link.replace("&amp;", "&")).content.decode()


def test_an_empty_archive_says_so(client, reindexed):
    assert "档案里还没有文章" in client.get("/trends/").content.decode()
    page = client.get("/trends/?series=储能").content.decode()
    assert "没有可画的线" in page


def test_faults_are_named_and_the_rest_is_shown(client, filled):
    response = client.get("/trends/?series=储能&series=城市:无此市&by=week&from=20x4")
    page = response.content.decode()
    assert response.status_code == 200
    assert "by=week" in page
    assert "from=20x4" in page
    assert "无此市" in page
    assert '<svg class="chart chart-lines"' in page


@pytest.mark.parametrize(
    "query",
    [
        "series=<script>alert(1)</script>",
        'series="><img src=x onerror=alert(1)>',
        "series=%00&of=%00&term=%00",
        "series=((((&series=date:9999&series=NEAR&from=0001&to=9999-12-31",
        "compare=city&of=<b>x</b>&term=<i>",
        "series=a&from=0001-01-01&to=0001-01-01&by=year",
    ],
)
def test_hostile_series_stay_text(client, filled, query):
    response = client.get("/trends/?" + query, follow=True)
    page = response.content.decode()
    assert response.status_code == 200
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<b>x</b>" not in page


def test_no_inline_style_or_script(client, filled):
    page = client.get("/trends/?series=储能").content.decode()
    assert " style=" not in page
    assert "<script>" not in page
    assert " onclick" not in page


def test_the_page_asks_the_database_little(client, filled, django_assert_max_num_queries):
    client.get("/trends/?series=储能")
    with django_assert_max_num_queries(15):
        client.get("/trends/?series=城市:泰安市&series=行业:储能&series=报纸:大众日报&city=370900")


def test_without_an_index_the_form_stays(client, db):
    response = client.get("/trends/?series=储能")
    assert response.status_code == 503
    assert response["Retry-After"]
    assert 'value="储能"' in response.content.decode()
