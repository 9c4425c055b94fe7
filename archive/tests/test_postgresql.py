"""The same answers from both databases; a database that cannot be used is one line, without its password."""

from __future__ import annotations

import multiprocessing
import os
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.views.debug import get_exception_reporter_filter

from archive.config import env
from archive.models import Import, Newspaper, Place
from archive.tests import databases
from archive.tests import factories as make

ROOT = Path(__file__).resolve().parents[2]
NAMES = ["济南", "Abc", "abc", "阿", "Zoo", "_x", "𠮷", "1", "ａ"]


@pytest.mark.django_db
def test_names_are_ordered_by_code_points() -> None:
    for number, name in enumerate(NAMES):
        Newspaper.objects.create(slug=f"p{number}", name=name, level="prefecture")
    found = Newspaper.objects.order_by("name").values_list("name", flat=True)
    assert list(found) == sorted(NAMES)


@pytest.mark.django_db
def test_a_character_that_no_text_has_is_in_no_name(client) -> None:
    make.newspaper()
    for place in ("/cities/%00/", "/newspapers/%00/", "/industries/a%00/", "/officials/?q=%00"):
        assert client.get(place).status_code in (200, 302, 400, 404), place
    assert not Newspaper.objects.filter(name="泰安\0日报").exists()


@pytest.mark.postgresql
@pytest.mark.django_db
def test_it_is_kept_as_a_mark_that_something_was_there() -> None:
    kept = make.source("a", filename="a\0b", report={"names": ["a\0b", "\\u0000"]})
    kept = Import.objects.get(pk=kept.pk)
    assert kept.filename == "a\N{REPLACEMENT CHARACTER}b"
    assert kept.report == {"names": ["a\N{REPLACEMENT CHARACTER}b", "\\u0000"]}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_rows_left_half_way_end_no_transaction_but_their_own() -> None:
    """An iterator that is collected late, for an error's traceback kept it, closes its cursor."""
    make.taian()
    rows = Place.objects.values_list("pk").iterator(chunk_size=1)
    with suppress(InterruptedError), transaction.atomic():
        assert next(rows)
        raise InterruptedError
    with transaction.atomic():
        assert Place.objects.count() > 1  # which begins it, at the server
        rows.close()
        assert Place.objects.count() > 1
    with transaction.atomic():  # one that still stands is closed where it was opened
        rows = Place.objects.values_list("pk").iterator(chunk_size=1)
        assert next(rows)
        rows.close()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_cursors WHERE NOT is_holdable")
            assert cursor.fetchone() == (0,)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_rows_collected_in_the_midst_of_a_query_do_not_wait_for_it() -> None:
    """Which would be for ever, for it is the thread of that query that collects them."""
    make.taian()
    with transaction.atomic():
        rows = Place.objects.values_list("pk").iterator(chunk_size=1)
        assert next(rows)
        collecting = threading.Thread(target=rows.close, daemon=True)
        with connection.connection.lock:  # as psycopg holds it while a query is under way
            collecting.start()
            collecting.join(databases.MOMENT)
            assert not collecting.is_alive()
        assert Place.objects.count() > 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_child_closes_no_rows_of_its_parent() -> None:
    make.taian()
    with transaction.atomic():
        rows = Place.objects.values_list("pk").iterator(chunk_size=1)
        first = next(rows)
        child = multiprocessing.get_context("fork").Process(target=rows.close)
        child.start()
        child.join()
        assert child.exitcode == 0
        assert len({first, *rows}) == Place.objects.count()


@pytest.mark.django_db
def test_latin_letters_are_found_in_either_case() -> None:
    paper = make.newspaper("GDP快报", "gdp")
    assert Newspaper.objects.filter(name__icontains="gdp快").get() == paper
    assert Newspaper.objects.filter(slug__istartswith="GD").get() == paper


def test_an_address_of_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """The password stands in no setting, where an error page would show it."""
    monkeypatch.setenv("PGPASSWORD", "")
    monkeypatch.setenv(
        "DATABASE_URL", "postgresql://li:ge%40heim@db.example:5433/press?sslmode=require"
    )
    found = env.database("DATABASE_URL", {})
    told = {name: found[name] for name in ("ENGINE", "NAME", "USER", "HOST", "PORT")}
    assert list(told.values()) == ["archive.postgresql", "press", "li", "db.example", 5433]
    assert found["OPTIONS"]["sslmode"] == "require" and found["CONN_HEALTH_CHECKS"]
    assert os.environ["PGPASSWORD"] == "ge@heim" and "heim" not in repr(found)


@pytest.mark.parametrize(
    "address",
    [
        "mysql://li:geheim@h/x",
        "postgresql://li:geheim@h",
        "postgresql://li:gehe[im@h:5/x",
        "geheim",
    ],
)
def test_an_address_that_is_none_is_told_without_its_password(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(ImproperlyConfigured) as told:
        env.database("DATABASE_URL", {})
    assert "DATABASE_URL" in str(told.value) and "heim" not in str(told.value)
    assert told.value.__context__ is None or told.value.__suppress_context__


def test_no_page_of_an_error_shows_an_address_with_a_password(rf) -> None:
    """A development server hands the whole environment to each request."""
    secrets = {"DATABASE_URL": "postgresql://li:geheim@h/x", "SMTP_URL": "smtp://li:geheim@h"}
    request = rf.get("/", **secrets, PGPASSWORD="geheim")
    shown = get_exception_reporter_filter(request).get_safe_request_meta(request)
    assert "DATABASE_URL" in shown and "geheim" not in str(shown)


def migrate(address: str, tmp_path: Path) -> str:
    """What it says where the database cannot be used."""
    run = subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": address, "ARCHIVE_DATA": str(tmp_path), "DEBUG": "1"},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 1 and run.stdout == ""
    return run.stderr


def test_no_server_is_one_line_without_its_password(tmp_path: Path) -> None:
    with socket.socket() as probe:  # whose port nobody listens at
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        told = migrate(f"postgresql://li:geheim@127.0.0.1:{port}/press", tmp_path)
    assert len(told.splitlines()) == 1 and told.startswith("数据库不可用：") and str(port) in told
    assert "geheim" not in told


@pytest.mark.postgresql
def test_an_unknown_database_is_one_line(tmp_path: Path) -> None:
    told = migrate(urlsplit(databases.ADDRESS)._replace(path="/no_such").geturl(), tmp_path)
    assert len(told.splitlines()) == 1 and "no_such" in told


@pytest.mark.postgresql
def test_a_database_of_another_encoding_is_one_line(tmp_path: Path) -> None:
    how = "ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
    with databases.made(how) as address:
        told = migrate(address, tmp_path)
    assert told == "数据库不可用：数据库的编码是 LATIN1，应为 UTF8。\n"


def test_whoever_changes_articles_does_it_in_turn() -> None:
    """What one decides by what was read holds with PostgreSQL only where others wait; see turns."""
    free = {"archive/ingest/worker.py", "archive/ingest/keeping.py", "archive/editing/accounts.py"}
    rooms = [ROOT / "archive" / room for room in ("editing", "ingest", "admin")]
    found = {
        path.relative_to(ROOT).as_posix()
        for room in rooms
        for path in room.rglob("*.py")
        if "transaction.atomic" in path.read_text(encoding="utf-8")
    }
    assert found <= free
