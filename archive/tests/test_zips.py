"""Zips: what lies in them comes out once, whatever they claim of names, sizes and depths."""

import io
import random
import stat
import struct
import zipfile

import pytest

from archive.ingest import members_in, zips
from archive.ingest.errors import InputError
from archive.ingest.intake import Hints, take_in_file
from archive.ingest.zips import Spent, expand, shown
from archive.models import Article, Import, Page
from archive.tests import factories as make

TEXT = "{0}号项目开工\n\n  昨日，{0}号项目开工。\n"


def page(number):
    return TEXT.format(number).encode()


def zipped(*members, mode=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", mode) as file:
        for name, data in members:
            file.writestr(name, data)
    return buffer.getvalue()


def found(data, spent=None):
    """Name and either the bytes or the reason, of every member."""
    rows = []
    for one in expand(io.BytesIO(data), spent or Spent()):
        rows.append((one.name, one.stream.read() if one.stream else one.reason))
    return rows


def noise(size):
    return random.Random(1).randbytes(size)


class TestNames:
    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("济宁日报/01版.txt", "济宁日报/01版.txt"),
            ("../../etc/passwd.txt", "passwd.txt"),
            ("/etc/passwd.txt", "passwd.txt"),
            ("C:/windows/a.txt", "a.txt"),
            ("a\x00\x1b[31m\n.txt", "a\ufffd\ufffd[31m\ufffd.txt"),
        ],
    )
    def test_a_path_is_shown_and_where_it_leads_out_only_its_end(self, name, text):
        assert shown(name) == text

    def test_backslashes_part_folders(self):
        assert found(zipped(("..\\..\\a.txt", b"x"))) == [("a.txt", b"x")]

    @pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
    def test_names_without_the_flag_of_utf8_are_read(self, encoding):
        """Windows in Chinese writes GBK and says nothing, a Mac UTF-8 and says nothing."""
        name = "济宁日报_2024-01-07.txt".encode(encoding)
        data = zipped(("x" * len(name), b"x"))
        assert found(data.replace(b"x" * len(name), name)) == [("济宁日报_2024-01-07.txt", b"x")]

    def test_what_systems_leave_behind_is_passed_over(self):
        names = ("__MACOSX/._a.txt", ".DS_Store", "Thumbs.db", "sub/", "README.txt", "a/.b/c.txt")
        assert found(zipped(*((name, b"") for name in names), ("a.txt", b"x"))) == [("a.txt", b"x")]

    @pytest.mark.parametrize("name", [".", "./.", "a/.."])
    def test_a_name_that_is_none_is_passed_over(self, name):
        assert dict(found(zipped((name, b"x"), ("a.txt", b"y")))).get("a.txt") == b"y"

    def test_other_kinds_are_named_and_not_expanded(self):
        [one] = expand(io.BytesIO(zipped(("a.docx", b"x"))), Spent())
        assert (one.name, one.stream, one.is_known) == ("a.docx", None, False)

    def test_two_of_one_name_are_both_had(self):
        with pytest.warns(UserWarning, match="Duplicate"):
            data = zipped(("a.txt", b"1"), ("a.txt", b"2"))
        assert found(data) == [("a.txt", b"1"), ("a.txt", b"2")]


class TestDamage:
    def test_a_damaged_member_is_named_and_the_others_are_had(self):
        data = bytearray(zipped(("a.txt", page(1)), ("b.txt", page(2)), ("c.txt", page(3))))
        start = data.index(b"b.txt") + 5
        data[start + 4] ^= 0xFF
        rows = dict(found(bytes(data)))
        assert rows["b.txt"] == "压缩包里的这个文件已损坏。"
        assert (rows["a.txt"], rows["c.txt"]) == (page(1), page(3))

    def test_a_member_that_would_lie_beyond_all_files_is_damaged(self, tmp_path):
        """ZIP64 tells an offset of 2^62, at which no file system can read."""
        extra = struct.pack("<HHQ", 1, 8, 1 << 62)
        data = zipped(("a.txt", b"1"), ("b.txt", b"2"), mode=zipfile.ZIP_STORED)
        at, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
        entry = bytearray(data[at : at + 51])
        entry[30:32] = struct.pack("<H", len(extra))
        entry[42:46] = b"\xff" * 4
        directory = bytes(entry) + extra + data[at + 51 : end]
        tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2, 2, len(directory), at, 0)
        path = tmp_path / "a.zip"
        path.write_bytes(data[:at] + directory + tail)
        with path.open("rb") as file:
            rows = {
                one.name: one.stream.read() if one.stream else one.reason
                for one in expand(file, Spent())
            }
        assert rows == {"a.txt": "压缩包里的这个文件已损坏。", "b.txt": b"2"}

    def test_an_encrypted_member_is_named(self):
        data = bytearray(zipped(("a.txt", b"1"), ("b.txt", b"2"), mode=zipfile.ZIP_STORED))
        for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            data[data.index(mark) + offset] |= 1
        assert found(bytes(data)) == [("a.txt", "有密码，请解密后重新打包。"), ("b.txt", b"2")]

    def test_a_link_is_not_followed(self):
        info = zipfile.ZipInfo("a.txt")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as file:
            file.writestr(info, "/etc/passwd")
        assert found(buffer.getvalue()) == [("a.txt", "是符号链接，不予读取。")]

    def test_a_method_that_may_ask_for_any_memory_is_not_used(self):
        [(name, reason)] = found(zipped(("a.txt", b"x" * 99), mode=zipfile.ZIP_LZMA))
        assert name == "a.txt" and "压缩方法" in reason

    @pytest.mark.parametrize("cut", [0, 10, -30])
    def test_no_zip_or_half_of_one_is_refused(self, cut):
        with pytest.raises(InputError, match="不是 zip 文件，或已损坏"):
            found(zipped(("a.txt", page(1)))[:cut])


