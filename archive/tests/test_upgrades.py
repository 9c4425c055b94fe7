"""A database that any released version left behind becomes one of this version, nothing lost."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from archive.editing.accounts import give_role
from archive.editing.rights import may_change_published, may_publish
from archive.ingest.pipeline import VERSION
from archive.models import Article, Figure, Page, Role

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]
VERSION_NOW = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
    "version"
]
DJANGO = [("auth", "0012_alter_user_first_name_max_length"), ("admin", "0003_logentry_add_action_flag_choices")]  # fmt: skip
# The last migrations of each release, as CHANGELOG.md names them.
RELEASES = {
    "0.1.0": [("archive", "0001_initial"), ("search", "0001_initial"), *DJANGO],
    "0.2.0": [("archive", "0002_ingestion"), ("search", "0002_outbox_error"), *DJANGO],
    "0.3.0": [("archive", "0002_ingestion"), ("search", "0003_mark"), *DJANGO],
    "0.4.0": [("archive", "0004_figures_described"), ("search", "0004_desk"), *DJANGO],
    "0.5.0": [("archive", "0006_corrections_of_0_1"), ("search", "0005_reset_try"), *DJANGO],
}
TEXT = """泰安日报 2024年3月15日 星期五 第1版 要闻

储能项目在肥城开工
　　本报讯（记者 周岩）3月14日，泰安市肥城市储能项目开工，总投资
8.7亿元。项目由当地企业建设，明年投产，可为电网调峰提供支撑。
"""


@pytest.fixture
def migrated() -> Iterator[Any]:
    """Takes the database to a state of migrations; afterwards it is what it was."""

    def to(targets: list[tuple[str, str]]) -> Any:
        executor = MigrationExecutor(connection)
        executor.migrate(targets)
        return MigrationExecutor(connection).loader.project_state(targets).apps

    yield to
    call_command("flush", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)


def row(apps: Any, label: str, **values: Any) -> Any:
    """A row of a model as it was then: what it did not have yet is left out."""
    model = apps.get_model(label)
    known = {field.name for field in model._meta.get_fields()}
    return model.objects.create(**{name: one for name, one in values.items() if name in known})


def fill(apps: Any, media: Any) -> None:
    """What an archive of that time held: a page with its file, one article read, one corrected."""
    (media / "page.txt").write_text(TEXT, encoding="utf-8")
    shandong = row(
        apps, "archive.Place", code="370000", name="山东省", short="山东", level="province"
    )
    taian = row(apps, "archive.Place", code="370900", name="泰安市", short="泰安", level="prefecture", parent=shandong)  # fmt: skip
    row(apps, "archive.Place", code="370983", name="肥城市", short="肥城", level="county", parent=taian)  # fmt: skip
    paper = row(apps, "archive.Newspaper", slug="taian-ribao", name="泰安日报", level="prefecture", place=taian)  # fmt: skip
    issue = row(apps, "archive.Issue", newspaper=paper, date=date(2024, 3, 15), date_source="folio")
    source = row(apps, "archive.Import", sha256="a" * 64, filename="page.txt", file="page.txt", size=99, status="done")  # fmt: skip
    page = row(apps, "archive.Page", issue=issue, number=1, text=TEXT, sha256="a" * 64, source=source, sheet=1, parsed_with=1)  # fmt: skip
    kept = row(apps, "archive.Article", page=page, order=1, title="人工改过的题", body="储能项目开工，总投资8.7亿元。", lines=[[3, 5]], title_lines=[[3, 3]], corrected=["title"], status="published")  # fmt: skip
    row(apps, "archive.PlaceMention", article=kept, place=taian, role="subject", evidence=[])
    row(apps, "archive.Figure", article=kept, text="8.7亿元", indicator="总投资", value=8.7, unit="亿元", kind="actual", evidence=[["body", 10, 15]])  # fmt: skip
    correct(apps, kept)
    row(apps, "archive.Official", name="张三", pinyin="zhangsan zs", place=taian)


def correct(apps: Any, article: Any) -> None:
    """The title, as each version noted it: in the admin's log alone, then also in the article."""
    user = row(apps, "auth.User", username="bianji", password="!")
    kind, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(app_label="archive", model="article")  # fmt: skip
    changes = [{"changed": {"fields": ["主题"]}}, {"changed": {"name": "指标数据", "object": "x", "fields": ["指标"]}}]  # fmt: skip
    for message in (json.dumps(changes), "状态改为已发布。"):
        row(apps, "admin.LogEntry", user=user, content_type=kind, object_id=str(article.pk), object_repr="x", action_flag=2, change_message=message)  # fmt: skip


@pytest.mark.parametrize("release", RELEASES)
def test_a_database_of_every_release_is_brought_up_to_date(
    migrated: Any, release: str, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    old = migrated(RELEASES[release])
    fill(old, tmp_path)
    before = set(old.get_model("archive.Article").objects.values_list("pk", "title", "status"))
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    assert set(Article.objects.values_list("pk", "title", "status")) == before
    if release < "0.4.0":  # later ones worked these out themselves
        figure = Figure.objects.get()
        told = (figure.base_value, figure.base_unit, figure.place and figure.place.code)
        assert told == (8.7e8, "元", "370900")
    call_command("reparse", verbosity=0)
    article = Article.objects.get()
    assert (article.title, article.status) == ("人工改过的题", "published")
    assert {"title", "figures"} <= set(article.corrected) or release > "0.1.0"
    assert article.reporters == ["周岩"] and "肥城市储能项目" in article.body
    assert Page.objects.get().parsed_with == VERSION


def test_every_release_of_the_changelog_is_tried() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.findall(r"^## ([0-9.]+) ", text, re.MULTILINE)
    assert set(released) - {VERSION_NOW} <= set(RELEASES)


def test_back_and_forth_makes_no_editor_a_publisher(migrated: Any) -> None:
    editor = User.objects.create(username="ed")
    give_role(editor, "editor")
    migrated([*DJANGO, ("archive", "0004_figures_described"), ("search", "0004_desk")])
    call_command("migrate", verbosity=0)
    editor = User.objects.get(pk=editor.pk)
    assert not may_publish(editor) and not may_change_published(editor)
    assert Group.objects.count() == Role.objects.count() == 4
