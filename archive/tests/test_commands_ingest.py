"""`manage.py ingest`: every file has its outcome, and the exit status tells of them all."""

import errno
import io
import json
import os
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper
from django.db import OperationalError

from archive.ingest import intake, pages_in, reading
from archive.management.commands import ingest
from archive.models import Article, Import, Page
from archive.tests import factories as make
from archive.tests.pdf_writer import Leaf, Show, write_pdf

pytestmark = pytest.mark.django_db
TEXT = "我市储能项目集中开工\n\n  本报讯 3月14日，全市储能项目集中开工仪式在高新区举行。\n  总投资二十亿元。\n"
KNOWN = ("--newspaper", "泰安日报", "--date", "2024-03-15")


@pytest.fixture(autouse=True)
def archive(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    make.newspaper()


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "pages"
    path.mkdir()
    return path


def write(folder, name="a.txt", text=TEXT, encoding="utf-8"):
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return file


def pdf(*pages):
    """A PDF of one line a page; None is a page without text."""
    return write_pdf(
        [
            Leaf([Show(line, 40, 60 + 20 * n, 12) for n, line in enumerate(text)], 595, 842)
            for text in pages
        ]
    )


def sheet(number):
    """The lines of a printed page."""
    return [
        f"{number}号储能项目集中开工",
        f"本报讯 3月14日，全市{number}号储能项目集中开工仪式在高新区举行。",
        "项目总投资二十亿元，建成后年产值可达三十亿元。",
    ]


def zipped(**members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_dot_", "."), data)
    return buffer.getvalue()


TABLE = (
    "newspaper,date,title,body\n泰安日报,2024-03-15,甲,文甲。\n"
    "泰安日报,2024-13-15,乙,文乙。\n泰安日报,2024-03-15,丙,文丙。\n"
)


@pytest.fixture
def run(capsys):
    """Status, lines of stdout, lines of stderr, as the shell would see them."""

    def command(*arguments):
        try:
            call_command("ingest", *map(str, arguments))
            status, said = 0, []
        except CommandError as error:
            status, said = error.returncode, [str(error)]
        captured = capsys.readouterr()
        return status, captured.out.splitlines(), captured.err.splitlines() + said

    return command


def test_a_folder_is_taken_in_sorted_without_hidden_files_and_readmes(folder, run):
    write(folder, "b.txt", TEXT + "乙\n")
    write(folder, "sub/a.txt", TEXT + "甲\n")
    for name in (".hidden.txt", ".git/x.txt", "README.txt", "note.md"):
        write(folder, name, TEXT + name)
    status, out, err = run(folder, *KNOWN)
    assert (status, err) == (0, [])
    assert [line.split("：")[0] for line in out[:-1]] == [
        str(folder / "b.txt"),
        str(folder / "sub/a.txt"),
    ]
    assert "已导入，1 篇" in out[0]
    assert out[-1].startswith("共 2 个文件：导入 2 个")
    assert set(Article.objects.values_list("status", flat=True)) == {"published"}


def test_the_same_file_again_and_under_another_name_makes_nothing(folder, run):
    write(folder)
    run(folder, *KNOWN)
    before = list(Article.objects.values_list("pk", "updated"))
    write(folder, "other name.txt")
    status, out, _ = run(folder, *KNOWN)
    assert status == 0
    assert [line.split("：")[1] for line in out[:2]] == ["已存在，1 篇"] * 2
    assert list(Article.objects.values_list("pk", "updated")) == before
    assert Import.objects.count() == Page.objects.count() == 1


def test_a_file_named_twice_is_taken_once(folder, run):
    file = write(folder)
    assert len(run(folder, file, *KNOWN)[1]) == 2


def test_drafts_are_left_for_an_editor(folder, run):
    write(folder)
    run(folder, *KNOWN, "--draft")
    assert Article.objects.get().status == "draft"


def test_if_empty_does_nothing_where_there_are_pages(folder, run):
    write(folder)
    assert run(folder, *KNOWN, "--if-empty")[0] == 0
    write(folder, "b.txt", TEXT + "乙\n")
    status, out, _ = run(folder, *KNOWN, "--if-empty")
    assert (status, out) == (0, ["档案里已有版面，没有导入。"])
    assert Page.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("empty.txt", b"", "空"),
        ("blank.txt", b" \r\n\n", "空"),
        ("nul.txt", b"abc\x00\x01\x02" * 40, "二进制"),
        ("image.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "图片"),
        ("noise.txt", bytes(range(128, 256)) * 9, "编码"),
    ],
)
def test_a_bad_file_is_named_with_why_and_the_good_are_kept(folder, run, name, data, why):
    write(folder, "good.txt")
    write(folder, name, data)
    status, out, err = run(folder, *KNOWN)
    assert status == 1
    assert len(out) == 2 and "已导入" in out[0]
    [line, last] = err
    assert line.startswith(f"{folder / name}：失败，") and why in line
    assert last == "2 个文件中有 1 个失败。"
    assert Page.objects.count() == 1
    assert Import.objects.get(filename=name).status == "failed"


def test_a_wrong_encoding_fails_and_the_right_one_is_a_second_chance(folder, run):
    file = write(folder, encoding="gb18030")
    status, _, err = run(file, *KNOWN, "--encoding", "utf-8")
    assert status == 1 and "utf-8" in err[0]
    source = Import.objects.get()
    assert (source.status, source.encoding) == ("failed", "utf-8") and source.error in err[0]
    assert run(file, *KNOWN, "--encoding", "gb18030")[0] == 0
    source.refresh_from_db()
    assert (source.status, source.error, Import.objects.count()) == ("done", "", 1)


def test_gb18030_is_recognised(folder, run):
    assert run(write(folder, encoding="gb18030"), *KNOWN)[0] == 0
    assert Article.objects.get().title == "我市储能项目集中开工"


def test_a_huge_file_is_refused_before_it_is_read(folder, run, settings):
    settings.UPLOAD_MAX_MB = 1
    file = folder / "huge.txt"
    with file.open("wb") as stream:
        stream.truncate(3 * 1024 * 1024)
    status, _, err = run(folder, *KNOWN)
    assert status == 1 and "3.0 MB" in err[0] and "1 MB" in err[0]
    assert not Import.objects.exists()


def test_an_unreadable_file_is_an_input_that_failed(folder, run, monkeypatch):
    """Root reads everything, so that the refusal is made up."""
    write(folder, "a.txt")
    write(folder, "b.txt", TEXT + "乙\n")
    real = Path.open

    def refuse(self, *arguments):
        if self.name == "a.txt":
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return real(self, *arguments)

    monkeypatch.setattr(Path, "open", refuse)
    status, out, err = run(folder, *KNOWN)
    assert status == 1 and "a.txt：失败，无法读取（Permission denied）" in err[0]
    assert "b.txt：已导入" in out[0]


def test_a_link_to_nowhere_and_a_folder_called_txt_do_no_harm(folder, run):
    (folder / "lost.txt").symlink_to(folder / "gone")
    write(folder, "sub.txt/a.txt")
    status, out, err = run(folder, *KNOWN)
    assert status == 1 and "lost.txt：失败，没有这个文件" in err[0] and len(err) == 2
    assert "sub.txt/a.txt：已导入" in out[0]


def test_a_missing_path_and_a_pipe_are_inputs_that_failed(folder, run):
    os.mkfifo(folder / "pipe.txt")
    status, _, err = run(folder / "nowhere", folder, *KNOWN)
    assert status == 1
    assert "没有这个文件" in err[0] and "不是普通文件" in err[1]


def test_unknown_newspaper_or_date_of_a_page_names_the_argument(folder, run):
    write(folder)
    status, _, err = run(folder)
    assert status == 1 and "--newspaper" in err[0]
    assert run(folder, *KNOWN)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ([], "文件"),
        (["x", "--date", "2024-13-01"], "--date"),
        (["x", "--date", "20240101"], "--date"),
        (["x", "--date", "0202-06-21"], "1900 年到"),
        (["x", "--date", "9999-12-31"], "1900 年到"),
        (["x", "--date", "2024-1-5"], "--date"),
        (["x", "--date"], "--date"),
        (["x", "--nonsense"], "--nonsense"),
        (["x", "--newspaper", "没有的日报"], "没有的日报"),
        (["x", "--encoding", "klingon"], "klingon"),
        (["x", "--encoding", "base64"], "base64"),
    ],
)
def test_wrong_usage_is_status_2_and_touches_nothing(run, arguments, word):
    status, out, err = run(*arguments)
    assert (status, out, len(err)) == (2, [], 1) and word in err[0]
    assert not Import.objects.exists()