class TestLimits:
    def test_a_bomb_is_stopped_early_and_the_others_are_had(self):
        data = zipped(("bomb.txt", b"\0" * 50_000_000), ("a.txt", page(1)))
        spent = Spent()
        rows = dict(found(data, spent))
        assert "可能是压缩炸弹" in rows["bomb.txt"] and rows["a.txt"] == page(1)
        assert spent.size < 15_000_000

    def test_many_small_bombs_are_one(self):
        """Members of a megabyte each from a kilobyte: none is suspect by itself."""
        data = zipped(*((f"{number}.txt", b"\0" * (1 << 20)) for number in range(20)))
        with pytest.raises(InputError, match="倍，可能是压缩炸弹"):
            found(data)

    def test_a_size_that_is_a_lie_is_not_believed(self):
        data = bytearray(zipped(("bomb.txt", b"\0" * 5_000_000)))
        at = data.index(b"PK\x01\x02")
        data[at + 24 : at + 28] = struct.pack("<I", 10)
        [(_, reason)] = found(bytes(data))
        assert "损坏" in reason or "炸弹" in reason

    def test_a_member_larger_than_any_file_may_be(self, settings):
        settings.UPLOAD_MAX_MB = 1
        rows = dict(found(zipped(("big.txt", noise(1_300_000)), ("a.txt", b"x"))))
        assert "上限是 1 MB" in rows["big.txt"] and rows["a.txt"] == b"x"

    def test_too_large_as_a_whole(self, settings):
        settings.ZIP_MAX_MB = 1
        data = zipped(*((f"{number}.txt", noise(600_000)) for number in range(2)))
        with pytest.raises(InputError, match="展开后超过 1 MB"):
            found(data)

    def test_too_many_files(self, settings):
        settings.ZIP_MAX_FILES = 3
        with pytest.raises(InputError, match="多于 3 个"):
            found(zipped(*((f"{number}.txt", b"x") for number in range(4))))

    def test_a_list_of_members_too_long_to_be_read_is_not_read(self):
        data = bytearray(zipped(("a.txt", b"x")))
        at = data.index(b"PK\x05\x06")
        data[at + 12 : at + 16] = struct.pack("<I", 900_000_000)
        with pytest.raises(InputError, match="多于"):
            found(bytes(data))

    @pytest.mark.parametrize("prepended", [b"", b"MZ" * 40], ids=["plain", "prepended"])
    def test_nor_one_that_only_zip64_tells_of(self, prepended, monkeypatch):
        """The short record says nothing of the 200,000 entries; Python believes the long one."""
        entry = zipped(("a.txt", b""))
        start, end = entry.index(b"PK\x01\x02"), entry.index(b"PK\x05\x06")
        count, directory = 200_000, entry[start:end] * 200_000
        body = prepended + entry[:start] + directory
        long = struct.pack(
            "<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, len(directory), start
        )
        locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(body) - len(prepended), 1)
        short = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, end - start, start, 0)
        data = body + long + locator + short
        if not prepended:
            assert len(zipfile.ZipFile(io.BytesIO(data)).infolist()) == count
        monkeypatch.setattr(zips.zipfile, "ZipFile", lambda file: pytest.fail("was read"))
        with pytest.raises(InputError, match="多于"):
            found(data)

    def test_a_zip64_of_a_few_files_is_had(self):
        buffer = io.BytesIO()
        with (
            zipfile.ZipFile(buffer, "w") as file,
            file.open("a.txt", "w", force_zip64=True) as member,
        ):
            member.write(b"x")
        assert found(buffer.getvalue()) == [("a.txt", b"x")]


