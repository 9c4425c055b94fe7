"""The reference says what the code does: every variable, command and address is in it."""

from __future__ import annotations

import re
from pathlib import Path

from archive import urls as archive_urls

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"


def test_every_environment_variable_is_documented() -> None:
    settings = (ROOT / "archive/config/settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings)) | {"PORT"}
    told = set(
        re.findall(
            r"^\| `([A-Z_]+)`", (REFERENCE / "settings.md").read_text(encoding="utf-8"), re.M
        )
    )
    assert read == told


def test_every_command_is_documented() -> None:
    commands = {
        path.stem
        for app in ("archive", "search")
        for path in (ROOT / app / "management/commands").glob("*.py")
        if path.stem != "__init__"
    }
    told = set(
        re.findall(r"^\| `(\w+)", (REFERENCE / "commands.md").read_text(encoding="utf-8"), re.M)
    )
    assert commands == told


def test_every_public_address_is_documented() -> None:
    text = (REFERENCE / "addresses.md").read_text(encoding="utf-8")
    told = {re.sub(r"<\w+>", "<>", address) for address in re.findall(r"`(/[^`?]*)`", text)}
    public = {re.sub(r"<[\w:]+>", "<>", f"/{route.pattern}") for route in archive_urls.urlpatterns}
    public -= {"/favicon.ico"}
    assert len(public) > 10
    assert public - told == set()


def test_links_in_the_documents_lead_somewhere() -> None:
    for document in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!http)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"