@pytest.mark.parametrize("name", ["泰安日报", "taian-ribao", "泰报"])
def test_a_newspaper_is_known_by_name_slug_and_alias(folder, run, name):
    paper = make.newspaper()
    paper.aliases = ["泰报"]
    paper.save()
    write(folder)
    assert run(folder, "--newspaper", name, "--date", "2024-03-15")[0] == 0


def test_json_is_one_object_with_every_outcome(folder, run):
    write(folder, "a.txt")
    write(folder, "b.txt", b"")
    write(folder, "c.txt")
    status, out, err = run(folder, *KNOWN, "--json")
    document = json.loads("\n".join(out))
    assert status == 1 and len(err) == 2
    assert [row["outcome"] for row in document["files"]] == ["added", "failed", "exists"]
    assert document["files"][0] == {
        "path": str(folder / "a.txt"),
        "outcome": "added",
        "newspaper": "泰安日报",
        "date": "2024-03-15",
        "page": 1,
        "pages": 1,
        "articles": 1,
        "error": None,
        "faults": [],
    }
    assert [document[name] for name in ("added", "exists", "partial", "failed")] == [1, 1, 0, 1]


def test_the_original_is_kept_under_a_name_of_our_own(folder, run, settings):
    file = write(folder, "..报纸 <b>.txt")
    run(file, *KNOWN)
    source = Import.objects.get()
    assert source.filename == file.name
    assert source.sha256 in source.file.name and "报纸" not in source.file.name
    assert (settings.MEDIA_ROOT / source.file.name).read_bytes() == file.read_bytes()


