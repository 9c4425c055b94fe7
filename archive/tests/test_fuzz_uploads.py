"""Damaged and hostile files: each ends as an outcome with a reason, and harms nothing beside it.

FUZZ=1 tries 500 mutations and the large attacks; without it a few of every kind.
"""

from __future__ import annotations

import io
import os
import resource
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from archive.ingest.intake import ADDED, EXISTS, FAILED, PARTIAL, Hints, Outcome, take_in_file
from archive.models import Article, Import
from archive.tests import factories as make
from archive.tests.hostile_uploads import BAD, MANY, NAMES, PAGE, attacks, mutated

pytestmark = pytest.mark.django_db
FULL = os.environ.get("FUZZ") == "1"
COUNT = 500 if FULL else 60
MOST_CPU = 60.0  # seconds of this process for one file: a hang, not a bound on speed
MOST_GROWTH = 400  # megabytes that this process may grow by
ATTACKS = attacks(FULL)


class Hung(BaseException):
    """No handler may take it for a fault of the file."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise Hung

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@pytest.fixture
def room(settings: Any, tmp_path: Path) -> Path:
    """A data folder in a folder of its own, where nothing else may appear."""
    settings.ARCHIVE_DATA = tmp_path / "house" / "data"
    settings.MEDIA_ROOT = settings.ARCHIVE_DATA / "uploads"
    settings.MEDIA_ROOT.mkdir(parents=True)
    settings.PDF_PAGE_SECONDS, settings.PDF_MEMORY_MB = 10, 600
    settings.ZIP_MAX_FILES = MANY if not FULL else settings.ZIP_MAX_FILES
    make.newspaper()
    return tmp_path


def tried(name: str, data: bytes) -> Outcome:
    """The file's outcome; it and those of the files in it are in order."""
    hints = Hints(newspaper=make.newspaper(), date=make.DAY)
    with within(MOST_CPU):
        outcomes = list(take_in_file(io.BytesIO(data), name, hints))
    for outcome in outcomes:
        assert outcome.status in (ADDED, EXISTS, PARTIAL, FAILED), name
        if outcome.status == FAILED:
            assert outcome.error and "\n" not in outcome.error, name
        # What no reader foresaw ends here too, but it is a fault of ours.
        assert "解析时出错" not in outcome.error, f"{name}: {outcome.error}"
    return outcomes[0]


def strays(room: Path) -> list[Path]:
    """Files outside the uploads, and those in them that may be run or are called as a stranger says."""
    inside = room / "house" / "data" / "uploads"
    files = [path for path in room.rglob("*") if path.is_file() or path.is_symlink()]
    return [
        path
        for path in files
        if inside not in path.parents or path.is_symlink() or path.stat().st_mode & 0o111
    ]


def test_mutations_end_as_outcomes(room: Path) -> None:
    began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    seen: Counter[str] = Counter()
    for name, data in mutated(COUNT):
        seen[tried(name, data).status] += 1
    assert seen[FAILED] and seen[ADDED], seen
    assert strays(room) == []
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024 - began < MOST_GROWTH
    assert tried("sound.txt", PAGE.encode()).status in (ADDED, EXISTS), "the next one is read"


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_ends_as_an_outcome(room: Path, attack: str) -> None:
    name, data = ATTACKS[attack]
    tried(name, data)
    assert strays(room) == []
    assert tried("sound.txt", PAGE.encode()).status in (ADDED, EXISTS)


@pytest.mark.parametrize("name", NAMES)
def test_no_name_is_a_path(room: Path, name: str) -> None:
    assert tried(name, PAGE.encode()).status == ADDED
    assert strays(room) == []
    kept = Import.objects.get()
    assert "/" not in kept.filename and "\n" not in kept.filename
    assert ".." not in kept.file.name.split("/") and BAD not in kept.file.name


def test_markup_in_a_page_is_kept_as_text(room: Path) -> None:
    assert tried("page.txt", PAGE.replace("储能项目", BAD).encode()).status == ADDED
    texts = "".join(f"{one.title}{one.body}" for one in Article.objects.all())
    assert "<script>" in texts
