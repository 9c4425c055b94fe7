"""An archive that is too large for the embedded engine: the operator is told, wherever one looks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from search.indexing import outgrown
from search.management.commands import check_archive
from search.tests import factories

pytestmark = pytest.mark.django_db
TOLD = "索引中已有 2 篇文章"


@pytest.fixture
def two(reindexed: Callable[[], int], monkeypatch: pytest.MonkeyPatch) -> None:
    factories.article("一")
    factories.article("二")
    reindexed()
    monkeypatch.setattr(outgrown, "MANY", 2)


def test_the_line_names_what_helps(two: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert outgrown.warning().startswith(TOLD) and outgrown.HOW_TO in outgrown.warning()
    monkeypatch.setattr(outgrown, "MANY", 3)
    assert outgrown.warning() == ""


@pytest.mark.parametrize("choices", [{}, {"if_needed": True}])
def test_reindex_ends_with_it(two: None, capsys: pytest.CaptureFixture[str], choices: dict) -> None:
    call_command("reindex", **choices)
    assert capsys.readouterr().err.splitlines()[-1].startswith(TOLD)


def test_check_archive_says_it_and_counts_it_as_no_fault(
    two: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_archive, "_file_faults", lambda: iter(()))
    call_command("check_archive")
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith(TOLD) and told[1:] == ["一致"]


@pytest.mark.parametrize("is_superuser", [True, False])
def test_the_admins_first_page_tells_those_who_run_the_site(
    client: Client, two: None, is_superuser: bool
) -> None:
    user = User.objects.create(username="who", is_staff=True, is_superuser=is_superuser)
    client.force_login(user)
    assert (TOLD in client.get("/admin/").content.decode()) is is_superuser
