"""The house's laws, read from the source itself: who may import whom, and how big a room gets."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(
    path
    for app in ("archive", "search")
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts
)
CODE = [path for path in MODULES if "tests" not in path.parts]
PURE = ("archive/text", "archive/gazetteer", "archive/extract", "archive/records.py")


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


def offenders(paths: list[Path], found: Callable[[Path], object]) -> dict[str, object]:
    """What each module that breaks a law does, by its path."""
    return {name(path): what for path in paths if (what := found(path))}


def under(*folders: str) -> list[Path]:
    return [path for path in CODE if name(path).startswith(folders)]


def test_archive_never_imports_search() -> None:
    inside = [path for path in MODULES if name(path).startswith("archive/")]
    assert offenders(inside, lambda path: imported(path, "search")) == {}


def test_config_is_imported_by_nobody() -> None:
    others = [path for path in CODE if not name(path).startswith("archive/config/")]
    assert offenders(others, lambda path: imported(path, "archive.config")) == {}


def test_pure_rooms_know_no_django() -> None:
    foreign = ("django", "archive.models", "haystack", "whoosh")
    assert offenders(under(*PURE), lambda path: imported(path, *foreign)) == {}


def test_jieba_only_in_segment() -> None:
    others = [path for path in CODE if name(path) != "archive/text/segment.py"]
    assert offenders(others, lambda path: imported(path, "jieba", "rjieba")) == {}


def test_the_client_of_a_cluster_is_asked_for_by_its_own_room_alone() -> None:
    others = [path for path in CODE if not name(path).startswith("search/opensearch/")]
    assert offenders(others, lambda path: imported(path, "opensearchpy", "search.opensearch")) == {}


def test_engine_libraries_only_under_search() -> None:
    assert offenders(under("archive/"), lambda path: imported(path, "whoosh", "haystack")) == {}


def test_no_import_inside_a_function() -> None:
    def inside(path: Path) -> list[str]:
        return [
            function.name
            for function in functions(tree(path))
            for node in ast.walk(function)
            if isinstance(node, ast.Import | ast.ImportFrom)
        ]

    assert offenders(CODE, inside) == {}


def test_only_what_may_be_missing_is_loaded_by_name() -> None:
    """The way round the law above: OCR alone, whose libraries only some have."""
    loaders = {"import_module", "__import__", "load_module", "exec_module"}

    def loads(path: Path) -> list[str]:
        calls = [node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
        names = [getattr(call, "attr", getattr(call, "id", "")) for call in calls]
        return [called for called in names if called in loaders]

    others = [path for path in CODE if name(path) != "archive/ingest/ocr.py"]
    assert offenders(others, loads) == {}


def test_views_write_nothing() -> None:
    writes = {"save", "create", "bulk_create", "bulk_update", "delete", "get_or_create"}

    def written(path: Path) -> set[str]:
        calls = [node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
        return writes & {call.attr for call in calls if isinstance(call, ast.Attribute)}

    assert offenders(under("archive/views/", "archive/selectors", "search/views"), written) == {}


def test_modules_say_what_they_are_for() -> None:
    def silent(path: Path) -> bool:
        source = path.read_text(encoding="utf-8")
        docstring = ast.get_docstring(ast.parse(source)) or ""
        return bool(source.strip()) and not 1 <= len(docstring.splitlines()) <= 8

    assert offenders(CODE, silent) == {}


def test_rooms_stay_small() -> None:
    def long(path: Path) -> list[str]:
        source = path.read_text(encoding="utf-8")
        lines = {
            function.name: (function.end_lineno or 0) - function.lineno + 1
            for function in functions(ast.parse(source))
        }
        big = [f"{which}: {size} lines" for which, size in lines.items() if size > 40]
        whole = len(source.splitlines())
        return big + ([f"{whole} lines"] if whole > 300 else [])

    assert offenders(CODE, long) == {}


def test_no_nameless_rooms() -> None:
    nameless = {"utils.py", "helpers.py", "common.py", "lib.py", "misc.py"}
    assert [name(path) for path in MODULES if path.name in nameless] == []
