"""Tables of ready articles: rows that hold are articles once, broken ones are named by their line."""

import io
import json
from datetime import date

import pytest

from archive.ingest import rows as table
from archive.ingest.errors import InputError, LackingError
from archive.ingest.intake import Hints, take_in
from archive.ingest.ready import ready_article
from archive.ingest.rows import Row, read_table
from archive.models import Article, Import, Page
from archive.tests import factories as make

HEAD = "newspaper,date,page,title,kicker,subtitle,column,body,reporters,url\n"
BODY = "昨日，泰安市委书记李兰亭到肥城市调研储能项目，全市储能装机达到120万千瓦。"


def rows(text, name="a.csv", encoding=""):
    data = text if isinstance(text, bytes) else text.encode()
    return list(read_table(io.BytesIO(data), name, encoding))


def line(**cells):
    """A row of the CSV above; columns that are not given are empty."""
    values = {"newspaper": "泰安日报", "date": "2024-03-15", "title": "题", "body": "文。"} | cells
    names = HEAD.strip().split(",")
    return ",".join(f'"{values.get(name, "")}"' for name in names) + "\n"


def ready(**cells):
    cells = {"newspaper": "泰安日报", "date": "2024-03-15", "title": "题", "body": "文。"} | cells
    return ready_article(Row(2, cells))


