"""A site that runs, and what may befall its machine: locks, full disks, lost folders, wrong clocks."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from search.backend import policy_backend
from search.indexing.rebuilding import reindex
from search.indexing.upkeep import Upkeep
from search.suggesting import sounds
from search.tests import factories
from search.tests.bench.folders import ROOT
from search.tests.bench.load import free_port
from search.tests.night.browser import Answer, Browser, Form
from search.tests.night.client import token
from search.tests.night.house import ACCOUNTS, House, kill
from search.tests.night.papers import File, Press
from search.tests.night.readers import Row

SOON = 60.0  # seconds within which everything here comes about
LOOK = 0.1
DAY = 86_400.0  # seconds
ROOM = 96  # megabytes of a disk that is to be filled
FORM = "/admin/archive/import/add/"


def eventually(come: Callable[[], Any]) -> Any:
    """What it gives as soon as that is true of something."""
    until = time.monotonic() + SOON
    while not (found := come()):
        assert time.monotonic() < until, "it did not come about"
        time.sleep(LOOK)
    return found


class Site(Browser):
    """Signed in as an editor."""

    def __init__(self, house: House) -> None:
        super().__init__(house.port)
        self.house = house
        address = "/admin/login/?next=/admin/"
        form = Form(self.get(address).text, "login-form")
        form.set("username", "night-0")
        form.set("password", house.password)
        assert self.post(address, form.fields).status == 302

    def an_article(self) -> Row:
        return self.get("/api/v1/search?size=1").json()["results"][0]

    def corrects(self, number: int, mark: str) -> Answer:
        address = f"/admin/archive/article/{number}/change/"
        form = Form(self.get(address).text, "article_form")
        form.set("body", form.value("body") + f"\n编号{mark}。")
        return self.post(address, [*form.fields, ("_save", "")])

    def uploads(self, file: File) -> Answer:
        fields = [("csrfmiddlewaretoken", token(self.get(FORM))), ("publish", "on")]
        return self.send(FORM, fields, [("files", file.name, file.data)])

    def finds(self, mark: str) -> bool:
        answer = self.get(f"/api/v1/search?q=%22{mark}%22")
        return answer.status == 200 and answer.json()["total"] == 1

    def is_well(self) -> bool:
        return self.house.is_well()

    def lasting(self) -> dict[str, list[int]]:
        """The processes that live long."""
        parts = self.house.parts()
        return {name: found for name, found in parts.items() if not name.startswith("below")}


def house_in(folder: Path, base: Path | None = None) -> House:
    """On SQLite, whose file is one of the things that befall it."""
    quick = {"DJANGO_SETTINGS_MODULE": "search.tests.night.settings", "DATABASE_URL": ""}
    return House(folder, base, quick)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the sample archive."""
    house = house_in(tmp_path_factory.mktemp("samples"))
    house.prepare(1)
    return house.data


@contextmanager
def served(folder: Path, samples: Path) -> Iterator[Site]:
    house = house_in(folder, samples)
    try:
        house.inside(ACCOUNTS, "1")
        house.start()
        house.wait()
        yield Site(house)
    finally:
        house.stop()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Iterator[Site]:
    """One site for all tests that leave it as it was."""
    with served(tmp_path_factory.mktemp("site"), samples) as site:
        yield site


@pytest.fixture
def site(shared: Site) -> Site:
    """Well, and its processes are there."""
    eventually(shared.is_well)
    eventually(lambda: len(shared.house.parts().get("web", [])) == 2)
    return shared


@contextmanager
def locked(data: Path) -> Iterator[None]:
    """Another program writes, and does not come to an end."""
    with closing(sqlite3.connect(data / "archive.sqlite3", timeout=10)) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")


def test_a_database_that_another_program_holds(site: Site) -> None:
    """Reading goes on; a correction and an upload are refused in words; afterwards all goes on."""
    row, before = site.an_article(), site.lasting()
    file = Press(3, 1).text()
    with locked(site.house.data):
        for path in ("/", f"/articles/{row['id']}/", "/search/?q=项目", "/admin/"):
            assert site.get(path.replace("项目", "%E9%A1%B9")).status == 200
        assert site.is_well()
        for answer in (site.corrects(row["id"], "yl1"), site.uploads(file)):
            assert answer.status == 503 and int(answer.headers["retry-after"]) > 0
            assert "资料库正忙" in answer.text and "没有保存" in answer.text
    assert not site.finds("yl1")
    assert site.corrects(row["id"], "yl2").status == 302
    assert site.uploads(file).status == 302
    eventually(lambda: site.finds("yl2") and site.finds(file.marks[0]))
    assert site.lasting() == before  # nobody died of it


