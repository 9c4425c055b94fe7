"""What a file is taken for, by the end of its name: a page or pages, a table, a zip of these."""

from __future__ import annotations

from pathlib import PurePath

from archive.ingest import ocr

PAGES, TABLE, ZIP = "pages", "table", "zip"
SUFFIXES = {
    ".txt": PAGES,
    ".pdf": PAGES,
    ".zip": ZIP,
    ".csv": TABLE,
    ".tsv": TABLE,
    ".jsonl": TABLE,
    ".ndjson": TABLE,
    ".json": TABLE,
}
IMAGES = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
KEPT = (*SUFFIXES, *IMAGES)


def suffixes() -> tuple[str, ...]:
    """The ends of names that are taken in here; those of images where text recognition is installed."""
    return KEPT if ocr.installed() else tuple(SUFFIXES)


def suffix_of(name: str) -> str:
    """The end of a file's name, in small letters, with its dot."""
    return PurePath(name).suffix.lower()


def format_of(name: str) -> str:
    """PAGES, TABLE or ZIP; a name that ends otherwise is read as a page, and may be refused there."""
    return SUFFIXES.get(suffix_of(name), PAGES)


def place_of(name: str, line: int | None, where: str = "") -> str:
    """Where in a file something is: 第 3 行 of a table, 第 3 页 of a PDF, a path in a zip."""
    unit = "页" if format_of(name) == PAGES else "行"
    return "，".join(filter(None, [where, f"第 {line} {unit}" if line else ""]))


def is_taken(name: str) -> bool:
    """Whether a file found in a folder or a zip is one of those that are taken in.

    Images are where text recognition is installed. Hidden files and README* are passed over.
    """
    base = PurePath(name).name
    if base.startswith((".", "~$", "README")):
        return False
    return suffix_of(base) in suffixes()


def is_known(name: str) -> bool:
    """Whether files that are so called are read at all, if need be by what is yet to be installed."""
    return suffix_of(name) in KEPT


def is_litter(name: str) -> bool:
    """What systems leave in folders and zips, not worth a word: __MACOSX, .DS_Store, Thumbs.db."""
    path = PurePath(name)
    parts = [part for part in path.parts if part != ".."]
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in parts)
    return (
        hidden
        or not path.name
        or path.name in ("Thumbs.db", "desktop.ini")
        or path.name.startswith("README")
    )