class TestRows:
    def test_a_quoted_line_break_belongs_to_its_cell_and_counts_as_a_line(self):
        first, second = rows('title,body\n题,"一\n二"\n题二,三\n')
        assert (first.line, first.cells["body"]) == (2, "一\n二")
        assert (second.line, second.cells["title"]) == (4, "题二")

    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_the_delimiter_is_told_from_the_header(self, delimiter):
        [row] = rows(f"title{delimiter}body\n题，一；二{delimiter}文\n")
        assert row.cells == {"title": "题，一；二", "body": "文"}

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    def test_encodings_are_told_apart(self, encoding):
        [row] = rows(f"标题,正文\n我市储能项目集中开工,{BODY}\n".encode(encoding))
        assert row.cells == {"title": "我市储能项目集中开工", "body": BODY}

    def test_an_encoding_may_be_given_and_noise_asks_for_one(self):
        data = "title,body\n題,內文\n".encode("big5")
        assert rows(data, encoding="big5")[0].cells["body"] == "內文"
        with pytest.raises(LackingError) as caught:
            rows(bytes(range(128, 256)) * 40)
        assert caught.value.hint == "encoding"

    def test_a_spoilt_byte_is_its_rows_alone(self):
        text = "title,body\n" + f"题,{BODY}\n" * 20
        data = text.encode().replace(BODY.encode(), BODY.encode()[:-1] + b"\xff", 1)
        first, *rest = rows(data)
        with pytest.raises(InputError, match="无法解码"):
            ready_article(first)
        assert [ready_article(row).draft.body for row in rest] == [BODY] * 19

    def test_a_wrong_number_of_cells_is_named(self):
        faults = [row.fault for row in rows("title,body\n只有一格\n一,二,三\n题,文\n\n")]
        assert faults == ["有 1 格，应为 2 格。", "有 3 格，应为 2 格。", ""]

    def test_a_quote_that_is_never_closed_swallows_nothing(self):
        found = rows('title,body\n题一,文\n"题二,文\n题三,文\n"题四"多,文\n题五,文\n')
        assert [(row.line, row.cells.get("title")) for row in found if not row.fault] == [
            (2, "题一"),
            (4, "题三"),
            (6, "题五"),
        ]
        assert [(row.line, row.fault) for row in found if row.fault] == [
            (3, "引号没有配对。"),
            (5, "引号没有配对。"),
        ]

    def test_a_cell_beyond_all_measure_is_named(self):
        found = rows(f'title,body\n题,"{"长" * 1_100_000}"\n题二,文\n')
        assert found[0].line == 2 and "超过" in found[0].fault
        assert [(row.line, row.cells) for row in found[1:]] == [
            (3, {"title": "题二", "body": "文"})
        ]

    def test_nothing_but_open_quotes_comes_to_an_end(self, monkeypatch):
        """Each line closes a quote and opens another: looked at from each, the row has no end."""
        monkeypatch.setattr(table, "PATIENCE", 100_000)
        found = rows("title,body\n" + 'a","c\n' * 20_000 + "题,文\n")
        assert len(found) < 60 and all(row.fault for row in found[:-1])
        assert "到第" in found[-2].fault and "行为止没有读" in found[-2].fault
        lines = [row.line for row in found]
        assert lines == sorted(set(lines))

    def test_a_row_has_only_so_many_lines(self):
        found = rows('title,body\n题,"文\n' + "题二,文\n" * 3000)
        assert found[0].fault == "引号没有配对。"
        assert [row.line for row in found[1:]] == list(range(3, 3003))

    def test_a_nul_or_a_bad_row_is_not_the_whole_files_fault(self):
        good = "项目开工,昨日开工。\n" * 50
        for bad in (b"\xff\xfe\xfd,\xff\xfe\xfa\n", "空\0,文\n".encode()):
            data = b"title,body\n" + bad + good.encode()
            first, *rest = rows(data)
            with pytest.raises(InputError):
                ready_article(first)
            assert {row.cells["body"] for row in rest} == {"昨日开工。"} and len(rest) == 50

    def test_a_long_table_is_not_told_by_half_a_character(self):
        data = ("title,body\n" + f"题,{BODY}\n" * 9000).encode()
        for cut in range(3):
            head = f"title,body\n{'x' * cut},y\n".encode()
            assert rows(head + data[11:])[-1].cells["body"] == BODY

    @pytest.mark.parametrize(
        ("text", "why"),
        [("日期\n2024-01-07\n", "缺少列：title、body"), ("title,标题,body\n", "列名重复：title"), ("", "缺少列")],
    )  # fmt: skip
    def test_a_header_that_cannot_be_is_refused(self, text, why):
        with pytest.raises(InputError, match=why):
            rows(text)

    def test_broken_json_is_named_by_its_line(self):
        good = json.dumps({"title": "题", "body": "文"}, ensure_ascii=False)
        deep = "[" * 100_000
        text = f'{good}\n{{broken\n\n[1]\n{deep}\n{good}\n{{"title": NaN, "body": "x"}}'
        found = rows(text, "a.jsonl")
        assert [(row.line, bool(row.fault)) for row in found] == [
            (1, False), (2, True), (4, True), (5, True), (6, False), (7, True),
        ]  # fmt: skip

    def test_a_json_array_is_told_from_json_lines(self):
        with pytest.raises(InputError, match="数组"):
            rows('[\n{"title": "题"}\n]', "a.json")

    def test_a_json_line_beyond_all_measure_is_named(self):
        good = json.dumps({"title": "题", "body": "文"})
        long = json.dumps({"title": "题", "body": "x" * 3_500_000})
        found = rows(f"{good}\n{long}\n{good}\n", "a.ndjson")
        assert [(row.line, bool(row.fault)) for row in found] == [(1, False), (2, True), (3, False)]

    def test_unknown_columns_are_told_once(self):
        unknown = set()
        list(read_table(io.BytesIO(b"title,body,x\n1,2,3\n4,5,6\n"), "a.csv", "", unknown))
        assert unknown == {"x"}


