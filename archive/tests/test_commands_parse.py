"""`manage.py parse`: one JSON document, or one line that says why not."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

TEXT = "我市储能项目集中开工\n\n  本报讯 3月14日，全市储能项目集中开工仪式在高新区举行。\n"


@pytest.fixture
def run(capsys):
    """Status, stdout, stderr, as the shell would see them; the database is not there at all."""

    def command(*arguments):
        try:
            call_command("parse", *map(str, arguments))
            status, said = 0, ""
        except CommandError as error:
            status, said = error.returncode, str(error)
        captured = capsys.readouterr()
        return status, captured.out, captured.err + said

    return command


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_page_gives_one_document(page, run):
    status, out, err = run(page, "--newspaper", "泰安日报", "--date", "2024-03-15")
    document = json.loads(out)
    assert (status, err) == (0, "")
    assert (document["newspaper"], document["date"]) == ("泰安日报", "2024-03-15")
    assert document["date_source"] == "argument" and len(document["articles"]) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["--date", "2024-13-01"],
        ["--date", "20240101"],
        ["--encoding", "klingon"],
        ["--encoding", "base64"],
        ["--encoding", "idna"],
        ["--encoding", "punycode"],
        ["--newspaper", "没有的日报"],
        ["--nonsense"],
        ["another.txt"],
    ],
)
def test_wrong_usage_is_status_2_in_one_line(page, run, arguments):
    status, out, err = run(page, *arguments)
    assert (status, out, len(err.splitlines())) == (2, "", 1) and arguments[-1] in err


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "空"),
        (b"abc\x00\x01\x02" * 40, "二进制"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "图片"),
        (bytes(range(128, 256)) * 9, "编码"),
        (b"a" * 1_100_000, "上限是 1 MB"),
    ],
)
def test_a_bad_file_is_one_line_with_its_name(tmp_path, run, settings, data, why):
    settings.UPLOAD_MAX_MB = 1
    file = tmp_path / "bad.txt"
    file.write_bytes(data)
    status, out, err = run(file)
    assert (status, out, len(err.splitlines())) == (1, "", 1)
    assert err.startswith(f"{file}：") and why in err


def test_what_is_no_file_is_said_so(tmp_path, run):
    os.mkfifo(tmp_path / "pipe.txt")
    for path, why in (
        (tmp_path / "nowhere.txt", "没有这个文件"),
        (tmp_path, "文件夹"),
        (tmp_path / "pipe.txt", "不是普通文件"),
    ):
        status, _, err = run(path)
        assert status == 1 and why in err


@pytest.mark.parametrize("name", ["稿.csv", "稿.jsonl", "合订.ZIP"])
def test_what_holds_no_page_is_left_to_ingest(tmp_path, run, name):
    file = tmp_path / name
    file.write_text("newspaper,date,title,body\n", encoding="utf-8")
    status, out, err = run(file)
    assert (status, out, len(err.splitlines())) == (1, "", 1) and "用 ingest" in err


def test_a_name_of_bad_bytes_is_shown_in_the_document(tmp_path, run):
    path = tmp_path / os.fsdecode(b"\xff\n.txt")
    path.write_text(TEXT, encoding="utf-8")
    assert json.loads(run(path)[1])["file"] == "\ufffd\ufffd.txt"


@pytest.mark.parametrize("arguments", [["parse"], ["ingest", "x", "--nonsense"]])
def test_the_shell_sees_one_line_and_status_2(arguments):
    """Through manage.py itself, where argparse would print the whole usage."""
    done = subprocess.run(
        [sys.executable, str(settings.ROOT / "manage.py"), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1 and "用法有误" in done.stderr
