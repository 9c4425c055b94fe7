"""A page read again: corrections, addresses and what editors cut stay; the rest is renewed."""

import csv

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from archive.editing.removing import remove_articles
from archive.editing.structure import assign_lines, split_article
from archive.ingest import pdf, pipeline, reparse
from archive.ingest.errors import InputError
from archive.ingest.intake import Hints, take_in
from archive.ingest.reparse import reparse_page
from archive.models import Article, Page
from archive.tests import factories as make
from archive.tests.pdf_writer import Leaf, Show, write_pdf

pytestmark = pytest.mark.django_db

TEXT = """泰安日报 2024年3月15日 星期五 第1版 要闻

储能项目在肥城开工
　　本报讯（记者 周岩）3月14日，泰安市肥城市储能项目开工，总投资
8.7亿元。项目由当地企业建设，明年投产，可为电网调峰提供支撑。
　　市发改委负责人介绍，今年全市将开工储能项目12个。

春耕备耕有序推进
　　本报讯（记者 田禾）连日来，泰安市各地抢抓农时，开展春耕备耕，
农技人员进村入户，指导农户科学施肥，确保春播质量。
"""


@pytest.fixture
def page(settings, tmp_path) -> Page:
    settings.MEDIA_ROOT = tmp_path
    make.newspaper()
    make.industry()
    return take_in(TEXT.encode(), "泰安日报.txt", Hints(publish=True)).page


def titles(page: Page) -> list[str]:
    return [article.title for article in page.articles.order_by("order")]


def test_nothing_changes_where_the_rules_did_not(page):
    before = list(page.articles.values_list("pk", "title", "body"))
    changes = reparse_page(page)
    assert (changes.same, changes.changed, changes.added, changes.dropped) == (2, 0, 0, 0)
    assert list(page.articles.values_list("pk", "title", "body")) == before


def test_corrections_stay_and_the_rest_is_renewed(page):
    article = page.articles.get(title="储能项目在肥城开工")
    article.title, article.reporters = "改过的题", []
    article.corrected = ["title"]
    article.save()
    article.official_mentions.all().delete()
    assert reparse_page(page).changed == 1
    again = Article.objects.get(pk=article.pk)
    assert (again.title, again.reporters, again.status) == ("改过的题", ["周岩"], "published")


def test_corrected_mentions_stay(page):
    article = page.articles.get(title="储能项目在肥城开工")
    article.place_mentions.all().delete()
    article.industry_mentions.all().delete()
    article.corrected = ["places"]
    article.save()
    reparse_page(page)
    assert not article.place_mentions.exists()
    assert article.industry_mentions.filter(industry__slug="energy-storage").exists()


def test_what_an_editor_cut_is_not_found_again(page):
    lines = {
        number
        for first, last in page.articles.get(title="春耕备耕有序推进").lines
        for number in range(first, last + 1)
    }
    Article.objects.filter(title="春耕备耕有序推进").update(status="draft")
    assign_lines(page, lines, to=None, author=None)
    reparse_page(Page.objects.get(pk=page.pk))
    assert titles(page) == ["储能项目在肥城开工"]


def fewer_articles(monkeypatch) -> None:
    """Rules that find the first article of a page only."""
    real = reparse.parse_bytes

    def fewer(*args, **options):
        for draft, text in real(*args, **options):
            draft.articles = draft.articles[:1]
            yield draft, text

    monkeypatch.setattr(reparse, "parse_bytes", fewer)


def test_published_articles_that_are_not_found_stay_in_doubt(page, monkeypatch):
    fewer_articles(monkeypatch)
    assert reparse_page(page).doubtful == 1
    assert reparse.MISSING in page.articles.get(title="春耕备耕有序推进").warnings
    Article.objects.update(status="draft")
    assert reparse_page(Page.objects.get(pk=page.pk)).dropped == 1


def test_the_command_knows_a_newspaper_by_its_name(page, capsys):
    call_command("reparse", newspaper="泰安日报", all=True)
    assert "未变 2 篇" in capsys.readouterr().out
    with pytest.raises(CommandError, match="不认识“火星日报”"):
        call_command("reparse", newspaper="火星日报")


def test_a_reading_that_changes_nothing_is_no_edit(page, admin_user):
    article = page.articles.get(title="储能项目在肥城开工")
    split_article(article, 6, author=admin_user)
    before = article.history.count()
    reparse_page(Page.objects.get(pk=page.pk))
    assert article.history.count() == before