class TestReady:
    @pytest.mark.parametrize(
        "text", ["2024-01-07", "2024/1/7", "2024.1.7", "20240107", "2024年1月7日", "2024/1/7 0:00"]
    )
    def test_dates_as_spreadsheets_write_them(self, text):
        assert ready(date=text).day == date(2024, 1, 7)

    @pytest.mark.parametrize("text", ["2", "02", "第2版", "A02", "2版", "2.0", 2.0])
    def test_pages_as_papers_write_them(self, text):
        assert ready(page=text).page == 2

    def test_numbers_in_json_are_as_good_as_text(self):
        found = ready(page=3, date=20240107, reporters=["张三", " 李四 "])
        assert (found.page, found.day, found.draft.reporters) == (
            3,
            date(2024, 1, 7),
            ["张三", "李四"],
        )

    def test_lists_are_joined_with_semicolons(self):
        assert ready(reporters="张三;李四； 张三").draft.reporters == ["张三", "李四"]

    def test_formulas_stay_text(self):
        found = ready(title='=HYPERLINK("http://x","点")', kicker="+1", column="@x")
        assert found.draft.title == '=HYPERLINK("http://x","点")'
        assert (found.draft.kicker, found.draft.column) == ("+1", "@x")

    def test_paragraphs_lose_indents_and_blank_lines(self):
        assert ready(body="　　一。\r\n\r\n  二。\n").draft.body == "一。\n二。"

    def test_what_nobody_sees_is_left_out(self):
        found = ready(title="储能\u202e开\u200b工", body="一\u200b。\n\u200b\n二\u202e。")
        assert (found.draft.title, found.draft.body) == ("储能开工", "一。\n二。")

    @pytest.mark.parametrize(
        ("cells", "why"),
        [
            ({"title": " "}, "标题（title）是空的"),
            ({"body": ""}, "正文（body）是空的"),
            ({"date": "2024-02-30"}, "“2024-02-30”不对"),
            ({"date": "昨天"}, "日期"),
            ({"date": "0202-06-21"}, "“0202-06-21”不对"),
            ({"date": "9999-12-31"}, "“9999-12-31”不对"),
            ({"page": 1.5}, "版次"),
            ({"page": "0"}, "版次"),
            ({"page": "1000"}, "版次"),
            ({"title": "长" * 301}, "301 字，最多 300 字"),
            ({"body": "长" * 200_001}, "200,001 字"),
            ({"body": "空\0字"}, "NUL"),
            ({"title": "\ud800"}, "无法解码"),
            ({"url": "javascript:alert(1)"}, "http"),
            ({"url": "https://x.cn/" + "x" * 500}, "最多 500"),
            ({"title": {"a": 1}}, "应为文字"),
            ({"title": True}, "应为文字"),
            ({"reporters": {"a": 1}}, "列表"),
            ({"reporters": "长" * 41}, "过长"),
        ],
    )
    def test_a_broken_row_says_what_is_wrong(self, cells, why):
        with pytest.raises(InputError, match=why):
            ready(**cells)


