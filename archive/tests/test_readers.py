"""Encodings and files that are no text."""

import pytest

from archive.ingest.errors import InputError
from archive.ingest.readers import read_text

TEXT = "本报讯 市委、市政府召开全市经济工作会议，部署今年重点工作。\n会议指出，要坚持稳中求进。\n"
TRADITIONAL = "本報訊 市政府召開全市經濟工作會議，部署今年的重點工作，並要求各區縣加快發展。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_simplified_chinese_in_every_usual_encoding(encoding):
    assert read_text(TEXT.encode(encoding)) == TEXT


def test_big5_is_not_taken_for_gb18030():
    assert read_text(TRADITIONAL.encode("big5")) == TRADITIONAL


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
