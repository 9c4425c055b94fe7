"""What is taken along opens where it is meant to, and loses nothing on the way."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import bibtexparser
import feedparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from django.test import Client
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from archive import selectors
from archive.models import Article, Figure, MovedArticle, Official
from search.exports import FILES, Result, hits_of, respond
from search.exports.export import fit, line
from search.found import FoundArticle, FoundIssue, FoundNewspaper, FoundPage
from search.results import Hit
from search.tests import factories

# Braces, backslashes, breaks, signs of TeX, XML and tables, emoji, rare and private signs.
ODD = "a\\b}{c {d} 50% & #1 $x_y ~ -- ''“”\n行\t二\x00\x0b\x1f\u2028=1+1 @comment{ 👨‍👩‍👧 𠮷𪚥\U00031350\ue000 ]]> <b>"
TEXTS = st.text(
    st.one_of(
        st.sampled_from("{}\\%&$#_~^@,;=<>\"'`-?!*\n\r\t\x00\x0b\x85\u2028\u3000\ufeff\u202e👍𠮷"),
        st.characters(codec="utf-8"),
    ),
    max_size=30,
)


def told(title: str) -> str:
    """A title as it is cited."""
    return selectors.citation(
        article=hit(title).article, address="", accessed=date(2024, 4, 1), archive=""
    ).title


def hit(
    title: str = "标题", reporters: list[str] | None = None, body: str = "正文。", number: int = 7
) -> Hit:
    issue = FoundIssue(date(2024, 3, 15), FoundNewspaper("dazhong-ribao", "大众日报"))
    return Hit(
        FoundArticle(
            number, "article", "", "", title, "", body, reporters or [], None,
            datetime(2024, 3, 16).astimezone(), FoundPage(2, True, issue),
        ),
        1.0,
    )  # fmt: skip


def written(form: str, *hits: Hit, label: str = "含“储能”") -> str:
    address = "/search/?q=%E5%82%A8"
    result = Result(label, address, len(hits), hits, "http://a.example{}".format)
    return "".join(str(part) for part in FILES[form].write(replace(result, day=date(2024, 4, 1))))


def bib_entries(text: str) -> list:
    library = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    return library.entries


@settings(deadline=None, max_examples=150)
@given(TEXTS, st.lists(TEXTS, max_size=3))
def test_ris_is_read_back_without_loss(title: str, names: list[str]) -> None:
    text = written("ris", hit(title, names), hit())
    first, second = rispy.loads(text.replace("\r\n", "\n"))
    assert first["title"] == line(told(title)) and second["title"] == "标题"
    plain = str.maketrans({",": "，", "*": "＊", ";": "；"})
    assert first.get("authors", []) == [
        line(name.translate(plain)) for name in selectors.authors(hit(title, names).article)
    ]
    assert (first["date"], first["year"], first["start_page"]) == ("2024/03/15", "2024", "2")
    assert (first["secondary_title"], first["type_of_reference"]) == ("大众日报", "NEWS")
    assert first["urls"] == ["http://a.example/articles/7/"]
    assert "含“储能”" in first["notes"][0] and "2024-04-01" in first["notes"][0]
    assert "unknown_tag" not in first


@settings(deadline=None, max_examples=150)
@given(TEXTS)
def test_bibtex_is_read_back_without_loss(title: str) -> None:
    text = written("bib", hit(title, ["王一", f"{title}某"]), hit(number=8))
    first, second = bib_entries(text)
    # The parser's decoder takes TeX's circumflex for the modifier letter; TeX does not.
    read = first.fields_dict["title"].value.replace("ˆ", "^")
    assert read == line(told(title)).replace("ˆ", "^")
    assert first.fields_dict["author"].value.startswith("王一 and ")
    assert second.fields_dict["title"].value == "标题"
    assert text.count("{") - text.count("}") == 0


def test_bibtex_keys_and_origin() -> None:
    text = written("bib", hit("a"), label="含“@{储能”")
    assert "@article{archive-7," in text and "urldate = {2024-04-01}" in text
    assert text.startswith("@comment{") and "@{储能" not in text and "q=%E5%82%A8" in text
    assert "@comment" not in written("bib", hit("a"), label="")


@settings(deadline=None, max_examples=100)
@given(TEXTS)
def test_csv_is_a_rectangle_and_runs_nothing(title: str) -> None:
    text = written("csv", hit(title, body=title), hit())
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert len({len(row) for row in rows}) == 1 and len(rows) == 3
    assert rows[0][-3:] == ["检索式", "检索网址", "导出日期"]
    assert rows[1][-3:] == ["含“储能”", "http://a.example/search/?q=%E5%82%A8", "2024-04-01"]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in rows[1])


@pytest.mark.parametrize("text", [ODD, "\ud800a", "\ufffe\uffff", "👨‍👩‍👧", "𠮷\U00031350\ue000"])
def test_what_no_file_can_hold_is_left_out(text: str) -> None:
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff\u202e]", fit(text))
    kept = [one for one in "👨‍𠮷\U00031350\ue000" if one in text]
    assert all(one in fit(text) for one in kept)


@pytest.fixture
def archive(reindexed: Callable[[], int]) -> Article:
    official = Official.objects.create(name="李兰亭", place=factories.city())
    article = factories.article(
        "泰安储能电站开工，投资116亿元。\n第二段。",
        cities={"370900": "subject"},
        officials={official: "speaker"},
        title="=储能 & 光伏",
        reporters=["王一", "张三"],
    )
    Figure.objects.create(
        article=article, text="投资116亿元", indicator="投资", value=116, unit="亿元", kind="target"
    )
    factories.article("别的事\x0b。", "2024-01-01", title="坏\x1f字")
    reindexed()
    return article


def content(client: Client, address: str, **asked: str) -> bytes:
    response = client.get(address, **asked)
    assert response.status_code == 200
    return b"".join(response) if response.streaming else response.content


@pytest.mark.django_db
def test_xlsx_has_real_dates_and_numbers_and_says_what_it_is(
    client: Client, archive: Article
) -> None:
    data = content(client, "/search.xlsx?city=370900&fields=body,figures")
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["文章", "数据", "说明"]
    heads, row, *more = list(book["文章"].values)
    told = dict(zip(heads, row, strict=True))
    assert not more and (told["编号"], told["版次"]) == (archive.pk, None)
    assert told["日期"] == datetime(2024, 3, 15) and told["主题"] == "=储能 & 光伏"
    assert (told["正文"], told["城市"]) == (archive.body, "泰安市")
    cell = next(one for one in book["文章"][2] if one.value == "=储能 & 光伏")
    assert cell.data_type == "s" and book["文章"].freeze_panes == "A2"
    figure = dict(zip(*list(book["数据"].values)[:2], strict=True))
    assert (figure["数值"], figure["单位"], figure["性质"]) == (116, "亿元", "目标")
    about = dict(book["说明"].iter_rows(values_only=True))
    assert "泰安市" in about["检索式"] and about["篇数"] == 1
    assert about["检索网址"] == "http://testserver/search/?city=370900"
    assert about["导出日期"].date() == date.today()


@pytest.mark.django_db
def test_xlsx_of_nothing_and_of_control_characters(client: Client, archive: Article) -> None:
    nothing = load_workbook(io.BytesIO(content(client, "/search.xlsx?q=火星")))
    assert nothing["文章"].max_row == 1
    every = load_workbook(io.BytesIO(content(client, "/search.xlsx")))
    assert {"坏 字", "=储能 & 光伏"} == {row[6] for row in list(every["文章"].values)[1:]}


@pytest.mark.django_db
def test_the_headline_is_no_subject_in_english(client: Client, archive: Article) -> None:
    with translation.override("zh-hans"):  # what the answer leaves behind is put back
        data = content(client, "/search.xlsx?city=370900", HTTP_ACCEPT_LANGUAGE="en")
    heads, row = load_workbook(io.BytesIO(data))["Articles"].values
    told = dict(zip(heads, row, strict=True))
    assert told["Title"] == "=储能 & 光伏" and told["Newspaper"] and "Subject" not in told


@pytest.mark.django_db
def test_further_columns_of_a_table(client: Client, archive: Article) -> None:
    text = content(client, "/search.csv?q=储能&fields=body&fields=figures").decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["正文"] == archive.body and row["数据"] == "投资 116亿元（目标）"
    response = client.get("/search.csv?fields=body,colour")
    assert response.status_code == 400 and "fields=colour" in response.content.decode()
    assert "正文" not in content(client, "/search.csv").decode()


@pytest.mark.django_db
def test_json_lines_are_whole_articles(client: Client, archive: Article) -> None:
    rows = [json.loads(one) for one in content(client, "/search.jsonl").decode().splitlines()]
    told = next(row for row in rows if row["id"] == archive.pk)
    assert len(rows) == 2 and told["body"] == archive.body
    assert told["figures"][0]["value"] == 116 and told["officials"][0]["name"] == "李兰亭"
    assert told["export"]["label"] == "全部文章" and told["export"]["url"].endswith("/search/")
    api = client.get(f"/api/v1/articles/{archive.pk}").json()
    assert {key: told[key] for key in api if key in told} == {
        key: api[key] for key in api if key in told
    }


@pytest.mark.django_db
def test_an_article_has_citation_files_of_its_own(client: Client, archive: Article) -> None:
    (entry,) = rispy.loads(content(client, f"/articles/{archive.pk}.ris").decode())
    assert entry["title"] == "=储能 & 光伏" and "notes" not in entry
    (entry,) = bib_entries(content(client, f"/articles/{archive.pk}.bib").decode())
    assert entry.key == f"archive-{archive.pk}"
    MovedArticle.objects.create(former_id=99, article=archive)
    response = client.get("/articles/99.bib")
    assert (response.status_code, response.url) == (301, f"/articles/{archive.pk}.bib")
    Article.objects.update(status=Article.Status.DRAFT)
    for number in (archive.pk, 12345, 10**30):
        assert client.get(f"/articles/{number}.ris").status_code == 404


@pytest.mark.django_db
def test_files_name_whom_the_page_names(client: Client, reindexed: Callable[[], int]) -> None:
    """The box, the meta tags, COinS, RIS, BibTeX and the feed: one title, the same authors."""
    made = factories.article(
        "正文。", title="储能“元年”", reporters=["王　一"], correspondents=["李二", "王一"]
    )
    Article.objects.update(subtitle="访李三", kicker="引题", photographers=["赵四"])
    reindexed()
    page = content(client, made.get_absolute_url()).decode()
    assert "王一, 李二. 储能“元年”: 访李三[N]" in page
    assert re.findall(r'name="citation_author" content="([^"]+)"', page) == ["王一", "李二"]
    assert page.count("rft.creator=") == content(client, "/search/").decode().count("rft.creator=")
    (ris,) = rispy.loads(content(client, f"/articles/{made.pk}.ris").decode())
    assert (ris["title"], ris["authors"]) == ("储能“元年”——访李三", ["王一", "李二"])
    (bib,) = bib_entries(content(client, f"/articles/{made.pk}.bib").decode())
    assert bib.fields_dict["title"].value == "储能“元年”——访李三"
    assert bib.fields_dict["author"].value == "王一 and 李二"
    (entry,) = feedparser.parse(content(client, "/search.atom")).entries
    assert [one.name for one in entry.authors] == ["王一", "李二"]


@pytest.mark.django_db
def test_any_articles_can_be_taken_along(archive: Article, rf) -> None:
    request = rf.get("/")
    numbers = [archive.pk, 999_999]
    for form in FILES.values():
        result = Result("收藏夹", "/desk/1/", 1, hits_of(numbers), request.build_absolute_uri)
        response = respond(form, result, request, "collection")
        assert "储能".encode() in b"".join(response) or form.suffix == "xlsx"
        if form.attached:
            assert "collection-" in response["Content-Disposition"]


@pytest.mark.django_db
def test_head_reads_nothing(
    client: Client, archive: Article, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(5):
        response = client.head("/search.jsonl")
    assert response.status_code == 200 and "attachment" in response["Content-Disposition"]


@pytest.mark.django_db
def test_a_feed_is_valid_and_told_apart(client: Client, archive: Article) -> None:
    data = content(client, "/search.atom?q=储能")
    feed = feedparser.parse(data)
    assert not feed.bozo and feed.version == "atom10"
    assert feed.feed.id == "http://testserver/search.atom?q=%E5%82%A8%E8%83%BD"
    relations = {one.rel: (one.type, one.href) for one in feed.feed.links}
    assert relations["self"] == ("application/atom+xml", feed.feed.id)
    assert relations["alternate"][1] == "http://testserver/search/?q=%E5%82%A8%E8%83%BD"
    (entry,) = feed.entries
    assert entry.id == entry.link == f"http://testserver/articles/{archive.pk}/"
    assert entry.updated_parsed and entry.published_parsed and entry.author
    bad = feedparser.parse(content(client, "/search.atom"))
    assert not bad.bozo and "坏 字" in [one.title for one in bad.entries]
    empty = feedparser.parse(content(client, "/search.atom?q=火星"))
    assert not empty.bozo and not empty.entries and empty.feed.updated_parsed


@pytest.mark.django_db
def test_a_long_feed_has_pages(
    client: Client, archive: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.exports.atom.ENTRIES", 1)
    seen, address = [], "http://testserver/search.atom"
    identities = set()
    while address:
        feed = feedparser.parse(content(client, address.removeprefix("http://testserver")))
        links = {one.rel: one.href for one in feed.feed.links}
        assert links["self"] == address and len(feed.entries) == 1
        seen.append(feed.entries[0].id)
        identities.add(feed.feed.id)
        address = links.get("next", "")
    assert len(set(seen)) == 2 and len(identities) == 1


@pytest.mark.django_db
def test_a_feed_that_has_not_changed_is_not_sent_again(
    client: Client, archive: Article, reindexed: Callable[[], int]
) -> None:
    first = client.get("/search.atom")
    etag = {"If-None-Match": first["ETag"]}
    again = client.get("/search.atom", headers=etag)
    assert (again.status_code, again.content) == (304, b"") and first["Last-Modified"]
    Article.objects.filter(pk=archive.pk).update(status=Article.Status.DRAFT)
    factories.article("新的储能。", "2024-05-01")
    reindexed()
    assert client.get("/search.atom", headers=etag).status_code == 200