@pytest.fixture
def paper(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    make.industry()
    return make.newspaper(aliases=["泰报"])


def take(text, name="a.csv", **hints):
    return take_in(text.encode(), name, Hints(**hints))


class TestTakingIn:
    def test_articles_get_what_those_of_pages_get(self, paper):
        row = line(
            title="肥城储能", body=BODY, reporters="张三;李四", url="https://x.cn/1", page="3"
        )
        outcome = take(HEAD + row, publish=True)
        article = Article.objects.get()
        assert (outcome.status, outcome.articles) == ("added", 1)
        assert (article.status, article.reporters, article.url) == (
            "published", ["张三", "李四"], "https://x.cn/1",
        )  # fmt: skip
        assert str(article.page) == "泰安日报 2024-03-15 第3版" and article.page.number_known
        assert article.page.text == "" and article.page.source.filename == "a.csv"
        assert "肥城市" in {row.place.name for row in article.place_mentions.all()}
        assert article.official_mentions.get().official.name == "李兰亭"
        assert article.industry_mentions.exists() and article.figures.exists()

    def test_they_land_on_the_page_that_is_there(self, paper):
        page = make.page(3, number_known=True)
        make.article(page)
        take(HEAD + line(page="3", title="甲"))
        article = Article.objects.get(title="甲")
        assert (article.page, article.order, Page.objects.count()) == (page, 2, 1)
        assert Import.objects.get(filename="a.csv").report["onto"] == [page.pk]

    def test_a_page_whose_number_was_only_guessed_is_not_theirs(self, paper):
        make.page(3, number_known=False)
        take(HEAD + line(page="3"))
        page = Article.objects.get().page
        assert (page.number, page.number_known) == (4, False) and "第3版" in page.warnings[0]

    def test_without_a_number_an_issue_has_one_page_for_the_file(self, paper):
        text = HEAD + line(title="甲") + line(title="乙") + line(title="丙", date="2024-03-16")
        take(text)
        assert sorted(Page.objects.values_list("issue__date__day", "number_known")) == [
            (15, False),
            (16, False),
        ]
        assert Article.objects.filter(page__issue__date=make.DAY).count() == 2

    def test_a_row_that_is_in_makes_nothing_in_whatever_file(self, paper):
        take(HEAD + line(title="甲") + line(title="甲"))
        assert Article.objects.count() == 1
        again = {"newspaper": "泰报", "date": "2024/3/15", "title": "甲", "body": "文。"}
        outcome = take(json.dumps(again, ensure_ascii=False), "b.jsonl")
        assert (outcome.status, outcome.articles) == ("exists", 1)
        assert take(HEAD + line(title="甲") + line(title="乙"), "c.csv").articles == 1
        assert (Article.objects.count(), Page.objects.count()) == (2, 2)
        assert take(HEAD + line(title="甲") + line(title="甲")).status == "exists"

    def test_a_row_whose_article_was_corrected_since_makes_nothing(self, paper):
        take(HEAD + line(title="甲") + line(title="乙"))
        Article.objects.filter(title="甲").update(title="甲，更正", body="更正过的文。")
        outcome = take(HEAD + line(title="丙") + line(title="甲") + line(title="乙"), "b.csv")
        assert outcome.articles == 1
        assert sorted(Article.objects.values_list("title", flat=True)) == ["丙", "乙", "甲，更正"]

    def test_the_same_text_in_another_issue_is_another_article(self, paper):
        take(HEAD + line() + line(date="2024-03-16"))
        assert Article.objects.count() == 2

    def test_broken_rows_are_faults_with_their_lines_and_the_rest_is_in(self, paper):
        text = (
            HEAD + line(title="甲") + line(newspaper="没有日报") + line(date="x") + line(title="乙")
        )
        outcome = take(text)
        source = Import.objects.get()
        assert (outcome.status, outcome.articles, source.status) == ("partial", 2, "partial")
        assert [(row.line, row.reason) for row in source.faults.all()] == [
            (3, "数据库里没有报纸“没有日报”。"),
            (4, "日期（date）“x”不对，应形如 2024-01-07。"),
        ]
        assert "2 处没有导入，第一处：第 3 行" in source.error

    def test_read_again_its_faults_are_not_told_twice(self, paper):
        text = HEAD + line(title="甲") + line(date="x")
        assert [take(text).status for _ in range(2)] == ["partial", "partial"]
        assert Import.objects.get().faults.count() == 1 and Article.objects.count() == 1

    def test_newspaper_and_date_may_be_given_for_the_file(self, paper):
        text = "title,body\n题,文。\n"
        assert take(text).lacks == "newspaper"
        assert take(text, newspaper=paper).lacks == "date"
        assert take(text, newspaper=paper, date=make.DAY).status == "added"
        assert Import.objects.get().faults.count() == 0

    def test_a_name_cut_to_fit_keeps_its_end(self, paper):
        """It is the end that tells a table from a page."""
        assert take(HEAD + line(), "长" * 250 + ".csv").status == "added"
        name = Import.objects.get().filename
        assert (len(name), name[-5:]) == (200, "长.csv") and Article.objects.get().title == "题"

    def test_a_table_of_no_rows_and_unknown_columns_say_so(self, paper):
        assert "没有一篇文章" in take(HEAD).error
        outcome = take("newspaper,date,title,body,编辑\n泰安日报,2024-03-15,题,文。,张三\n")
        assert outcome.warnings == ("不认识的列，没有读：编辑",)

    def test_who_wrote_it_is_read_from_the_text_where_no_cell_says(self, paper):
        take(HEAD + line(body="本报泰安3月14日讯（记者 张三 通讯员 李四）今天，项目开工。"))
        article = Article.objects.get()
        assert (article.reporters, article.correspondents) == (["张三"], ["李四"])
        assert article.dateline_date == date(2024, 3, 14)

    def test_many_rows_are_stored_in_several_transactions(self, paper):
        text = HEAD + "".join(line(title=f"{n}号项目", body=f"{n}号项目开工。") for n in range(250))
        assert take(text).articles == 250
        assert take(text + "\n").status == "exists"
        assert Page.objects.count() == 1
