"""Settings from the environment: what is wrong names its variable, in one line."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from archive.config import env

ROOT = Path(__file__).resolve().parents[2]


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("DEBUG", "SECRET_KEY", "ARCHIVE_DATA")}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=kept | variables,
        capture_output=True,
        text=True,
    )


def test_production_without_a_key_is_an_error_of_one_line(tmp_path: Path) -> None:
    run = manage("check", ARCHIVE_DATA=str(tmp_path))
    assert run.returncode != 0
    assert "SECRET_KEY" in run.stderr and "archive.config.env" in run.stderr
    assert len(run.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "perhaps"),
        ("UPLOAD_MAX_MB", "many"),
        ("UPLOAD_MAX_MB", "0"),
        ("UPLOAD_MAX_MB", "9" * 5000),  # more digits than Python makes a number of
    ],
)
def test_a_bad_value_names_its_variable(tmp_path: Path, name: str, value: str) -> None:
    run = manage("check", ARCHIVE_DATA=str(tmp_path), SECRET_KEY="k", **{name: value})
    assert run.returncode != 0
    assert name in run.stderr and repr(value) in run.stderr


def test_a_data_folder_that_cannot_be_made_names_its_variable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    run = manage("check", ARCHIVE_DATA=str(tmp_path / "file" / "data"), SECRET_KEY="k")
    assert run.returncode != 0 and "ARCHIVE_DATA" in run.stderr


def test_a_data_folder_that_is_made_is_closed_to_other_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIVE_DATA", str(tmp_path / "data"))
    made = env.folder("ARCHIVE_DATA", tmp_path)
    assert stat.S_IMODE(made.stat().st_mode) & 0o027 == 0


def test_making_a_key_where_nothing_can_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    run = subprocess.run(
        [sys.executable, "-m", "archive.config.env"],
        cwd=ROOT,
        env=os.environ | {"ARCHIVE_DATA": str(tmp_path / "file" / "data")},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 1 and len(run.stderr.splitlines()) == 1


@pytest.mark.parametrize(("user", "warned"), [(0, True), (1, False)])
def test_root_is_warned_of_a_folder_that_another_user_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, user: int, warned: bool
) -> None:
    monkeypatch.setenv("ARCHIVE_DATA", str(tmp_path))
    monkeypatch.setattr(env.os, "geteuid", lambda: user)
    monkeypatch.setattr(
        env.Path, "stat", lambda self: os.stat_result([0o40750, 0, 0, 1, 1, 1, *[0] * 4])
    )
    assert bool(env.root_warning("ARCHIVE_DATA", tmp_path)) is warned


def test_the_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    path = tmp_path / "secret-key"
    env.keep_secret(path)
    key = env.secret("NO_SUCH_VARIABLE", path, debug=False)
    env.keep_secret(path)
    assert env.secret("NO_SUCH_VARIABLE", path, debug=False) == key
    assert len(key) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_debug_alone_needs_no_key(tmp_path: Path) -> None:
    assert env.secret("NO_SUCH_VARIABLE", tmp_path / "none", debug=True)
    with pytest.raises(ImproperlyConfigured, match="NO_SUCH_VARIABLE"):
        env.secret("NO_SUCH_VARIABLE", tmp_path / "none", debug=False)


ASK = "from django.test import Client; Client().get('/healthz', headers={'host': 'evil.example'})"


def test_a_foreign_host_is_one_line_in_the_log(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    run = manage("shell", "-v0", "-c", ASK, ARCHIVE_DATA=str(tmp_path), SECRET_KEY="k")
    assert run.returncode == 0, run.stderr
    assert len(run.stderr.splitlines()) == 1
    assert "evil.example" in run.stderr and "ALLOWED_HOSTS" in run.stderr
