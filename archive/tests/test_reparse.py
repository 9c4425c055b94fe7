"""A page read again: corrections, addresses and what editors cut stay; the rest is renewed."""

import pytest
from django.core.management import call_command

from archive.editing.structure import assign_lines
from archive.ingest import reparse
from archive.ingest.intake import Hints, take_in
from archive.ingest.reparse import reparse_page
from archive.models import Article, Page
from archive.tests import factories as make

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


def test_published_articles_that_are_not_found_stay_in_doubt(page, monkeypatch):
    real = reparse.parse_bytes

    def fewer(*args, **options):
        for draft, text in real(*args, **options):
            draft.articles = draft.articles[:1]
            yield draft, text

    monkeypatch.setattr(reparse, "parse_bytes", fewer)
    assert reparse_page(page).doubtful == 1
    assert reparse.MISSING in page.articles.get(title="春耕备耕有序推进").warnings
    Article.objects.update(status="draft")
    assert reparse_page(Page.objects.get(pk=page.pk)).dropped == 1


def test_command_reads_only_pages_of_older_versions(page, capsys):
    call_command("reparse")
    assert "未变 0 篇" in capsys.readouterr().out
    Page.objects.update(parsed_with=1)
    call_command("reparse")
    assert "未变 2 篇" in capsys.readouterr().out
    assert Page.objects.get().parsed_with > 1
