"""The house's laws, read from the source itself: who may import whom, and how big a room gets."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(
    path
    for app in ("archive", "search")
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts
)
CODE = [path for path in MODULES if "tests" not in path.parts]
PURE = ("archive/text", "archive/gazetteer", "archive/extract")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module


def imported(path: Path, *packages: str) -> list[str]:
    return [
        found
        for found in imports(tree(path))
        if any(found == package or found.startswith(f"{package}.") for package in packages)
    ]


def functions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_archive_never_imports_search(path: Path) -> None:
    if name(path).startswith("archive/"):
        assert imported(path, "search") == []


@pytest.mark.parametrize("path", CODE, ids=name)
def test_config_is_imported_by_nobody(path: Path) -> None:
    if not name(path).startswith("archive/config/"):
        assert imported(path, "archive.config") == []


@pytest.mark.parametrize("path", CODE, ids=name)
def test_pure_rooms_know_no_django(path: Path) -> None:
    if name(path).startswith(PURE) or name(path) == "archive/records.py":
        assert imported(path, "django", "archive.models", "haystack", "whoosh") == []


@pytest.mark.parametrize("path", CODE, ids=name)
def test_jieba_only_in_segment(path: Path) -> None:
    if name(path) != "archive/text/segment.py":
        assert imported(path, "jieba", "rjieba") == []


@pytest.mark.parametrize("path", CODE, ids=name)
def test_engine_libraries_only_under_search(path: Path) -> None:
    if name(path).startswith("archive/"):
        assert imported(path, "whoosh", "haystack") == []


@pytest.mark.parametrize("path", CODE, ids=name)
def test_no_import_inside_a_function(path: Path) -> None:
    inside = [
        function.name
        for function in functions(tree(path))
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


@pytest.mark.parametrize("path", CODE, ids=name)
def test_views_write_nothing(path: Path) -> None:
    if not (name(path).startswith("archive/views/") or name(path) == "search/views.py"):
        return
    writes = {"save", "create", "bulk_create", "update", "delete", "get_or_create"}
    called = {
        node.func.attr
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert called & (writes - {"update"}) == set()


@pytest.mark.parametrize("path", CODE, ids=name)
def test_modules_say_what_they_are_for(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    if source.strip():
        docstring = ast.get_docstring(ast.parse(source))
        assert docstring and len(docstring.splitlines()) <= 8


@pytest.mark.parametrize("path", CODE, ids=name)
def test_rooms_stay_small(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 300
    long = {
        function.name: function.end_lineno - function.lineno + 1
        for function in functions(ast.parse(source))
        if function.end_lineno and function.end_lineno - function.lineno + 1 > 40
    }
    assert long == {}


def test_no_nameless_rooms() -> None:
    nameless = {"utils.py", "helpers.py", "common.py", "lib.py", "misc.py"}
    assert [name(path) for path in MODULES if path.name in nameless] == []