def test_a_locked_database_fails_that_file_only(folder, run, monkeypatch):
    write(folder, "a.txt")
    write(folder, "b.txt", TEXT + "乙\n")
    real, calls = pages_in.store_page, []

    def locked_once(*arguments, **options):
        calls.append(1)
        if len(calls) == 1:
            raise OperationalError("database is locked")
        return real(*arguments, **options)

    monkeypatch.setattr(pages_in, "store_page", locked_once)
    status, out, err = run(folder, *KNOWN)
    assert status == 1 and "database is locked" in err[0] and "Traceback" not in "".join(err)
    assert "b.txt：已导入" in out[0]
    assert run(folder, *KNOWN)[0] == 0


def test_a_full_disk_fails_that_file_and_leaves_no_row(folder, run, settings):
    settings.MEDIA_ROOT.write_text("a file where the folder should be")
    write(folder)
    status, _, err = run(folder, *KNOWN)
    assert status == 1 and "无法读写文件" in err[0]
    assert not Import.objects.exists()


def test_a_disk_that_fills_up_leaves_no_row_and_no_half_file(folder, run, settings, monkeypatch):
    file, real = write(folder), FileSystemStorage._save

    def full(self, name, content):
        real(self, name, ContentFile(content.read()[:9]))
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    status, _, err = run(folder, *KNOWN)
    assert status == 1 and "无法读写文件：No space left on device" in err[0]
    assert not Import.objects.exists()
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    monkeypatch.setattr(FileSystemStorage, "_save", real)
    assert run(folder, *KNOWN)[0] == 0
    [stored] = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert stored.read_bytes() == file.read_bytes()


def test_what_a_killed_run_left_behind_is_taken_over(folder, run, settings):
    """Killed with the file half written, then with the row but no page, then before "done"."""
    file = write(folder)
    run(folder, *KNOWN)
    source = Import.objects.get()
    Page.objects.all().delete()
    source.delete()
    (settings.MEDIA_ROOT / source.file.name).write_bytes(b"half")
    assert run(folder, *KNOWN)[0] == 0
    [stored] = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert stored.read_bytes() == file.read_bytes()

    Page.objects.all().delete()
    Import.objects.update(status="stored")
    assert "已导入" in run(folder, *KNOWN)[1][0]
    Import.objects.update(status="stored")
    assert "已存在" in run(folder, *KNOWN)[1][0]
    assert (Import.objects.get().status, Page.objects.count()) == ("done", 1)


