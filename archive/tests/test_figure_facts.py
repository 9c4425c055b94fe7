"""Stored figures know place, time, name and unit, through edits, new dates and new parses."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from archive.admin.origin import confirm_origin
from archive.editing.mentions import remove_mention, set_mention
from archive.editing.texts import set_texts
from archive.ingest.applying import correct, renew_derived
from archive.ingest.figure_facts import settle_figures
from archive.models import Article, Figure
from archive.tests import factories as make

pytestmark = pytest.mark.django_db
BODY = "泰安市去年完成投资120亿元。肥城市今年力争签约项目80个。"


@pytest.fixture
def article() -> Article:
    made = make.article(title="投资加快", body=BODY)
    renew_derived(made)
    return made


def figure(value: float) -> Figure:
    return Figure.objects.select_related("place").get(value=value)


def test_a_stored_figure_can_be_compared(article: Article) -> None:
    row = figure(120)
    assert (row.place.name, row.year, row.printed) == ("泰安市", 2023, make.DAY)
    assert (row.base_value, row.base_unit) == (12e9, "元")
    assert (row.period_start, row.period_end) == (date(2023, 1, 1), date(2023, 12, 31))
    assert row.sentence[row.hit_start : row.hit_end] == "120亿元"
    assert (figure(80).place.name, figure(80).year) == ("肥城市", 2024)


def test_an_edit_of_the_text_moves_the_sentence(article: Article) -> None:
    correct(article, "figures")
    article.save()
    new = f"据了解，{BODY}".replace("完成投资", "全部完成投资")
    set_texts(article, {"body": new}, author=None)
    row = figure(120)
    assert row.sentence == "据了解，泰安市去年全部完成投资120亿元。"
    assert row.sentence[row.hit_start : row.hit_end] == "120亿元"


def test_a_corrected_place_of_the_article_is_the_figures_too(article: Article) -> None:
    county = make.place("370983", "肥城市")
    mention = article.place_mentions.get(place=county)
    remove_mention(article, "places", mention.pk, author=None)
    assert figure(80).place.name == "泰安市"
    set_mention(article, "places", {"place": county, "role": "subject"}, author=None)
    assert figure(80).place.name == "肥城市"


def test_what_an_editor_set_survives_a_new_parse(article: Article) -> None:
    province = make.shandong()
    Figure.objects.filter(value=120).update(place=province, period="2022", indicator="民间投资")
    correct(article, "figures")
    article.save()
    renew_derived(
        article, {name: getattr(article, name) for name in ("kicker", "title", "subtitle", "body")}
    )
    row = figure(120)
    assert (row.place, row.key, row.year) == (province, "民间投资", 2022)


def test_a_new_date_tells_last_year_anew(article: Article) -> None:
    paper = article.page.issue.newspaper
    confirm_origin(article.page, paper, date(2022, 5, 6))
    row = figure(120)
    assert (row.year, row.printed) == (2021, date(2022, 5, 6))


def test_an_issue_of_another_day_does_so_too(article: Article, admin_client: Client) -> None:
    issue = article.page.issue
    values = {"newspaper": issue.newspaper_id, "date": "2022-05-06"}
    admin_client.post(reverse("admin:archive_issue_change", args=[issue.pk]), values)
    row = figure(120)
    assert (row.year, row.printed) == (2021, date(2022, 5, 6))


def test_settling_needs_few_queries(article: Article, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(7):
        settle_figures([article])


def test_figures_of_before_are_described_by_the_migration(article: Article) -> None:
    kept = figure(120)
    bare = {"place": None, "key": "", "base_value": 0, "base_unit": "", "year": None}
    Figure.objects.update(**bare, period_start=None, period_end=None, printed=None, sentence="")
    migration = import_module("archive.migrations.0004_figures_described")
    migration.describe(apps, SimpleNamespace(connection=connection))
    row = figure(120)
    for name in (*bare, "period_start", "period_end", "printed", "sentence", "hit_start"):
        assert getattr(row, name) == getattr(kept, name)
