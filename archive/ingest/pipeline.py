"""From a file's bytes to a page draft with everything its articles speak of."""

from __future__ import annotations

from datetime import date

from archive.ingest.errors import InputError
from archive.records import ArticleDraft, PageDraft


def parse_bytes(
    data: bytes,
    filename: str,
    *,
    newspaper: str | None = None,
    day: date | None = None,
    encoding: str | None = None,
) -> tuple[PageDraft, str]:
    """The page found in a file, and the file's text as decoded.

    `newspaper` is a name, alias or slug of the gazetteer; `day` the issue's date where known.
    Raises InputError for an empty or binary file, an encoding that does not fit, or a newspaper
    that is not known.
    """
    if not data.strip():
        raise InputError("文件是空的。")
    try:
        text = data.decode(encoding or "utf-8-sig")
    except (UnicodeDecodeError, LookupError) as error:
        raise InputError("无法识别文件编码，请指定编码。") from error
    article = ArticleDraft(title=text.split("\n", 1)[0].strip() or None, body=text.strip())
    page = PageDraft(filename, newspaper, day, "argument" if day else None, articles=[article])
    return page, text