@pytest.mark.parametrize(("room", "moment"), [(intake, "keep"), (pages_in, "_parse")])
def test_two_runs_at_once_take_a_page_in_once(folder, run, monkeypatch, room, moment):
    """The other run is through just when this one is about to keep, or to read, the file."""
    file, real, calls = write(folder), getattr(room, moment), []

    def overtaken(*arguments):
        if not calls:
            calls.append(1)
            hints = next(one for one in arguments if isinstance(one, intake.Hints))
            intake.take_in(file.read_bytes(), "other.txt", hints)
        return real(*arguments)

    monkeypatch.setattr(room, moment, overtaken)
    status, out, err = run(folder, *KNOWN)
    assert (status, err) == (0, []) and "已存在，1 篇" in out[0]
    assert Page.objects.count() == Article.objects.count() == 1
    assert Import.objects.get().status == "done"


def test_where_both_runs_write_the_constraint_decides(folder, run, monkeypatch):
    """A database that lets both look before either writes: the later one finds the page there."""
    write(folder)
    run(folder, *KNOWN)
    real, looks = pages_in._page_of, []

    def too_early(key):
        looks.append(key)
        return real(key) if len(looks) > 1 else None

    monkeypatch.setattr(pages_in, "_page_of", too_early)
    monkeypatch.setattr(pages_in, "is_in", lambda source: False)
    status, out, err = run(folder, *KNOWN)
    assert (status, err) == (0, []) and "已存在，1 篇" in out[0]
    assert (Page.objects.count(), Import.objects.get().status) == (1, "done")


def test_interrupted_before_the_first_file(folder, run, monkeypatch):
    def interrupted(paths):
        raise KeyboardInterrupt

    monkeypatch.setattr(ingest, "input_files", interrupted)
    status, out, err = run(folder)
    assert (status, out) == (130, []) and "已中断" in err[-1]


def test_an_interrupted_run_keeps_what_is_in_and_goes_on_later(folder, run, monkeypatch):
    write(folder, "a.txt")
    write(folder, "b.txt", TEXT + "乙\n")
    real = pages_in.store_page

    def interrupted(page, *arguments, **options):
        stored = real(page, *arguments, **options)
        if page.file == "b.txt":
            raise KeyboardInterrupt
        return stored

    monkeypatch.setattr(pages_in, "store_page", interrupted)
    status, out, err = run(folder, *KNOWN)
    assert status == 130 and "已中断" in err[-1]
    assert "导入 1 个" in out[-1] and Page.objects.count() == Article.objects.count() == 1
    monkeypatch.setattr(pages_in, "store_page", real)
    assert run(folder, *KNOWN)[0] == 0
    assert Page.objects.count() == 2
    assert set(Import.objects.values_list("status", flat=True)) == {"done"}


def test_a_newspaper_of_the_editors_is_known(folder, run):
    """One that fixtures/ has not, and one that goes by another name there."""
    make.newspaper("肥城新报", "feicheng-xinbao", level="county")
    renamed = make.newspaper()
    renamed.name = "泰安新报"
    renamed.save()
    write(folder)
    assert run(folder, "--newspaper", "肥城新报", "--date", "2024-03-15")[0] == 0
    assert Page.objects.get().issue.newspaper.slug == "feicheng-xinbao"
    write(folder, "b.txt", "泰安日报 2024年3月16日 第02版\n" + TEXT)
    assert run(folder)[0] == 0
    assert str(Page.objects.latest("pk")) == "泰安新报 2024-03-16 第2版"


def test_a_fault_of_the_parser_is_one_line_too(folder, run, monkeypatch):
    write(folder, "a.txt")
    monkeypatch.setattr(reading, "parse_bytes", lambda *a, **k: iter([[][1]]))
    status, _, err = run(folder, *KNOWN)
    assert status == 1 and "IndexError" in err[0]
    assert Import.objects.get().status == "failed"


