"""Charts and tables of time on the pages: what each column, cell and day leads to."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from django.utils.html import escape

from archive import selectors
from archive.models import IndustryMention
from archive.selectors.months import fold_months
from archive.templatetags.time_tags import heat_cells, month_cells, months_chart
from archive.tests import factories as make


def queries(html: str) -> list[dict[str, str]]:
    """What each link of a piece of HTML asks for, in order."""
    links = re.findall(r'href="([^"]+)"', html)
    return [dict(parse_qsl(urlsplit(link.replace("&amp;", "&")).query)) for link in links]


def line(**months: int) -> selectors.Timeline:
    """`m2024_03=5` are five articles in March 2024."""
    counts = {name[1:].replace("_", "-"): count for name, count in months.items()}
    first, last = (date.fromisoformat(f"{end(counts)}-15") for end in (min, max))
    return fold_months(months=counts, days=(first, last))


def test_each_month_leads_to_its_articles_the_empty_ones_too() -> None:
    html = months_chart(line(m2023_12=3, m2024_02=5), "按月", "city", "370900")
    wide = html.partition("chart-narrow")[0]
    assert queries(wide) == [
        {"city": "370900", "from": month, "to": month}
        for month in ("2023-12", "2024-01", "2024-02")
    ]


def test_a_few_months_make_no_chart() -> None:
    assert months_chart(line(m2024_01=3, m2024_02=5), "按月") == ""
    assert months_chart(selectors.Timeline(), "按月") == ""


def test_many_years_are_drawn_by_year() -> None:
    html = months_chart(line(m1990_01=3, m2024_02=5), "按月")
    assert {"from": "1990", "to": "1990"} in queries(html)
    assert all(len(asked["from"]) == 4 for asked in queries(html))


@pytest.mark.django_db
def test_a_month_is_told_with_its_number() -> None:
    html = month_cells(line(m2024_03=1234).years[0], 1234)
    assert html.count("<td>") == 12 and html.count("<a ") == 1
    assert 'aria-label="2024年3月，1,234 篇"' in html


@pytest.mark.django_db
def test_a_cell_leads_to_the_articles_that_it_counts() -> None:
    row = selectors.Tally(make.taian(), 5)
    months = {"370900": {"2023-02": 2, "2024-05": 3}}
    table = selectors.heat(rows={"370900": row}, months=months)
    html = heat_cells(table.rows[0], "industry", "energy-storage")
    asked = {"industry": "energy-storage", "city": "370900"}
    assert queries(html) == [
        asked | {"from": "2023-01", "to": "2023-03"},
        asked | {"from": "2024-04", "to": "2024-06"},
        asked,
    ]
    assert html.count("heat-0") == 4 and "heat-5" in html


def shown(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.django_db
def test_pages_lead_on_to_trends_and_to_a_comparison(client: Client) -> None:
    city = make.taian()
    jining = make.place("370800", "济宁市", "prefecture", make.shandong())
    article = make.article(status="published")
    make.mention_place(article, city)
    IndustryMention.objects.create(article=article, industry=make.industry(), role="subject")
    html = shown(client, "/cities/370900/")
    assert {"series": "城市:泰安市"} in queries(html)
    assert f'<option value="城市:{jining.name}">济宁市</option>' in html
    assert '<input type="hidden" name="series" value="城市:泰安市">' in html
    assert {"series": "行业:储能"} in queries(shown(client, "/industries/energy-storage/"))
    county = shown(client, "/cities/370983/")
    assert "与别处比较" not in county  # of which nothing is said


@pytest.mark.django_db
def test_the_front_page_shows_what_its_tools_can_do(client: Client) -> None:
    article = make.article(status="published")
    make.mention_place(article, make.taian())
    IndustryMention.objects.create(article=article, industry=make.industry(), role="subject")
    html = shown(client, "/")
    assert {"city": "370900", "industry": "energy-storage"} in queries(html)
    assert {"q": "行业:储能"} in queries(html) and escape("泰安市 · 储能") in html


@pytest.mark.django_db
def test_an_official_is_shown_with_posts_over_time_and_with_whom(client: Client) -> None:
    city = make.taian()
    who, other = make.official(where=city), make.official("王晓", city)
    for day, title in ((date(2023, 1, 5), "泰安市副市长"), (date(2024, 3, 5), "泰安市市长")):
        article = make.article(make.page(of=make.issue(day)), status="published")
        make.mention_official(article, who, make.post(title, city))
        make.mention_official(article, other)
    html = shown(client, who.get_absolute_url())
    assert "泰安市副市长：2023-01-05" in html and "泰安市市长：2024-03-05" in html
    assert other.get_absolute_url() in html.partition('aria-labelledby="with"')[2]
    assert (
        who.get_absolute_url()
        not in html.partition('aria-labelledby="with"')[2].partition("</ol>")[0]
    )