def test_an_index_that_is_deleted_under_the_running_site(site: Site) -> None:
    row, before = site.an_article(), site.lasting()
    # The indexer may make its lock anew while the folder is emptied; that alone stays then.
    shutil.rmtree(site.house.data / "index", ignore_errors=True)
    assert not (site.house.data / "index" / "current").exists()
    seen = eventually(lambda: _away(site))
    assert "索引" in seen.text and int(seen.headers["retry-after"]) > 0
    assert site.get(f"/articles/{row['id']}/").status == 200
    assert site.corrects(row["id"], "yi1").status == 302
    eventually(site.is_well)
    eventually(lambda: site.finds("yi1"))
    assert site.lasting() == before


def _away(site: Site) -> Answer | None:
    """The search saying that it is away, unless it is back already."""
    answer = site.get("/search/")
    assert answer.status in (200, 503)
    return answer if answer.status == 503 else None


def test_files_of_the_index_cut_short_while_they_are_mapped(site: Site) -> None:
    """Who reads them is killed by the kernel (SIGBUS); others take its place and the index anew."""
    row = site.an_article()
    for path in (site.house.data / "index").glob("g*/*"):
        os.truncate(path, 0)
    eventually(lambda: _asked(site) is not None)
    eventually(site.is_well)
    assert site.corrects(row["id"], "yt1").status == 302
    eventually(lambda: site.finds("yt1"))


def _asked(site: Site) -> Answer | None:
    try:
        return site.get("/search/?q=%E9%A1%B9%E7%9B%AE")
    except OSError:
        return None


def test_a_second_make_run_is_refused_in_one_line(site: Site) -> None:
    """On the same data folder with another port, and on the same port with other data."""
    house = site.house
    others = {"PORT": str(free_port()), "ARCHIVE_DATA": str(house.folder / "other")}
    for name, value in others.items():
        said = _refused({**house.variables, "SECRET_KEY": "x" * 50, name: value})
        assert len(said.strip().splitlines()) == 1 and "Traceback" not in said
        assert str(house.port) in said
    assert site.is_well()


def _refused(variables: dict[str, str]) -> str:
    command = [sys.executable, "manage.py", "serve"]
    done = subprocess.run(
        command, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=SOON,
        check=False,
    )  # fmt: skip
    assert done.returncode != 0
    return done.stderr


def test_a_second_indexer_and_a_second_worker_wait_or_say_so(site: Site) -> None:
    """The command line beside the running site: neither does harm, and nothing comes in twice."""
    row = site.an_article()
    indexer = site.house.spawn("manage.py", "run_indexer")
    try:
        assert site.corrects(row["id"], "ys1").status == 302
        eventually(lambda: site.finds("ys1"))
        worker = site.house.run("manage.py", "run_worker", "--once", check=False)
        assert worker.returncode == 1
        assert "另一个解析程序" in site.house.log.read_text("utf-8")
    finally:
        indexer.terminate()
        indexer.wait()
    assert site.house.run("manage.py", "check_archive", check=False).returncode == 0


@pytest.mark.parametrize("name", ["web", "worker", "indexer", "master"])
def test_each_process_that_is_killed_is_replaced(site: Site, name: str) -> None:
    before = site.house.parts()[name]
    assert kill(before[0])
    eventually(lambda: _is_new(site, name, before))
    eventually(site.is_well)
    file = Press(4, ["web", "worker", "indexer", "master"].index(name)).text()
    assert site.uploads(file).status == 302
    eventually(lambda: site.finds(file.marks[0]))


def _is_new(site: Site, name: str, before: list[int]) -> bool:
    now = site.house.parts().get(name, [])
    return len(now) == len(before) and before[0] not in now


def test_a_data_folder_that_is_moved_away_and_back(site: Site) -> None:
    """Pages say that the archive is away, health says so too; nothing is made in its place."""
    data = site.house.data
    aside = data.with_name("elsewhere")
    data.rename(aside)
    try:
        answer = eventually(lambda: _unwell(site))
        assert answer.status == 503
        assert not data.exists()
    finally:
        if data.exists():
            shutil.rmtree(data)
        aside.rename(data)
    eventually(site.is_well)
    file = Press(5, 1).text()
    assert site.uploads(file).status == 302
    eventually(lambda: site.finds(file.marks[0]))
    assert site.house.run("manage.py", "check_archive", check=False).returncode == 0


