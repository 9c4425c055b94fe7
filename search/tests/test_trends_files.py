"""The table of trends as CSV, XLSX and JSON: the same numbers, safe to open, saying whence they come."""

from __future__ import annotations

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from search.tests import factories

pytestmark = pytest.mark.django_db
ASKED = "?series=储能&series=%3D1%2B1&per=thousand&by=quarter"


@pytest.fixture(autouse=True)
def filled(reindexed) -> None:
    for day in ("2024-01-02", "2024-02-11", "2024-05-30"):
        factories.article("储能项目。", day)
    factories.article("旅游节。", "2024-05-31")
    reindexed()


def test_csv_opens_in_chinese_with_the_very_table(client):
    response = client.get("/trends.csv" + ASKED)
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in response["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["时期"] for row in rows] == ["2024-Q1", "2024-Q2"]
    assert [row["档案篇数"] for row in rows] == ["2", "2"]
    assert [row["储能"] for row in rows] == ["2", "1"]
    assert [row["储能（每千篇）"] for row in rows] == ["1000.0", "500.0"]
    assert "储能" in rows[0]["检索式"]
    assert rows[0]["检索网址"].startswith("http://testserver/trends/?series=")
    assert rows[0]["导出日期"]


def test_no_cell_of_csv_is_a_formula(client):
    text = client.get("/trends.csv" + ASKED).content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert "'=1+1" in cells
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)


def test_xlsx_has_numbers_a_chart_and_its_origin(client):
    book = load_workbook(io.BytesIO(client.get("/trends.xlsx" + ASKED).content))
    sheet, about = book.worksheets
    assert [cell.value for cell in sheet["A"]] == ["时期", "2024-Q1", "2024-Q2"]
    assert [cell.value for cell in sheet["F"]] == ["储能", 2, 1]
    assert [cell.data_type for cell in sheet[1]] == ["s"] * len(sheet[1])
    assert len(sheet._charts) == 1
    told = {row[0].value: row[1].value for row in about.iter_rows()}
    assert "储能" in told["检索式"]
    assert told["检索网址"].startswith("http")


def test_json_and_the_api_say_the_same(client):
    file = json.loads(client.get("/trends.json" + ASKED).content)
    api = client.get("/api/v1/trends" + ASKED).json()
    assert file == api
    assert file["query"] == {"series": ["储能", "=1+1"], "by": "quarter", "per": "thousand"}
    assert [one["articles"] for one in file["periods"]] == [2, 2]
    assert file["series"][0] == {
        "query": "储能",
        "total": 3,
        "counts": [2, 1],
        "per_thousand": [1000.0, 500.0],
    }
    assert file["newspapers"][0]["first"] == "2024-01-02"


@pytest.mark.parametrize("path", ["/trends.csv", "/trends.xlsx", "/trends.json", "/api/v1/trends"])
def test_what_is_not_understood_is_refused(client, path):
    response = client.get(path + "?series=a&by=week")
    assert response.status_code == 400
    assert "by=week" in response.content.decode()


def test_other_forms_are_not_found(client):
    assert client.get("/trends.exe").status_code == 404
