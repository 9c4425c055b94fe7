"""Files as they come damaged, cut, spliced, mislabelled or made to do harm; the same in every run."""

from __future__ import annotations

import csv
import io
import json
import random
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from archive.tests.pdf_writer import Leaf, Show, write_pdf

SEED = 20240315
MANY = 40  # files that a zip may hold in the tests
BAD = "<img src=x onerror=alert(1)>\"'&<script>alert(2)</script>"
PAGE = (
    "2024年3月15日　星期五　第1版\n\n我市储能项目集中开工\n\n　　本报讯（记者 张三 通讯员 李四）3月14日，全市储能项目集中开工仪式在高新区举行，"
    "市委书记李兰祥出席并讲话。\n　　今年1—2月，全市规模以上工业增加值增长8.7%，完成投资116亿元。\n\n春耕正忙\n\n　　本报讯 惊蛰过后，农民忙着春耕。\n"
)
COLUMNS = [
    "newspaper",
    "date",
    "page",
    "title",
    "kicker",
    "subtitle",
    "column",
    "body",
    "reporters",
    "url",
]
ROW = [
    "泰安日报",
    "2024-03-15",
    "1",
    "储能项目开工",
    "",
    "",
    "要闻",
    "昨日，储能项目开工。",
    "张三;李四",
    "https://example.org/1",
]
ODD = [
    "=1+1",
    "\x00",
    "9" * 400,
    "2024-02-30",
    "javascript:alert(1)",
    "\ufdfa" * 50,
    "\u202e",
    BAD,
    "",
    "的" * 400,
    "../../x",
    "\n\n",
    '"',
    "{}",
]
NAMES = ["../../evil.txt", "/etc/cron.d/evil.txt", "C:\\evil.txt", "a\x00b.txt", "\u202etxt.exe.txt", f"{BAD}.txt", "a" * 300 + ".txt", ".txt", "CON.txt", "页/../../x.txt", "\n.txt"]  # fmt: skip

Upload = tuple[str, bytes]


def page(chance: random.Random) -> bytes:
    encoding = chance.choice(
        ["utf-8", "utf-8", "gb18030", "big5hkscs", "utf-16", "utf-8-sig", "hz"]
    )
    return PAGE.encode(encoding, "replace")


def pdf(chance: random.Random) -> bytes:
    rows = [Show(line, 40, 60 + 24 * at, 14) for at, line in enumerate(PAGE.split("\n")) if line]
    return write_pdf([Leaf(rows, 600, 800)] * chance.choice([1, 1, 2]))


def table(chance: random.Random) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for _ in range(4):
        writer.writerow([chance.choice(ODD) if chance.random() < 0.2 else value for value in ROW])
    return text.getvalue().encode(chance.choice(["utf-8", "utf-8-sig", "gb18030"]), "replace")


def lines(chance: random.Random) -> bytes:
    odd: list[object] = [None, 1, 1e400, [], {}, [[[]]], True, BAD, "\ud800", "9" * 5000]
    rows = []
    for _ in range(4):
        row: dict[str, object] = dict(zip(COLUMNS, ROW, strict=True))
        if chance.random() < 0.7:
            row[chance.choice(COLUMNS)] = chance.choice(odd)
        rows.append(json.dumps(row))
    rows.append(
        chance.choice(
            [
                "[" * 100_000,
                '{"a":' * 5000,
                "{",
                "[]",
                "null",
                "NaN",
                '{"title": "\\ud800"}',
                "\x00",
            ]
        )
    )
    return "\n".join(rows).encode()


def archive(chance: random.Random) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(
        made, "w", chance.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
    ) as file:
        for name in ["1.txt", "2.csv", *chance.sample(NAMES, 2)]:
            kind = table if name.endswith(".csv") else page
            file.writestr(zipfile.ZipInfo(name), kind(chance))
    return made.getvalue()


MAKERS: dict[str, Callable[[random.Random], bytes]] = {
    "page.txt": page, "page.pdf": pdf, "rows.csv": table, "rows.jsonl": lines, "rows.json": lines, "pages.zip": archive,
}  # fmt: skip


def flipped(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice([1, 3, 20, 200])):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def cut(data: bytes, chance: random.Random) -> bytes:
    begin, end = sorted(chance.choices(range(len(data) + 1), k=2))
    return chance.choice([data[:end], data[begin:], data[:begin] + data[end:]])


def spliced(data: bytes, chance: random.Random) -> bytes:
    other = chance.choice([*MAKERS.values()])(chance)
    at, to = chance.randrange(len(data)), chance.randrange(len(other))
    return data[:at] + other[to:] + data[at:]


def stuffed(data: bytes, chance: random.Random) -> bytes:
    """With something long in the middle: NULs, a line without end, brackets, blank lines."""
    at = chance.randrange(len(data))
    piece = chance.choice(
        ["\x00", "的", "（", "\n", "8 ", "记者 张三\n", '"', ",", "\ufffd", "（记者 ", "[", "a"]
    )
    return data[:at] + (piece * chance.choice([300, 3000, 20_000])).encode() + data[at:]


def mislabelled(data: bytes, chance: random.Random) -> bytes:
    heads = [
        b"%PDF-1.7\n",
        b"PK\x03\x04",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"\x1f\x8b",
        b"{\\rtf",
        b"\xd0\xcf\x11\xe0",
    ]
    return chance.choice(heads) + data


MUTATIONS = [flipped, flipped, cut, spliced, stuffed, mislabelled]


