"""What a backup file says of itself: `head.json` at its beginning, `manifest.json` at its end.

docs/reference/file-formats.md describes the format.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings

from archive.backup.errors import BackupError

FORMAT = 1
HEAD, SUMS, MANIFEST = "head.json", "members.jsonl", "manifest.json"
SETTINGS, TABLES, UPLOADS = "settings/", "tables/", "uploads/"
SECRET, ENVIRONMENT = "secret-key", "settings.env"
# Files of ARCHIVE_DATA that are no database, upload, index or anything made from these.
KEPT = (SECRET, ENVIRONMENT, "samples-loaded", "samples-loading")
LONGEST_NAME = 156  # bytes of UTF-8: a plain tar header takes 155 before the last part, 100 of it
_PART = re.compile(r"tables/([a-z0-9_]{1,63})/([0-9]{6})\.jsonl")
Said = TypeVar("Said")


@dataclass(frozen=True, slots=True)
class Head:
    """`migrations`: those applied, by app; `tables`: the columns of each in their order."""

    format: int
    archive: str
    made: str
    database: str
    migrations: dict[str, list[str]]
    tables: dict[str, list[str]]


@dataclass(slots=True)
class Manifest:
    """What went in: rows by table, the last number given out by table, files, and what is wrong.

    `members` counts all before `members.jsonl`, whose checksum is `sums`; `faults` are lines.
    """

    rows: dict[str, int] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)
    files: int = 0
    bytes: int = 0
    members: int = 0
    sums: str = ""
    faults: list[str] = field(default_factory=list)


def version() -> str:
    """The archive's own, of pyproject.toml: `0.5.0`."""
    text = (settings.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["project"]["version"])


def is_newer(one: str, other: str) -> bool:
    """Whether version `one` comes after `other`: 0.10.0 after 0.9.1."""
    return _numbers(one) > _numbers(other)


def _numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"[0-9]{1,9}", text)[:4]]


def written(said: Head | Manifest) -> bytes:
    return json.dumps(asdict(said), ensure_ascii=False, indent=1).encode() + b"\n"


def read_head(data: bytes) -> Head:
    """Raises BackupError for what is no head of this format."""
    found = _object(data, HEAD)
    if found.get("format") != FORMAT:
        what = str(found.get("format"))[:20]
        raise BackupError(f"备份文件的格式版本是 {what}，这个程序只认识 {FORMAT}。")
    head = _made(Head, found, HEAD)
    lists = [*_listed(head.migrations), *_listed(head.tables)]
    if not all(isinstance(name, str) for names in lists for name in names):
        raise _wrong(HEAD)
    return head


def read_manifest(data: bytes) -> Manifest:
    """Raises BackupError for what is no manifest."""
    made = _made(Manifest, _object(data, MANIFEST), MANIFEST)
    numbers = [*made.rows.values(), *made.sequences.values()]
    if not all(type(one) is int and 0 <= one < 2**63 for one in numbers):
        raise _wrong(MANIFEST)
    return made


def _listed(found: dict[str, Any]) -> list[list[Any]]:
    if not all(isinstance(one, list) for one in found.values()):
        raise _wrong(HEAD)
    return list(found.values())


def _object(data: bytes, name: str) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _wrong(name) from error
    if not isinstance(found, dict):
        raise _wrong(name)
    return found


def _made(kind: type[Said], found: dict[str, Any], name: str) -> Said:
    """Every field there, of its type; what is there besides is of no interest."""
    simple = {"int": int, "str": str, "dict": dict, "list": list}
    values = {}
    for one in fields(kind):  # type: ignore[arg-type]
        wanted = simple[str(one.type).partition("[")[0]]
        value = found.get(one.name)
        if type(value) is not wanted:
            raise _wrong(name)
        values[one.name] = value
    return kind(**values)


def _wrong(name: str) -> BackupError:
    return BackupError(f"备份文件中的 {name} 有误，不是本程序写的备份。")


def part_name(table: str, number: int) -> str:
    """tables/archive_article/000001.jsonl"""
    return f"{TABLES}{table}/{number:06d}.jsonl"


def table_of(name: str) -> str:
    """The table whose rows a member holds; "" where it is none."""
    found = _PART.fullmatch(name)
    return found[1] if found else ""


def is_fit(path: str) -> bool:
    """Whether a path leads to somewhere below a folder and nowhere else: `imports/2024/a.txt`."""
    plain = not re.search(r"[\x00-\x1f\x7f\\]", path)
    parts = path.split("/")
    inside = all(part not in ("", ".", "..") and len(part.encode()) <= 99 for part in parts)
    return plain and inside and len(path.encode()) <= LONGEST_NAME - len(UPLOADS)


def is_known(name: str) -> bool:
    """Whether a member of that name may stand between head and sums."""
    if name.startswith(SETTINGS):
        return name.removeprefix(SETTINGS) in KEPT
    if name.startswith(UPLOADS):
        return is_fit(name.removeprefix(UPLOADS))
    return bool(table_of(name))


def below(folder: Path, path: str) -> Path:
    """The file that a fit path names below the folder."""
    return folder.joinpath(*path.split("/"))
