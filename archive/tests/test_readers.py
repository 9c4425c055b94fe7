"""Encodings and files that are no text."""

import pytest

from archive.ingest.errors import InputError
from archive.ingest.readers import lost_warnings, read_text

TEXT = "本报讯 市委、市政府召开全市经济工作会议，部署今年重点工作。\n会议指出，要坚持稳中求进。\n"
TRADITIONAL = "本報訊 市政府召開全市經濟工作會議，部署今年的重點工作，並要求各區縣加快發展。\n"


ENCODINGS = [
    "utf-8",
    "utf-8-sig",
    "gb18030",
    "gbk",
    "gb2312",
    "hz",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", [TEXT, "本报讯 市委召开会议。", "要闻\n", "济宁\n"])
def test_simplified_chinese_in_every_usual_encoding(encoding, text):
    assert read_text(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["big5", "gbk", "utf-16-le"])
@pytest.mark.parametrize("text", [TRADITIONAL, "經濟", "臺灣", "重點工作", "會議\n"])
def test_traditional_chinese_however_short(encoding, text):
    assert read_text(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_character_cut_at_the_end_is_dropped(encoding, cut):
    found = read_text((TEXT * 20).rstrip().encode(encoding)[:-cut])
    assert (TEXT * 20).startswith(found) and len(found) > 20 * len(TEXT) - 5


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_a_bad_byte_costs_its_line_alone(encoding):
    lines = (TRADITIONAL if encoding == "big5" else TEXT) * 30
    raw = bytearray(lines.encode(encoding))
    raw[len(raw) // 2] = 0xFF
    found = read_text(bytes(raw)).split("\n")
    assert sum(a != b for a, b in zip(found, lines.split("\n"), strict=True)) == 1


def test_parts_in_two_encodings_are_both_read():
    glued = TEXT.encode() + TEXT.encode("gb18030") + TEXT.encode()
    assert read_text(glued) == TEXT * 3


def test_nul_within_text_is_dropped_and_surrogates_never_come_out():
    assert read_text(TEXT.encode().replace(b"\n", b"\x00\n")) == TEXT
    spoilt = TEXT.encode("utf-16-le") + b"\x00\xd8" + TEXT.encode("utf-16-le")
    read_text(spoilt).encode("utf-8")
    read_text(b"\xed\xa0\x80".join([TEXT.encode()] * 9)).encode("utf-8")


def test_odd_line_ends():
    assert read_text("一\r\r\n二\r\r\n".encode()) == "一\n二\n"
    assert read_text("一\x0b二\u2028三".encode()) == "一\n二\n三"


def test_line_ends_become_one():
    assert read_text("一\r\n二\r三\n".encode()) == "一\n二\n三\n"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "空的"),
        (b" \r\n\n", "空的"),
        ("\u3000\n".encode(), "没有文字"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (b"PK\x03\x04....", "zip"),
        (b"abc\x00\x01\x02def", "二进制"),
        (bytes(range(128, 256)) * 4, "编码"),
        ("これは日本語の新聞です。".encode("shift_jis"), "编码"),
        ("오늘 서울에서 회의가 열렸다 대한민국 정부".encode("euc-kr"), "编码"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data, why):
    with pytest.raises(InputError, match=why):
        read_text(data)


def test_a_named_encoding_is_obeyed_or_refused():
    assert read_text(TEXT.encode("gb18030"), "gb18030") == TEXT
    with pytest.raises(InputError, match="不是 utf-8"):
        read_text(TEXT.encode("gb18030"), "utf-8")
    with pytest.raises(InputError, match="不认识的编码"):
        read_text(TEXT.encode(), "klingon")


@pytest.mark.parametrize("encoding", ["idna", "punycode", "undefined"])
def test_an_encoding_of_no_pages_is_not_known(encoding):
    with pytest.raises(InputError, match="不认识的编码"):
        read_text(TEXT.encode(), encoding)


def test_lost_characters_are_told_with_their_lines():
    raw = bytearray((TEXT * 10).encode("gb18030"))
    raw[len(raw) // 2] = 0xFF
    (warning,) = lost_warnings(read_text(bytes(raw)))
    assert "行" in warning
    assert lost_warnings(TEXT) == []