def test_a_deleted_page_may_come_in_again(folder, run):
    write(folder)
    run(folder, *KNOWN)
    Page.objects.get().delete()
    assert "已导入" in run(folder, *KNOWN)[1][0]


def test_the_bar_is_drawn_on_a_terminal_only(folder, run, monkeypatch):
    write(folder)
    assert "\r" not in "".join(run(folder, *KNOWN)[2])
    monkeypatch.setattr(OutputWrapper, "isatty", lambda self: True)
    write(folder, text=TEXT + "乙\n")
    assert "[------------------------] 0/1" in "".join(run(folder, *KNOWN)[2])


def test_a_name_of_bad_bytes_is_shown_on_one_line(folder, run):
    name = os.fsdecode(b"\xff\n.txt")
    (folder / name).write_bytes(b"")
    _, _, err = run(folder, *KNOWN)
    assert err[0].startswith(f"{folder}/\ufffd\ufffd.txt：失败")


def test_a_link_to_itself_is_named_and_the_rest_is_in(folder, run):
    write(folder)
    (folder / "self.txt").symlink_to("self.txt")
    status, _, err = run(folder, *KNOWN)
    assert (status, Page.objects.count()) == (1, 1)
    assert any(line.startswith(f"{folder}/self.txt：失败") for line in err)


def test_a_path_that_cannot_be_asked_about_is_named_and_the_rest_is_in(folder, run):
    write(folder)
    long = folder / ("长" * 300 + ".txt")
    status, _, err = run(long, folder, *KNOWN)
    assert (status, Page.objects.count()) == (1, 1)
    assert any("长.txt：失败" in line for line in err)


def test_a_column_named_by_half_a_character_is_a_warning(folder, run):
    row = {
        "newspaper": "泰安日报",
        "date": "2024-03-15",
        "title": "丁",
        "body": "文丁。",
        "\ud800": 1,
    }
    write(folder, "a.jsonl", json.dumps(row))
    status, _, err = run(folder)
    assert (status, Article.objects.count()) == (0, 1)
    assert "不认识的列，没有读：\ufffd" in " ".join(err)


def test_every_format_in_one_folder_each_fault_named_the_rest_in(folder, run):
    """A bomb, a huge file, a PDF without text, one cut short, a table with a broken row."""
    write(folder, "1.txt")
    write(folder, "2.pdf", pdf(sheet(1), sheet(2)))
    write(folder, "3-scan.pdf", pdf([], []))
    write(folder, "4-cut.pdf", pdf(sheet(3))[:-200])
    write(folder, "5.csv", TABLE)
    write(
        folder,
        "6.jsonl",
        '{"newspaper": "泰安日报", "date": "2024-03-15", "title": "丁", "body": "文丁。"}\n{',
    )
    write(folder, "7.zip", zipped(bomb_dot_txt=b"\0" * 9_000_000, a_dot_txt=TEXT + "甲\n"))
    with write(folder, "8-huge.txt").open("wb") as stream:
        stream.truncate(500 * 1024 * 1024)
    write(folder, "9.txt", TEXT + "乙\n")
    status, out, err = run(folder, *KNOWN)
    assert status == 1
    told = [line.removeprefix(f"{folder}/") for line in err[:-1]]
    beginnings = (
        "3-scan.pdf：失败，第 1 页没有文字",
        "4-cut.pdf：失败，PDF 文件不完整",
        "5.csv：第 3 行：日期（date）“2024-13-15”不对",
        "6.jsonl：第 2 行：不是完整的 JSON",
        "7.zip：bomb.txt：展开后超过压缩时的 200 倍",
        "8-huge.txt：失败，文件太大（500.0 MB），上限是 100 MB",
    )
    assert len(told) == len(beginnings)
    for line, beginning in zip(told, beginnings, strict=True):
        assert line.startswith(beginning)
    done = [line.removeprefix(f"{folder}/") for line in out[:-1]]
    assert [line.split("，")[0] for line in done] == [
        "1.txt：已导入", "2.pdf：已导入", "5.csv：部分导入", "6.jsonl：部分导入",
        "7.zip：部分导入", "7.zip/a.txt：已导入", "9.txt：已导入",
    ]  # fmt: skip
    titles = set(Article.objects.values_list("title", flat=True))
    assert {"甲", "丙", "丁", "1号储能项目集中开工", "2号储能项目集中开工"} <= titles
    before = list(Article.objects.order_by("pk").values_list("pk", "updated"))
    assert run(folder, *KNOWN)[0] == 1
    assert list(Article.objects.order_by("pk").values_list("pk", "updated")) == before


