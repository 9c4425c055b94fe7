"""Finds every text that is to be translated, and keeps the .po files: `python -m archive.tests.messages`.

Templates are turned into Python by Django's own `templatize`, then read by Babel like the rest.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

from archive.languages import SOURCE

ROOT = Path(__file__).resolve().parents[2]
PYTHON = {
    name: spec
    for base, spec in {
        "gettext": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }.items()
    for name in (base, f"{base}_lazy", f"{base}_noop")
} | {"_": None}
# `templatize` leaves the calls standing among a filling that is no Python.
CALL = re.compile(
    r"""\b(?:n?p?gettext|_)\((?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|[ ,u]|count)+\)"""
)
SCRIPT = {"say": None, "gettext": None, "ngettext": (1, 2), "interpolate": None}


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the interface; `plural` and `context` are "" where there is none."""

    text: str
    plural: str = ""
    context: str = ""


def used(domain: str) -> dict[Text, list[str]]:
    """Every text of the domain `django` or `djangojs` with the files it stands in."""
    found: dict[Text, list[str]] = {}
    for path, texts in _files(domain):
        for text in texts:
            where = path.relative_to(ROOT).as_posix()
            if where not in found.setdefault(text, []):
                found[text].append(where)
    return found


def _files(domain: str) -> Iterator[tuple[Path, Iterator[Text]]]:
    if domain == "djangojs":
        for path in sorted((ROOT / "static" / "js").glob("*.js")):
            yield path, _read("javascript", path.read_bytes(), SCRIPT)
        return
    for app in ("archive", "search"):
        for path in sorted((ROOT / app).rglob("*.py")):
            if not {"tests", "migrations"} & set(path.parts):
                yield path, python_texts(path.read_bytes())
    for path in templates():
        source = templatize(path.read_text("utf-8"), origin=str(path))
        calls = "\n".join(match[0] for match in CALL.finditer(source))
        yield path, _read("python", calls.encode(), PYTHON)


def python_texts(source: bytes) -> Iterator[Text]:
    """Babel passes over what stands within an f-string before Python 3.12: f"<b>{_('不全')}</b>"."""
    yield from _read("python", source, PYTHON)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FormattedValue):
            yield from _read("python", ast.unparse(node.value).encode(), PYTHON)


def templates() -> list[Path]:
    """Those that readers see; the admin speaks Chinese only."""
    root = ROOT / "templates"
    return [
        path
        for path in sorted(root.rglob("*"))
        if path.suffix in {".html", ".txt", ".xml"} and "admin" not in path.parts
    ]


def _read(method: str, source: bytes, keywords: dict) -> Iterator[Text]:
    for _, message, _, context in extract(method, io.BytesIO(source), keywords=keywords):
        one, plural = message[:2] if isinstance(message, tuple) else (message, "")
        if one:
            yield Text(one, plural or "", context or "")


def catalogue(domain: str) -> Path:
    return SOURCE / "en" / "LC_MESSAGES" / f"{domain}.po"


def update(domain: str) -> tuple[int, int]:
    """Bring a .po file up to date, keeping what is translated; texts and untranslated ones left."""
    book = polib.pofile(str(catalogue(domain)), wrapwidth=100)
    known = {Text(row.msgid, row.msgid_plural, row.msgctxt or ""): row for row in book}
    wanted = used(domain)
    for text in known.keys() - wanted.keys():
        book.remove(known[text])
    for text in wanted.keys() - known.keys():
        plural = {"msgid_plural": text.plural, "msgstr_plural": {0: "", 1: ""}}
        book.append(
            polib.POEntry(
                msgid=text.text, msgctxt=text.context or None, **(plural if text.plural else {})
            )
        )
    for row in book:
        row.occurrences = [
            (where, "") for where in wanted[Text(row.msgid, row.msgid_plural, row.msgctxt or "")]
        ]
    book.sort(key=lambda row: (row.occurrences[0][0], row.msgid))
    book.save()
    return len(book), len(book.untranslated_entries())


if __name__ == "__main__":
    for name in ("django", "djangojs"):
        total, left = update(name)
        sys.stdout.write(f"{name}: {total} texts, {left} not translated\n")