@pytest.fixture
def known(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return Hints(make.newspaper(), make.DAY)


def take(data, known, name="z.zip"):
    return list(take_in_file(io.BytesIO(data), name, known))


def kept(settings):
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


class TestTakingIn:
    def test_a_zip_in_a_zip(self, known):
        data = zipped(("in/inner.zip", zipped(("b.txt", page(2)))), ("a.txt", page(1)))
        outcomes = take(data, known)
        assert [(row.name, row.status) for row in outcomes] == [
            ("z.zip", "added"),
            ("z.zip/in/inner.zip", "added"),
            ("z.zip/in/inner.zip/b.txt", "added"),
            ("z.zip/a.txt", "added"),
        ]
        source = Import.objects.get(filename="b.txt")
        assert (source.parent.filename, source.parent.parent.filename) == ("inner.zip", "z.zip")
        assert source.parent.member == "in/inner.zip" and Page.objects.count() == 2

    def test_the_folders_in_a_zip_tell_newspaper_day_and_page(self, known):
        data = zipped(("泰安日报/2024-03-16/02版.txt", page(1)))
        assert [row.status for row in take(data, Hints())] == ["added", "added"]
        assert str(Page.objects.get()) == "泰安日报 2024-03-16 第2版"

    def test_zips_too_deep_are_refused_and_the_rest_is_in(self, known):
        data = zipped(("c.txt", page(3)))
        for name in ("b", "a"):
            data = zipped((f"{name}.zip", data), (f"{name}.txt", page(name)))
        outcomes = {row.name: row for row in take(data, known)}
        assert "最多 2 层" in outcomes["z.zip/a.zip/b.zip"].error
        assert Page.objects.count() == 2

    def test_limits_hold_for_all_zips_of_a_zip_together(self, known, settings):
        settings.ZIP_MAX_FILES = 4
        inner = [zipped((f"{n}1.txt", page(n)), (f"{n}2.txt", page(-n))) for n in (1, 2)]
        outcomes = take(zipped(("1.zip", inner[0]), ("2.zip", inner[1])), known)
        assert [row.name for row in outcomes if "多于 4 个" in row.error] == ["z.zip/2.zip"]
        assert Page.objects.count() == 2

    def test_again_makes_nothing_and_a_member_is_known_from_elsewhere(self, known, settings):
        take(page(1), known, "a.txt")
        data = zipped(("a.txt", page(1)), ("b.txt", page(2)))
        assert [row.status for row in take(data, known)] == ["added", "exists", "added"]
        zip_row = Import.objects.get(filename="z.zip")
        assert zip_row.report["known"] == [["a.txt", Import.objects.get(filename="a.txt").pk]]
        before = list(Article.objects.values_list("pk", "updated")), len(kept(settings))
        assert [row.status for row in take(data, known)] == ["exists", "exists", "exists"]
        assert (list(Article.objects.values_list("pk", "updated")), len(kept(settings))) == before

    def test_many_members_are_registered_in_several_transactions(self, known, monkeypatch):
        """Killed between two of them, the zip is read again and each member is there once."""
        monkeypatch.setattr(members_in, "AT_ONCE", 2)
        data = zipped(*((f"{n}.txt", page(n)) for n in range(5)))
        real, calls = members_in.register, []

        def killed(*arguments, **options):
            calls.append(1)
            if len(calls) == 4:
                raise KeyboardInterrupt
            return real(*arguments, **options)

        monkeypatch.setattr(members_in, "register", killed)
        with pytest.raises(KeyboardInterrupt):
            take(data, known)
        assert Import.objects.filter(parent__isnull=False).count() == 2
        assert Import.objects.get(filename="z.zip").status != "done"
        monkeypatch.setattr(members_in, "register", real)
        assert [row.status for row in take(data, known)] == ["added"] * 6
        assert Import.objects.get(filename="z.zip").report["members"] == 5
        assert Page.objects.count() == 5

    def test_a_refused_zip_leaves_nothing_but_itself(self, known, settings):
        settings.ZIP_MAX_FILES = 2
        outcomes = take(zipped(*((f"{n}.txt", page(n)) for n in range(3))), known)
        assert [row.status for row in outcomes] == ["failed"]
        assert [row.filename for row in Import.objects.all()] == ["z.zip"]
        assert len(kept(settings)) == 1

    def test_faults_are_rows_of_the_report(self, known):
        bomb = ("bomb.txt", b"\0" * 20_000_000)
        [whole, *_] = take(zipped(bomb, ("x.docx", b""), ("a.txt", page(1))), known)
        source = Import.objects.get(filename="z.zip")
        assert (whole.status, source.status) == ("partial", "partial")
        [fault] = source.faults.all()
        assert fault.where == "bomb.txt" and "炸弹" in fault.reason
        assert source.report["warnings"] == ["跳过 1 个不支持的文件：x.docx"]

    def test_a_zip_of_nothing_says_so(self, known):
        assert "没有可导入的文件" in take(zipped(("x.docx", b"")), known)[0].error
        assert "没有可导入的文件" in take(zipped(), known)[0].error
