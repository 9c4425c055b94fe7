"""The page of figures, its comparison, its files and its part of the API."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.test import Client
from django.utils.translation import override
from openpyxl import load_workbook

from archive.models import Figure
from search.tests import factories as make
from search.tests.figure_rows import draft, figure

pytestmark = pytest.mark.django_db
KEY = "规模以上工业增加值"


def values(client: Client, **query: object) -> list[float]:
    response = client.get("/figures/", query)
    assert response.status_code == 200
    return [row.figure.value for row in response.context["rows"]]


def test_every_published_figure_is_a_row_that_leads_to_its_sentence(client: Client) -> None:
    row = figure(116)
    draft(value=7)
    response = client.get("/figures/")
    html = response.content.decode()
    assert response.context["total"] == 1
    assert f"/articles/{row.article_id}/#figure-{row.pk}" in html
    assert "<mark>116亿元</mark>" in html and "泰安市" in html and "2024年" in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "增加值"}, [1]),
        ({"q": "储能 电站"}, [2]),
        ({"indicator": "规上工业增加值"}, [1]),
        ({"city": "370800"}, [2]),
        ({"city": "370000"}, [2, 1]),
        ({"county": "370983"}, []),
        ({"industry": "energy-storage"}, [2]),
        ({"newspaper": "dazhong-ribao"}, [2, 1]),
        ({"kind": "target"}, [2]),
        ({"unit": "元"}, [1]),
        ({"unit": "亿元", "min": "0.5", "max": "2"}, [1]),
        ({"unit": "亿元", "min": "2"}, []),
        ({"min": "2"}, [2]),
        ({"year": "2025"}, [2]),
        ({"from": "2024-04"}, [2]),
        ({"to": "2024-03-31"}, [1]),
        ({"sort": "oldest"}, [1, 2]),
        ({"sort": "largest"}, [2, 1]),  # 个 before 元
        ({"sort": "place"}, [1, 2]),
        ({"sort": "period"}, [2, 1]),
    ],
)  # fmt: skip
def test_filters_and_orders(client: Client, query: dict[str, str], found: list[float]) -> None:
    make.county()
    figure(1)
    figure(2, "个", "储能电站", "到2025年", "target", "2024-05-06", "370800",
           industries={"energy-storage": "mentioned"})  # fmt: skip
    Figure.objects.filter(value=1).update(place=make.city("370900"))
    response = client.get("/figures/", query, follow=True)
    assert [row.figure.value for row in response.context["rows"]] == found


def test_names_are_sent_on_to_codes(client: Client) -> None:
    make.city()
    response = client.get("/figures/", {"city": "泰安", "indicator": "GDP"})
    assert response.status_code == 302
    assert "city=370900" in response.url


@pytest.mark.parametrize(
    "query",
    ["city=无", "year=x", "min=a&max=b", "page=99", "q=%00", "unit=%27", "sort=;", "from=2024-99"],
)
def test_malformed_parameters_are_named_never_an_error(client: Client, query: str) -> None:
    figure(1)
    for path in ("/figures/", "/figures/compare/"):
        assert client.get(f"{path}?{query}").status_code == 200


def test_newspaper_text_is_shown_as_text(client: Client) -> None:
    figure(3, indicator="<script>产值", body="2024<script>产值3亿元<b>。", unit="亿元")
    html = client.get("/figures/").content.decode()
    assert "<script>产值" not in html and "&lt;script&gt;产值" in html
    html = client.get("/figures/compare/", {"indicator": "<SCRIPT>产值"}).content.decode()
    assert "<SCRIPT>" not in html


def test_nothing_found_offers_indicators_of_like_names(client: Client) -> None:
    figure(1, indicator="规上工业增加值")
    html = client.get("/figures/", {"indicator": "工业增加值"}).content.decode()
    assert KEY in html and "没有符合这些条件的数据" in html
    assert client.get("/figures/", {"year": "1999"}).status_code == 200


def test_an_empty_archive_says_so(client: Client) -> None:
    assert "还没有抽取到数据" in client.get("/figures/").content.decode()
    assert "没有可以比较的指标" in client.get("/figures/compare/").content.decode()


def test_a_search_restricts_the_articles(client: Client, reindexed) -> None:
    figure(1)
    figure(2, body="低空经济起飞，规上工业增加值2亿元。")
    reindexed()
    assert values(client, search="低空经济") == [2]
    assert values(client, search="没有这个词") == []


def test_without_an_index_a_restricting_search_says_so(client: Client) -> None:
    figure(1)
    response = client.get("/figures/", {"search": "产值"})
    assert response.status_code == 503 and "Retry-After" in response
    assert values(client) == [1]


def test_queries_are_bounded(client: Client, django_assert_max_num_queries) -> None:
    for number in range(1, 60):
        figure(number, day=f"2024-03-{number % 28 + 1:02}")
    with django_assert_max_num_queries(12):
        client.get("/figures/", {"city": "370900", "q": "增加值", "newspaper": "dazhong-ribao"})
    with django_assert_max_num_queries(12):
        client.get("/figures/compare/", {"indicator": KEY})
    assert len(values(client, page=2)) == 9


def test_places_by_years_in_one_unit(client: Client) -> None:
    figure(116, "亿元", period="2023")
    newest = figure(1_180_000, "万元", period="2023", day="2024-05-01")
    figure(130, "亿元", period="2024", day="2024-12-28")
    figure(30, "亿元", period="2024", day="2025-01-02", indicator="产值")
    figure(9, "亿元", period="2023", city="370800")
    figure(60, "亿元", period="2024上半年", day="2024-07-10")
    page = client.get("/figures/compare/", {"indicator": KEY})
    assert page.context["unit"] == "亿元"
    assert page.context["periods"] == ["2023年", "2024年"]
    rows = dict(page.context["rows"])
    cell = rows["泰安市"][0][1]
    assert (cell.first.text, [one.text for one in cell.rest]) == ("118", ["116"])
    assert cell.first.url.endswith(f"#figure-{newest.pk}")
    assert rows["济宁市"][1][1] is None
    html = page.content.decode()
    assert "另有 1 个不同的数" in html and "<svg" in html
    parts = client.get("/figures/compare/", {"indicator": KEY, "span": "part"})
    assert parts.context["periods"] == ["2024年上半年"]


def test_a_target_stands_beside_the_later_result(client: Client) -> None:
    figure(120, kind="target", period="2024", day="2024-01-10")
    figure(115, period="2024", day="2025-01-20")
    figure(50, kind="target", period="2024", day="2025-06-01", city="370800")
    figure(40, period="2024", day="2025-01-20", city="370800")
    page = client.get("/figures/compare/", {"indicator": KEY})
    (pair,) = page.context["pairs"]
    assert (pair["place"], pair["target"].text, pair["actual"].text) == ("泰安市", "120", "115")
    assert (pair["gap"], pair["share"], pair["reached"]) == ("-5", "95.8%", False)
    assert "未达到" in page.content.decode()


def test_what_a_running_year_has_brought_so_far_is_no_result(client: Client) -> None:
    figure(120, kind="target", day="2024-01-10")
    figure(80, day="2024-05-20")
    page = client.get("/figures/compare/", {"indicator": KEY})
    assert page.context["pairs"] == []
    cells = dict(page.context["rows"])["泰安市"]
    assert [(cell.first.text, cell.rest) for _period, cell in cells] == [("120", [])]


def test_indicators_are_compared_each_with_itself(client: Client) -> None:
    figure(120, kind="target", day="2024-01-10")
    figure(300, indicator="产值", day="2025-01-20")
    figure(9, "%", indicator="全市规上工业增加值同比增长", day="2025-01-20")
    page = client.get("/figures/compare/", {"indicator": [KEY, "产值", f"{KEY}增长"]})
    assert page.context["pairs"] == [] and page.context["unit"] == "亿元"
    names = [name for name, _cells in page.context["rows"]]
    assert names == ["泰安市 · 产值", f"泰安市 · {KEY}"]
    cell = page.context["rows"][0][1][0][1]
    assert "indicator=%E4%BA%A7%E5%80%BC" in cell.url and KEY not in cell.url


def test_what_names_nothing_is_not_offered(client: Client) -> None:
    figure(7, "%", indicator="同比增长", period="2023")
    figure(8, "家", indicator="其中建成", period="2023")
    for path in ("/figures/", "/figures/compare/"):
        assert client.get(path).context["indicators"] == []


def test_words_of_many_figures_are_counted_by_the_database(client: Client, monkeypatch) -> None:
    for value in range(1, 5):
        figure(value, indicator="产值" if value > 1 else "税收")
    told = [client.get("/figures/", {"q": "2024"}).context[n] for n in ("total", "indicators")]
    monkeypatch.setattr("archive.selectors.figures.MANY", 2)
    page = client.get("/figures/", {"q": "2024"})
    assert told == [4, page.context["indicators"]] and page.context["total"] == 4
    assert [(one.label, one.count) for one in told[1]] == [("产值", 3), ("税收", 1)]


def test_a_comparison_offers_the_indicators_that_the_list_counts(client: Client) -> None:
    for value in range(1, 5):
        figure(value, indicator="产值" if value > 1 else "税收")
    figure(9, indicator="投资", period="2023")
    draft(indicator="产值")
    found = [client.get(path, {"q": "2024"}) for path in ("/figures/", "/figures/compare/")]
    told = [[(one.label, one.count) for one in page.context["indicators"]] for page in found]
    assert told == [[("产值", 3), ("税收", 1)]] * 2


@pytest.mark.parametrize("many", [0, 100])
@pytest.mark.parametrize("query", [{}, {"q": "起飞"}])
def test_figures_of_searched_articles_are_counted_alike(
    client: Client, reindexed, monkeypatch, many: int, query: dict[str, str]
) -> None:
    figure(1)
    for value in (2, 3):
        figure(value, indicator="产值", body=f"低空经济起飞，产值{value}亿元。")
    figure(4, indicator="同比增长", body="低空经济起飞，同比增长4亿元。")
    reindexed()
    monkeypatch.setattr("archive.selectors.figures.MANY", many)
    page = client.get("/figures/", {"search": "低空经济", **query}).context
    assert page["total"] == 3 and [row.figure.value for row in page["rows"]] == [4, 3, 2]
    assert [(one.label, one.count) for one in page["indicators"]] == [("产值", 2)]


def test_of_some_indicators_less_is_better(client: Client) -> None:
    figure(5.5, "%", "城镇调查失业率", kind="target", day="2024-01-10")
    figure(5.1, "%", "城镇调查失业率", day="2025-01-20")
    page = client.get("/figures/compare/", {"indicator": "城镇调查失业率"})
    (pair,) = page.context["pairs"]
    assert pair["reached"] and pair["gap_unit"] == "个百分点"
    assert "越低越好" in page.content.decode()


def test_counties_are_compared_among_themselves(client: Client) -> None:
    row = figure(5, day="2025-01-20")
    Figure.objects.filter(pk=row.pk).update(place=make.county())
    assert client.get("/figures/compare/", {"indicator": KEY}).context["rows"] == []
    page = client.get("/figures/compare/", {"indicator": KEY, "level": "county"})
    assert [name for name, _cells in page.context["rows"]] == ["肥城市（泰安市）"]


def body_of(response) -> bytes:
    assert response.status_code == 200
    return b"".join(response)


def test_csv_holds_all_rows_and_says_what_was_asked(client: Client) -> None:
    for number in range(1, 60):
        figure(number)
    figure(-3, indicator="=cmd|产值", kind="target")
    data = body_of(client.get("/figures.csv", {"unit": "元"})).decode("utf-8")
    assert data.startswith("\ufeff指标")
    rows = list(csv.DictReader(io.StringIO(data.removeprefix("\ufeff"))))
    assert len(rows) == 60
    by_value = {row["数值"]: row for row in rows}
    assert by_value["-3"]["指标"] == "'=cmd|产值"
    row = by_value["7"]
    assert (row["折算数值"], row["折算单位"], row["地区"], row["年份"]) == (
        "700000000",
        "元",
        "泰安市",
        "2024",
    )
    assert "单位：元" in row["检索式"] and row["检索网址"].startswith("http") and row["导出日期"]
    assert row["网址"].startswith("http://testserver/articles/")


def test_xlsx_opens_with_numbers_and_days(client: Client) -> None:
    figure(116.5)
    figure(2, indicator="=1+1", day="2024-03-01")
    book = load_workbook(io.BytesIO(body_of(client.get("/figures.xlsx"))))
    sheet = book.worksheets[0]
    head = [one.value for one in sheet[1]]
    first = dict(zip(head, [one.value for one in sheet[2]], strict=True))
    assert first["数值"] == 116.5 and first["折算数值"] == 11_650_000_000
    assert first["日期"].date().isoformat() == "2024-03-15"
    assert sheet.cell(3, 1).value == "=1+1" and sheet.cell(3, 1).data_type == "s"
    about = {row[0].value: row[1].value for row in book.worksheets[1]}
    assert about["条数"] == 2 and about["检索网址"].startswith("http")


def test_files_name_what_they_do_not_understand(client: Client) -> None:
    response = client.get("/figures.csv", {"year": "x"})
    assert response.status_code == 400 and "year" in response.content.decode()
    assert client.get("/figures.pdf").status_code == 404
    assert client.head("/figures.xlsx").status_code == 200


def test_the_api_gives_the_same_figures(client: Client) -> None:
    row = figure(116)
    figure(2, kind="target")
    found = json.loads(client.get("/api/v1/figures", {"kind": "actual"}).content)
    assert [found[name] for name in ("total", "page", "pages", "size")] == [1, 1, 1, 50]
    (told,) = found["results"]
    assert told["place"] == {"code": "370900", "name": "泰安市"}
    assert told["sentence"][told["start"] : told["end"]] == "116亿元"
    assert told["url"].endswith(f"/articles/{row.article_id}/#figure-{row.pk}")
    assert (told["key"], told["base_value"], told["article"]["newspaper"]) == (
        KEY,
        11.6e9,
        "大众日报",
    )
    assert client.get("/api/v1/figures", {"kind": "x"}).status_code == 400
    assert client.get("/api/v1/figures", {"size": "1000"}).status_code == 400
    assert json.loads(client.get("/api/v1/figures?page=9").content)["results"] == []
    assert json.loads(client.get("/api/v1/figures?size=1").content)["pages"] == 2
    assert json.loads(client.get("/api/v1/figures?year=1999").content)["pages"] == 1


def test_english_interface_marks_chinese_text(client: Client) -> None:
    figure(1)
    with override(None):
        html = client.get("/figures/", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="en">' in html
    assert '<th role="rowheader" scope="row" lang="zh-Hans">' in html
