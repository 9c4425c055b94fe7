"""Diffusion as a browser and a program see it: page, files, API, what goes wrong."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from django.test import Client

from archive.models import Article, Newspaper, Place
from search.tests import factories

pytestmark = pytest.mark.django_db
TERM = quote("低空经济")


@pytest.fixture
def archive(reindexed: Callable[[], int]) -> dict[str, Article]:
    """济宁 prints the term in January, 泰安 in April; 徐州, of another province, never."""
    jiangsu = Place.objects.create(code="320000", name="江苏省", short="江苏", level="province")
    Place.objects.create(
        code="320300", name="徐州市", short="徐州", level="prefecture", parent=jiangsu
    )
    paper = Newspaper.objects.create(
        slug="taian-ribao", name="泰安日报", level="prefecture", place=factories.city("370900")
    )
    made = {
        "before": factories.article("旧闻。", "2023-01-05", {"370900": "subject"}, paper=paper),
        "jining": factories.article(
            "头一句。济宁抢滩低空经济<script>，建成3个起降点。", "2024-01-20", {"370800": "subject"}
        ),
        "mentioned": factories.article("低空经济。", "2023-12-01", {"370900": "mentioned"}),
        "taian": factories.article("泰安也谈低空经济。", "2024-04-02", {"370900": "subject"}),
        "again": factories.article("低空经济又有新进展。", "2024-04-03", {"370900": "subject"}),
        "xuzhou": factories.article("徐州储能。", "2024-02-01", {"320300": "subject"}),
    }
    reindexed()
    return made


def html(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return b"".join(response).decode()


def rows(client: Client, address: str) -> list[dict[str, str]]:
    text = html(client, address)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:])))


def places(page: str) -> list[str]:
    table = page[
        page.index('class="list trace-table"') : page.index("</table>", page.index("trace-table"))
    ]
    return re.findall(r'id="place-(\d+)"', table)


def test_the_page_orders_cities_by_first_mention(
    client: Client, archive: dict[str, Article]
) -> None:
    page = html(client, f"/diffusion/?q={TERM}")
    assert places(page) == ["370800", "370900"]
    assert "最早的是济宁市（2024年1月20日）" in page
    assert "3 个月" in page
    assert "尚未见" in page and "徐州市" in page


def test_the_sentence_is_marked_escaped_and_leads_to_its_place(
    client: Client, archive: dict[str, Article]
) -> None:
    page = html(client, f"/diffusion/?q={TERM}")
    assert "济宁抢滩<mark>低空经济</mark>&lt;script&gt;，建成3个起降点。" in page
    address = f"/articles/{archive['jining'].pk}/?q=%22{TERM}%22#hit-1"
    assert f'href="{address}"' in page
    article = html(client, address.partition("#")[0])
    assert 'id="hit-1"' in article


def test_a_row_leads_to_the_articles_that_it_counts(
    client: Client, archive: dict[str, Article]
) -> None:
    term = quote('低空经济 OR "&city=0"')
    page = html(client, f"/diffusion/?q={term}&from=2024")
    found = re.findall(r'trace-hits"><a href="/search/([^"]+)">(\d)', page)
    assert [count for _query, count in found] == ["1", "2"]
    for (query, count), code in zip(found, ["370800", "370900"], strict=True):
        assert f"city={code}" in query and "from=2024" in query
        told = client.get(f"/api/v1/search{query.replace('&amp;', '&')}").json()
        assert told["total"] == int(count)


def test_a_plain_term_is_the_exact_text(client: Client, archive: dict[str, Article]) -> None:
    factories.article("低空 与经济。", "2020-01-01", {"320300": "subject"})
    assert places(html(client, f"/diffusion/?q={TERM}")) == ["370800", "370900"]


def test_variants_are_joined_by_or(
    client: Client, archive: dict[str, Article], reindexed: Callable[[], int]
) -> None:
    factories.article("低空产业。", "2020-01-01", {"320300": "subject"})
    reindexed()
    page = html(client, f"/diffusion/?q={TERM}+OR+{quote('低空产业')}")
    assert places(page) == ["320300", "370800", "370900"]


def test_all_articles_that_name_a_city_may_count(
    client: Client, archive: dict[str, Article]
) -> None:
    assert places(html(client, f"/diffusion/?q={TERM}&role=all")) == ["370900", "370800"]


def test_a_province_and_a_span_narrow(client: Client, archive: dict[str, Article]) -> None:
    page = html(client, f"/diffusion/?q={TERM}&province=370000&from=2024-03")
    assert places(page) == ["370900"]
    assert "只看2024年3月至最新的文章" in page and "徐州市" not in page
    nowhere = html(client, f"/diffusion/?q={TERM}&province=370000&to=2023")
    assert "没有一处的文章含有这个词" in nowhere


def test_one_paper_alone(client: Client, archive: dict[str, Article]) -> None:
    page = html(client, f"/diffusion/?q={TERM}&newspaper=taian-ribao")
    assert "只看泰安日报。" in page and "没有一处的文章含有这个词" in page


def test_counties_of_a_province(client: Client, reindexed: Callable[[], int]) -> None:
    made = factories.article("低空经济。", "2024-01-01")
    made.place_mentions.create(place=factories.county(), role="subject")
    reindexed()
    page = html(client, f"/diffusion/?q={TERM}&province=370000&level=county")
    assert places(page) == ["370983"]
    assert "chart-tiles" not in page, "counties have no tiles"


def test_the_map_is_of_tiles_with_the_month_in_them(
    client: Client, archive: dict[str, Article]
) -> None:
    page = html(client, f"/diffusion/?q={TERM}&province=370000")
    assert "tile-5" in page and ">2024.1<" in page and ">2024.4<" in page
    assert 'href="#place-370800" aria-label="济宁市：2024年1月"' in page
    country = html(client, f"/diffusion/?q={TERM}")
    assert 'aria-label="山东省：济宁市，2024年1月"' in country
    assert f'href="?q={TERM}&amp;province=370000"' in country


def test_papers_are_told_with_first_and_last_issue(
    client: Client, archive: dict[str, Article]
) -> None:
    page = html(client, f"/diffusion/?q={TERM}")
    table = page[page.index("各报从何时起在档案中") :]
    assert "泰安日报" in table and "2023年1月5日" in table and "大众日报" in table
    assert "泰安日报 2023-01 起" in page


def test_names_are_redirected_to_codes(client: Client, archive: dict[str, Article]) -> None:
    response = client.get(f"/diffusion/?q={TERM}&province=山东&newspaper=泰安日报")
    assert response.status_code == 302
    assert response["Location"] == f"/diffusion/?q={TERM}&province=370000&newspaper=taian-ribao"


def test_nothing_asked_offers_terms_that_are_there(
    client: Client, archive: dict[str, Article]
) -> None:
    page = html(client, "/diffusion/")
    assert f'href="/diffusion/?q={TERM}"' in page
    assert quote("新质生产力") not in page
    assert 'aria-label="山东省：泰安市，2023年1月"' in page, "from when it can tell"


def test_an_empty_archive_has_nothing_to_offer(
    client: Client, reindexed: Callable[[], int]
) -> None:
    page = html(client, "/diffusion/")
    assert "例如" not in page and "chart-tiles" not in page


def test_papers_are_typed_by_name(client: Client, archive: dict[str, Article]) -> None:
    both = quote("泰安日报、大众日报")
    response = client.get(f"/diffusion/?q={TERM}&newspaper={both}")
    page = html(client, response["Location"])
    assert "newspaper=taian-ribao&newspaper=dazhong-ribao" in response["Location"]
    assert 'value="泰安日报、大众日报"' in page


@pytest.mark.parametrize(
    "query",
    [
        "q=%00", "q=(((", "q=AND", "q=%22", "q=-x", "q=城市:泰安市", "q=date:2024", "q=*",
        f"q={TERM}&province=<script>", f"q={TERM}&from=2024-13&to=x", f"q={TERM}&by=week&role=&level=z",
        f"q={TERM}&from=2024-05&to=2024-01", f"q={TERM}&newspaper=x&newspaper=y", f"q={TERM}&province=110000",
        "q=" + "x" * 3000, f"q={TERM}&province=" + "9" * 400,
    ],
)  # fmt: skip
def test_hostile_addresses_are_answered(
    client: Client, archive: dict[str, Article], query: str
) -> None:
    page = html(client, f"/diffusion/?{query}")
    assert "<h1>" in page and "<script>，" not in page and 'value="<script' not in page
    for suffix in ("csv", "xlsx", "json"):
        assert client.get(f"/diffusion.{suffix}?{query}").status_code in (200, 400)
    assert client.get(f"/api/v1/diffusion?{query}").status_code in (200, 400)


def test_the_panel_is_balanced(client: Client, archive: dict[str, Article]) -> None:
    """Every city of the province in every month from the first article on."""
    found = rows(client, f"/diffusion.csv?q={TERM}&province=370000")
    months = sorted({row["period"] for row in found})
    assert (months[0], months[-1], len(months)) == ("2023-01", "2024-04", 16)
    codes = {row["code"] for row in found}
    assert codes == {"370800", "370900"} and len(found) == 16 * len(codes)
    taian = {row["period"]: row for row in found if row["code"] == "370900"}
    april = taian["2024-04"]
    assert [april[name] for name in ("articles_with_term", "articles", "per_1000")] == [
        "2", "2", "1000.0",
    ]  # fmt: skip
    assert [taian[month]["first_mention"] for month in months].count("1") == 1
    assert (april["first_mention"], april["adopted"], taian["2024-03"]["adopted"]) == (
        "1",
        "1",
        "0",
    )
    jining = {row["period"]: row for row in found if row["code"] == "370800"}
    assert (jining["2023-12"]["covered"], jining["2024-01"]["covered"]) == ("0", "1")
    assert (jining["2023-12"]["per_1000"], jining["2024-04"]["adopted"]) == ("", "1")
    assert april["query"] == '"低空经济"' and "/diffusion/?q=" in april["source"]


def test_what_was_printed_before_the_days_asked_for_is_told(
    client: Client, archive: dict[str, Article]
) -> None:
    """泰安 is in the archive since 2023 and prints the term on two days of April 2024."""
    address = f"q={TERM}&province=370000&from=2024-04-03"
    page = html(client, f"/diffusion/?{address}")
    assert "1 处此前已经见过" in page and "2024-04 已见" in page
    (first,) = [
        one for one in rows(client, f"/diffusion.csv?{address}&table=firsts") if one["rank"]
    ]
    assert [first[name] for name in ("covered_since", "seen_before", "possibly_earlier")] == [
        "2023-01-05", "2024-04-02", "1",
    ]  # fmt: skip
    taian, jining = (
        [one for one in rows(client, f"/diffusion.csv?{address}") if one["code"] == code]
        for code in ("370900", "370800")
    )
    assert [(one["seen_before"], one["complete"]) for one in taian] == [("1", "0")]
    assert [(one["covered"], one["seen_before"]) for one in jining] == [("0", "1")]


def test_periods_that_the_papers_do_not_fill_are_told(
    client: Client, archive: dict[str, Article]
) -> None:
    found = rows(client, f"/diffusion.csv?q={TERM}&province=370000&by=quarter")
    whole = {row["period"]: row["complete"] for row in found}
    assert (whole["2023-Q1"], whole["2024-Q1"], whole["2024-Q2"]) == ("0", "1", "0")


def test_a_wrong_year_makes_no_panel_of_a_thousand_months(
    client: Client, archive: dict[str, Article], reindexed: Callable[[], int]
) -> None:
    factories.article("旧闻。", "1924-01-05", {"370900": "subject"})
    reindexed()
    found = rows(client, f"/diffusion.csv?q={TERM}&province=370000")
    assert {len(row["period"]) for row in found} == {4} and len(found) == 2 * 101
    assert "改按年计" in html(client, f"/diffusion/?q={TERM}&province=370000")


def test_the_panel_by_year(client: Client, archive: dict[str, Article]) -> None:
    found = rows(client, f"/diffusion.csv?q={TERM}&province=370000&by=year")
    assert [(row["code"], row["period"]) for row in found] == [
        ("370800", "2023"), ("370800", "2024"), ("370900", "2023"), ("370900", "2024"),
    ]  # fmt: skip


def test_first_mentions_to_take_along(client: Client, archive: dict[str, Article]) -> None:
    found = rows(client, f"/diffusion.csv?q={TERM}&table=firsts")
    assert [row["city"] for row in found[:3]] == ["济宁市", "泰安市", "徐州市"]
    first = found[0]
    assert (first["rank"], first["first_date"], first["newspaper"]) == (
        "1", "2024-01-20", "大众日报",
    )  # fmt: skip
    assert first["sentence"] == "济宁抢滩低空经济<script>，建成3个起降点。"
    assert first["possibly_earlier"] == "1" and found[2]["rank"] == ""


def test_no_cell_is_a_formula(client: Client, reindexed: Callable[[], int]) -> None:
    factories.article("=HYPERLINK(1)低空经济", title="", cities={"370900": "subject"})
    reindexed()
    (row,) = [one for one in rows(client, f"/diffusion.csv?q={TERM}&table=firsts") if one["rank"]]
    assert row["sentence"].startswith("'=")


def test_xlsx_holds_both_tables_and_what_they_are(
    client: Client, archive: dict[str, Article]
) -> None:
    response = client.get(f"/diffusion.xlsx?q={TERM}&province=370000")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response)))
    assert book.sheetnames == ["面板", "首次见报", "说明"]
    assert [cell.value for cell in book["面板"][1]][:4] == ["code", "city", "province", "period"]
    assert book["首次见报"]["E2"].value.date().isoformat() == "2024-01-20"
    about = {row[0].value: row[1].value for row in book["说明"]}
    assert about["检索式"] == '"低空经济"' and "导出日期" in about and "泰安日报" in about


def test_json_of_the_panel(client: Client, archive: dict[str, Article]) -> None:
    found = json.loads(html(client, f"/diffusion.json?q={TERM}&province=370000"))
    assert found["query"] == '"低空经济"' and len(found["panel"]) == 32
    assert found["panel"][0]["per_1000"] is None


def test_files_name_what_they_do_not_understand(
    client: Client, archive: dict[str, Article]
) -> None:
    assert "table=x" in html(client, f"/diffusion.csv?q={TERM}&table=x", 400)
    assert "q" in html(client, "/diffusion.csv", 400)


def test_the_api_answers(client: Client, archive: dict[str, Article]) -> None:
    found = client.get(f"/api/v1/diffusion?q={TERM}&by=year").json()
    assert [(one["name"], one["rank"]) for one in found["places"]] == [
        ("济宁市", 1), ("泰安市", 2), ("徐州市", None),
    ]  # fmt: skip
    first = found["places"][0]["first"]
    assert first["article"] == archive["jining"].pk and first["url"].endswith("#hit-1")
    assert [one["adopted"] for one in found["curve"]] == [0, 2]
    assert client.get("/api/v1/diffusion").status_code == 400


def test_without_an_index_the_page_says_when_to_come_back(
    client: Client, archive: dict[str, Article], own_index: Path
) -> None:
    shutil.rmtree(own_index)
    page = client.get(f"/diffusion/?q={TERM}")
    assert page.status_code == 503 and page["Retry-After"]
    assert "检索暂时不可用" in page.content.decode()
    assert client.get(f"/diffusion.csv?q={TERM}").status_code == 503
    assert client.get("/diffusion/").status_code in (200, 503)


def test_nothing_but_reading(client: Client, archive: dict[str, Article]) -> None:
    assert client.post("/diffusion/").status_code == 405


def test_few_queries(
    client: Client, archive: dict[str, Article], django_assert_max_num_queries
) -> None:
    client.get(f"/diffusion/?q={TERM}")
    with django_assert_max_num_queries(6):
        client.get(f"/diffusion/?q={TERM}&newspaper=taian-ribao")