def _unwell(site: Site) -> Answer | None:
    answer = site.get("/healthz")
    return answer if answer.status != 200 else None


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, where the tests may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    command = [str(mount), "-t", "tmpfs", "-o", f"size={ROOM}m", "tmpfs", str(folder)]
    if not mount or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no disk may be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_disk_that_is_full_and_then_is_not(small_disk: Path, samples: Path) -> None:
    """Reading goes on; what is refused is refused in words; what was taken is there afterwards."""
    with served(small_disk, samples) as site:
        row, press = site.an_article(), Press(6, 1)
        ballast = small_disk / "ballast"
        _fill(ballast)
        file = press.text()
        refused = [site.corrects(row["id"], "yf1"), site.uploads(file)]
        assert [answer.status for answer in refused if answer.status not in (302, 503)] == []
        assert any(answer.status == 503 and "磁盘已满" in answer.text for answer in refused)
        assert site.get(f"/articles/{row['id']}/").status == 200
        kept = [
            mark for answer, mark in zip(refused, ("yf1", file.marks[0]), strict=True)
            if answer.status == 302 and "/batch/" not in answer.location
        ]  # fmt: skip
        ballast.unlink()
        assert site.corrects(row["id"], "yf2").status == 302
        assert site.uploads(again := press.text()).status == 302
        for mark in (*kept, "yf2", again.marks[0]):
            eventually(lambda mark=mark: site.finds(mark))
        assert site.house.run("manage.py", "check_archive", check=False).returncode == 0


def _fill(path: Path) -> None:
    """To the last byte."""
    with path.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1 << 6, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError as error:
                assert error.errno == errno.ENOSPC


def test_a_folder_that_can_only_be_read(small_disk: Path, samples: Path) -> None:
    """As after a fault of the disk, when the kernel mounts it again for reading only."""
    with served(small_disk, samples) as site:
        row = site.an_article()
        with only_to_be_read(small_disk):
            assert site.get(f"/articles/{row['id']}/").status == 200
            assert site.get("/search/?q=%E9%A1%B9").status == 200
            for answer in (site.corrects(row["id"], "yr1"), site.uploads(Press(7, 1).text())):
                assert answer.status == 503 and "没有保存" in answer.text
        assert site.corrects(row["id"], "yr2").status == 302
        eventually(lambda: site.finds("yr2"))
        assert not site.finds("yr1")


@contextmanager
def only_to_be_read(folder: Path) -> Iterator[None]:
    """Whatever is opened from now on; a second mount above the first, which is in use."""
    name = str(folder)
    subprocess.run(["mount", "--bind", name, name], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", name], check=True)
        yield
    finally:
        subprocess.run(["umount", "--lazy", name], check=True)


def test_a_lost_key_ends_sessions_and_nothing_else(tmp_path: Path, samples: Path) -> None:
    with served(tmp_path, samples) as site:
        row = site.an_article()
        assert site.corrects(row["id"], "yk1").status == 302
        site.house.stop()
        (site.house.data / "secret-key").unlink()
        site.house.run("-m", "archive.config.env")
        site.house.start()
        site.house.wait()
        answer = site.get("/admin/")
        assert answer.status == 302 and "login" in answer.location
        again = Site(site.house)
        assert again.finds("yk1") or eventually(lambda: again.finds("yk1"))


@pytest.mark.django_db
@pytest.mark.parametrize("days", [-365, -1, 1, 365])
def test_a_clock_that_jumps_stops_no_change_on_its_way_into_the_index(
    days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the indexer nor what it keeps asks what time it is."""
    kept = factories.article("储能")
    reindex()
    keeper = Upkeep()
    keeper.look()
    moment, now = time.time, timezone.now
    monkeypatch.setattr(time, "time", lambda: moment() + days * DAY)
    monkeypatch.setattr(timezone, "now", lambda: now() + timedelta(days=days))
    added = factories.article("光伏")
    keeper.look()
    assert policy_backend().engine.numbers() == {kept.pk, added.pk}
    monkeypatch.undo()
    added.delete()
    keeper.look()
    assert policy_backend().engine.numbers() == {kept.pk}


def test_readings_of_words_that_cannot_be_had_keep_no_site_from_starting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The process that reads them was killed: suggestions go by characters alone."""
    monkeypatch.setattr(sounds, "readings", dict)
    made = sounds.sounds.__wrapped__()
    assert made.phrases == {} and made.number("yin") >= 0