def test_command_reads_only_pages_of_older_versions(page, capsys):
    call_command("reparse")
    assert "未变 0 篇" in capsys.readouterr().out
    Page.objects.update(parsed_with=1)
    call_command("reparse")
    assert "未变 2 篇" in capsys.readouterr().out
    assert Page.objects.get().parsed_with > 1


def again(page) -> reparse.Changes:
    return reparse_page(Page.objects.get(pk=page.pk))


def test_ready_articles_on_a_page_of_text_stay(page):
    draft = make.article(page, title="成稿一", body="泰安市的成稿。", lines=[])
    public = make.article(page, title="成稿二", body="另一篇。", lines=[], status="published")
    assert again(page).dropped == 0
    draft.refresh_from_db()
    public.refresh_from_db()
    assert (draft.body, public.warnings) == ("泰安市的成稿。", [])
    assert draft.place_mentions.exists()


def test_an_article_whose_lines_are_gone_is_no_ready_one(page):
    kept = make.article(page, title="没了", body="没了。", lines=[[12, 12]], status="published")
    lost = make.article(page, title="也没了", body="没了。", lines=[[13, 13]])
    held = make.article(page, body="没了。", lines=[[14, 14]], corrected=["lines"])
    page.text += "\n多\n的\n行"
    page.save()
    changes = again(page)
    assert (changes.dropped, changes.doubtful) == (1, 2)
    for article in (kept, held):
        article.refresh_from_db()
        assert reparse.MISSING in article.warnings and article.lines == []
    assert not Article.objects.filter(pk=lost.pk).exists()


def test_lines_given_by_hand_follow_a_text_that_is_read_otherwise(page):
    article = page.articles.get(title="春耕备耕有序推进")
    lines = article.lines
    article.corrected = ["lines"]
    article.lines = [[first + 1, last + 1] for first, last in lines]
    article.save()
    page.text = f"多一行\n{page.text}"
    page.save()
    again(page)
    article.refresh_from_db()
    assert article.lines == lines


def test_evidence_of_corrected_mentions_moves_with_the_words(page):
    article = page.articles.get(title="储能项目在肥城开工")
    mention = article.place_mentions.get(place__name="肥城市")
    evidence = [row for row in mention.evidence if row[0] == "body"]
    article.body, article.corrected = f"多的话。{article.body}", ["places"]
    article.save()
    mention.evidence = [[field, start + 4, end + 4] for field, start, end in evidence]
    mention.save()
    again(page)
    mention.refresh_from_db()
    assert mention.evidence == evidence


def test_what_an_editor_does_while_a_page_is_read_stays(page, monkeypatch):
    real = reparse.parse_bytes

    def slow(*args, **options):
        found = list(real(*args, **options))
        assign_lines(Page.objects.get(pk=page.pk), {6}, to=None, author=None)
        return iter(found)

    monkeypatch.setattr(reparse, "parse_bytes", slow)
    reparse_page(page)
    page.refresh_from_db()
    assert {"lines": [6, 6], "why": "editor"} in page.furniture
    assert "12个" not in page.articles.get(title="储能项目在肥城开工").body


def test_a_deleted_article_does_not_come_back(page):
    remove_articles(page.articles.filter(title="春耕备耕有序推进"), author=None)
    again(page)
    assert titles(page) == ["储能项目在肥城开工"]


def leaf(number: int) -> Leaf:
    lines = [f"泰安日报 2024年3月15日 第{number}版", "", "储能项目在肥城开工"]
    lines += ["本报讯 3月14日，泰安市肥城市储能项目开工，总投资8.7亿元。", "项目明年投产。"]
    return Leaf([Show(text, 40, 40 + 20 * row, 10) for row, text in enumerate(lines)], 500, 700)


@pytest.fixture
def pages(settings, tmp_path) -> list[Page]:
    settings.MEDIA_ROOT = tmp_path
    make.newspaper()
    take_in(write_pdf([leaf(number) for number in (1, 2, 3)]), "泰安日报.pdf", Hints())
    return list(Page.objects.order_by("number"))


def parsed(monkeypatch) -> tuple[list[str], list[int]]:
    """The files that are opened and the sheets whose lines are read, as they come."""
    files, sheets = [], []
    bytes_of, page_of = reparse.parse_bytes, pipeline.parse_page

    def parse_bytes(data, filename, **options):
        files.append(filename)
        return bytes_of(data, filename, **options)

    def parse_page(source, *args, **options):
        sheets.append(source.sheet)
        return page_of(source, *args, **options)

    monkeypatch.setattr(reparse, "parse_bytes", parse_bytes)
    monkeypatch.setattr(pipeline, "parse_page", parse_page)
    return files, sheets