def mutated(count: int, seed: int = SEED) -> Iterator[Upload]:
    chance = random.Random(seed)
    names = [*MAKERS]
    for number in range(count):
        name = names[number % len(names)]
        data = MAKERS[name](chance)
        for _ in range(chance.choice([1, 1, 2])):
            data = chance.choice(MUTATIONS)(data, chance) if data else data
        if chance.random() < 0.15:
            name = chance.choice([*names, *NAMES])
        yield name, data + f"\n{number}".encode() * (chance.random() < 0.1)


def _zip(
    *members: tuple[zipfile.ZipInfo | str, bytes], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as file:
        for name, data in members:
            file.writestr(name, data, compress_type=method)
    return made.getvalue()


def _link() -> bytes:
    info = zipfile.ZipInfo("link.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return _zip((info, b"/etc/passwd"))


def _encrypted() -> bytes:
    data = bytearray(_zip(("secret.txt", PAGE.encode())))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def _lying() -> bytes:
    """Its directory says that a member has ten bytes."""
    data = bytearray(_zip(("lie.txt", PAGE.encode() * 50)))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<L", 10)
    return bytes(data)


def _nested(levels: int) -> bytes:
    data = _zip(("0.txt", PAGE.encode()))
    for level in range(levels):
        data = _zip((f"{level}.zip", data))
    return data


def _pdf(objects: list[bytes], tail: bytes = b"") -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        tail,
        start,
    )
    return bytes(out)


_CATALOG = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"]
_LEAF = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>"


def _stream(data: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    return b"<</Filter[%s]/Length %d>>\nstream\n%s\nendstream" % (filters, len(data), data)


def _bomb(megabytes: int, twice: bool = False) -> bytes:
    data = zlib.compress(b"0 0 m " * (megabytes * 170_000), 9)
    filters = b"/FlateDecode"
    if twice:
        data, filters = zlib.compress(data, 9), b"/FlateDecode/FlateDecode"
    return _pdf([*_CATALOG, _LEAF, _stream(data, filters)])


def attacks(large: bool) -> dict[str, Upload]:
    """Made by hand, each against one limit; `large` ones take seconds."""
    deep = b"[" * 50_000 + b"]" * 50_000
    content = _stream(zlib.compress(b"BT ET"))
    made = {
        "zip bomb": ("bomb.zip", _zip(("0.txt", b"0" * 30_000_000))),
        "zip of names that lead out": ("slip.zip", _zip(*((name, PAGE.encode()) for name in NAMES))),
        "zip of a link": ("link.zip", _link()),
        "zip with a password": ("secret.zip", _encrypted()),
        "zip that lies about sizes": ("lie.zip", _lying()),
        "zip of zips": ("nested.zip", _nested(6)),
        "zip of one name often": ("twice.zip", _zip(*(("1.txt", b"%d" % n + PAGE.encode()) for n in range(3)))),
        "zip by LZMA": ("lzma.zip", _zip(("1.txt", PAGE.encode()), method=zipfile.ZIP_LZMA)),
        "zip of many": ("many.zip", _zip(*((f"{n}.txt", b"") for n in range(6000 if large else MANY + 1)), method=zipfile.ZIP_STORED)),
        "PDF with a tree that is a ring": ("ring.pdf", _pdf([_CATALOG[0], b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"])),
        "PDF of a page that is its own parent": ("own.pdf", _pdf([*_CATALOG, b"<</Type/Page/Parent 3 0 R>>"])),
        "PDF with deep arrays": ("deep.pdf", _pdf([*_CATALOG, _LEAF, content, deep])),
        "PDF of a ring of tables": ("xref.pdf", _pdf([*_CATALOG, _LEAF, content], b"/Prev 9")),
        "PDF whose table leads to itself": ("self.pdf", _ring()),
        "PDF of many objects": ("objects.pdf", _pdf([*_CATALOG, _LEAF, content, *[b"<<>>"] * (100_000 if large else 20_000)])),
        "PDF that claims a million pages": ("claims.pdf", _pdf([_CATALOG[0], b"<</Type/Pages/Kids[3 0 R]/Count 1000000>>", _LEAF, content])),
        "PDF with a stream that swells": ("swells.pdf", _bomb(400 if large else 60)),
        "PDF packed twice": ("twice.pdf", _bomb(400 if large else 60, twice=True)),
        "text without line ends": ("line.txt", ("的" * 190_000).encode()),
        "text of blank lines": ("blank.txt", (PAGE + "\n" * 190_000).encode()),
        "text of brackets": ("brackets.txt", ("（" * 190_000).encode()),
        "text of signatures": ("signed.txt", ("（记者 " * (40_000 if large else 10_000)).encode()),
        "text too long": ("long.txt", ("的" * 2_000_000).encode()),
        "table of one cell": ("cell.csv", ("newspaper,date,title,body\n\"" + "的" * 2_000_000).encode()),
        "table of commas": ("commas.csv", ("newspaper,date,title,body\n" + "," * 1_000_000).encode()),
        "deep JSON": ("deep.json", b"[" * 1_000_000),
        "JSON of a long number": ("number.jsonl", b'{"page": ' + b"9" * 1_000_000 + b"}"),
    }  # fmt: skip
    return made


def _ring() -> bytes:
    """Its table names itself as the one before."""
    data = _pdf([*_CATALOG, _LEAF, _stream(zlib.compress(b""))])
    start = data.rindex(b"xref\n0", 0, data.rindex(b"startxref"))
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % start)