def test_a_huge_file_is_refused_without_being_read_into_memory(folder, run):
    with (folder / "huge.csv").open("wb") as stream:
        stream.truncate(500 * 1024 * 1024)
    tracemalloc.start()
    try:
        status, _, err = run(folder, *KNOWN)
        assert status == 1 and "500.0 MB" in err[0]
        assert tracemalloc.get_traced_memory()[1] < 20 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_a_pdf_gives_a_page_a_sheet_each_with_a_key_of_its_own(folder, run):
    write(folder, "issue.pdf", pdf(*(sheet(number) for number in range(1, 24))))
    assert run(folder, *KNOWN)[0] == 0
    pages = Page.objects.order_by("sheet")
    assert [page.sheet for page in pages] == list(range(1, 24))
    assert len({page.sha256 for page in pages}) == 23
    source = Import.objects.get()
    assert (source.status, source.report["pages"]) == ("done", 23)
    assert "已存在，23 篇" in run(folder, *KNOWN)[1][0]
    assert Page.objects.count() == 23


def test_pages_of_a_pdf_are_of_the_issue_that_one_of_them_names(folder, run):
    first = ["泰安日报 2024年3月16日 星期六 第01版", *sheet(1)]
    write(folder, "issue.pdf", pdf(first, sheet(2), sheet(3)))
    assert run(folder)[0] == 0
    assert {str(page.issue) for page in Page.objects.all()} == {"泰安日报 2024-03-16"}
    assert Page.objects.first().issue.date_source == "folio"


def test_a_page_of_a_pdf_that_was_deleted_comes_in_again_alone(folder, run):
    write(folder, "issue.pdf", pdf(sheet(1), sheet(2), sheet(3)))
    run(folder, *KNOWN)
    kept = set(Page.objects.exclude(sheet=2).values_list("pk", flat=True))
    Page.objects.get(sheet=2).delete()
    assert "已导入，1 篇" in run(folder, *KNOWN)[1][0]
    assert kept < set(Page.objects.values_list("pk", flat=True)) and Page.objects.count() == 3


def test_a_page_of_a_pdf_without_text_is_a_fault_the_others_are_in(folder, run):
    write(folder, "issue.pdf", pdf(sheet(1), [], sheet(3)))
    status, out, err = run(folder, *KNOWN)
    assert status == 1 and "部分导入，2 篇" in out[0]
    assert "issue.pdf：第 2 页" in err[0]
    assert list(Page.objects.order_by("sheet").values_list("sheet", flat=True)) == [1, 3]
    assert Import.objects.get().faults.get().line == 2


def test_json_names_the_faults_of_tables_and_zips(folder, run):
    write(folder, "a.zip", zipped(rows_dot_csv=TABLE, b_dot_txt=b"\0" * 9_000_000))
    status, out, _ = run(folder, "--json")
    document = json.loads("\n".join(out))
    assert status == 1
    assert [
        (row["path"].removeprefix(f"{folder}/"), row["outcome"]) for row in document["files"]
    ] == [
        ("a.zip", "partial"),
        ("a.zip/rows.csv", "partial"),
    ]
    whole, rows = (row["faults"] for row in document["files"])
    assert [(fault["member"], fault["line"]) for fault in whole] == [("b.txt", None)]
    assert [(fault["member"], fault["line"]) for fault in rows] == [(None, 3)]
    assert (document["partial"], document["articles"]) == (2, 2)


def test_a_zip_that_failed_for_want_of_a_hint_is_taken_with_it(folder, run):
    write(folder, "a.zip", zipped(x_dot_txt=TEXT))
    status, _, err = run(folder)
    assert status == 1 and err[0].endswith(
        "x.txt：失败，认不出是哪份报纸，请指定报纸。（--newspaper）"
    )
    assert run(folder, *KNOWN)[0] == 0 and Page.objects.count() == 1
