"""kill -9 of builds, updates and merges: nothing lost, nothing double, nothing left that breaks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SEED, KILLS = 4, 20


def test_twenty_kills_at_any_point(tmp_path: Path, own_database: dict[str, str]) -> None:
    """`killing.py` says how; each row is a kill, and whether everything stood afterwards."""
    surroundings = {
        **os.environ,
        **own_database,
        "ARCHIVE_DATA": str(tmp_path),
        "DEBUG": "1",
        "DJANGO_SETTINGS_MODULE": "archive.config.settings",
    }
    command = [sys.executable, "-m", "search.tests.killing", str(SEED), str(KILLS)]
    run = subprocess.run(
        command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    rows = [json.loads(line) for line in run.stdout.splitlines()]
    assert [row for row in rows if row["recovered"] != 0] == [], run.stderr
    assert sum(row["code"] == -9 for row in rows) == KILLS
    assert {row["task"] for row in rows} == {"build", "update", "merge"}
    assert not (tmp_path / "index" / "spool").exists()
    assert len(list((tmp_path / "index").glob("g*"))) <= 2