def test_one_page_of_a_file_is_read_without_the_others(pages, monkeypatch):
    _, sheets = parsed(monkeypatch)
    opened, real = [], pdf._page
    monkeypatch.setattr(pdf, "_page", lambda *page: opened.append(page) or real(*page))
    again(pages[2])
    assert (sheets, len(opened)) == ([3], 1)


def test_a_page_that_its_file_has_no_more_stays(pages):
    pages[2].sheet = 9
    pages[2].save()
    with pytest.raises(InputError, match="没有这一页"):
        again(pages[2])


def test_command_opens_a_file_once_for_all_its_pages(pages, monkeypatch, capsys):
    files, sheets = parsed(monkeypatch)
    call_command("reparse", "--all")
    assert (len(files), sheets) == (1, [1, 2, 3])
    assert capsys.readouterr().out.count("第") >= 3


def test_command_goes_on_over_what_fails(pages, monkeypatch, capsys):
    Page.objects.update(parsed_with=1)
    real = reparse.join_continuations
    errors = [OperationalError("database is locked"), ZeroDivisionError("a rule")]

    def fail(issue):
        if errors:
            raise errors.pop()
        return real(issue)

    monkeypatch.setattr(reparse, "join_continuations", fail)
    with pytest.raises(CommandError, match="2 个版面"):
        call_command("reparse")
    told = capsys.readouterr().err
    assert "数据库" in told and "解析时出错" in told
    assert [page.parsed_with for page in Page.objects.order_by("number")][2] == pipeline.VERSION


def test_command_says_without_a_path_that_a_file_is_gone(page, capsys):
    path = page.source.file.path
    page.source.file.storage.delete(page.source.file.name)
    with pytest.raises(CommandError, match="1 个版面"):
        call_command("reparse", "--all")
    told = capsys.readouterr().err
    assert "无法读写文件" in told and path not in told


def report(path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def age(page) -> Article:
    """An article as an older reading might have left it: another title, a city not seen."""
    article = page.articles.get(title="储能项目在肥城开工")
    Article.objects.filter(pk=article.pk).update(title="=储能项目", reporters=[])
    article.place_mentions.all().delete()
    return article


def test_the_report_says_what_changed(page, tmp_path, capsys):
    article = age(page)
    call_command("reparse", all=True, report=tmp_path / "report.csv")
    rows = {row["项目"]: row for row in report(tmp_path / "report.csv")}
    assert (rows["主题"]["原来"], rows["主题"]["现在"]) == ("'=储能项目", "储能项目在肥城开工")
    assert rows["记者"]["现在"] == "周岩" and "肥城市" in rows["地区"]["现在"]
    assert {row["文章"] for row in rows.values()} == {str(article.pk)}
    assert rows["主题"]["报纸"] == "泰安日报" and rows["主题"]["变化"] == "改动"
    assert "report.csv" in capsys.readouterr().out


def test_the_report_names_what_came_and_what_went(page, tmp_path, monkeypatch):
    Article.objects.filter(title="春耕备耕有序推进").delete()
    call_command("reparse", all=True, report=tmp_path / "report.csv")
    (row,) = report(tmp_path / "report.csv")
    assert (row["变化"], row["标题"]) == ("新增", "春耕备耕有序推进")
    fewer_articles(monkeypatch)
    call_command("reparse", all=True, report=tmp_path / "report.csv")
    (row,) = report(tmp_path / "report.csv")
    assert (row["变化"], row["标题"]) == ("去掉", "春耕备耕有序推进")


def test_a_trial_changes_nothing_and_tells_the_same(page, tmp_path, capsys):
    article = age(page)
    call_command("reparse", all=True, dry_run=True, report=tmp_path / "trial.csv")
    assert "将会：改动 1 篇" in capsys.readouterr().out
    article.refresh_from_db()
    assert article.title == "=储能项目" and not article.place_mentions.exists()
    call_command("reparse", all=True, report=tmp_path / "report.csv")
    assert report(tmp_path / "trial.csv") == report(tmp_path / "report.csv")


def test_a_report_that_cannot_be_written_changes_nothing(page, tmp_path):
    article = age(page)
    with pytest.raises(CommandError, match="报告无法写入"):
        call_command("reparse", all=True, report=tmp_path / "no" / "report.csv")
    article.refresh_from_db()
    assert article.title == "=储能项目"
