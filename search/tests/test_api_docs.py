"""The examples of docs/reference/api.md do what they say, asked of this process."""

from __future__ import annotations

import io
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client

from search.tests import factories

pytestmark = pytest.mark.django_db
TEXT = (Path(__file__).parents[2] / "docs/reference/api.md").read_text(encoding="utf-8")
SITE = "http://127.0.0.1:8000"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", TEXT, re.S)


@pytest.fixture(autouse=True)
def archive(reindexed: Callable[[], int]) -> None:
    factories.article(
        "泰安储能。", cities={"370900": "subject"}, industries={"energy-storage": "subject"},
        pk=1, title="储能开工",
    )  # fmt: skip
    reindexed()


def content(client: Client, address: str) -> bytes:
    assert address.startswith(SITE)
    response = client.get(address.removeprefix(SITE))
    assert response.status_code == 200, address
    return b"".join(response) if response.streaming else response.content


def asked(command: str) -> str:
    """The address that a line of curl asks for."""
    words = iter(shlex.split(command)[1:])
    pairs, address = [], ""
    for word in words:
        if word in ("-d", "--data-urlencode"):
            name, _, value = next(words).partition("=")
            pairs.append(f"{name}={quote(value) if word != '-d' else value}")
        elif word == "-o":
            next(words)
        elif not word.startswith("-"):
            address = word
    return f"{address}?{'&'.join(pairs)}" if pairs else address


def test_curl(client: Client) -> None:
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    assert len(lines) >= 4
    found = [content(client, asked(line)) for line in lines]
    assert b'"total": 1' in found[0] and found[2].startswith(b"PK") and b"NEWS" in found[3]


def test_python(
    client: Client, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        "urllib.request.urlopen", lambda address: io.BytesIO(content(client, address))
    )
    first, second = blocks("python")
    exec(first, {})
    assert capsys.readouterr().out == "2024-03-15 大众日报 储能开工\n"
    exec(second, {})
    assert capsys.readouterr().out == "{1: 5}\n"


def test_every_endpoint_and_export_is_told(client: Client) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    told = set(re.findall(r"`(/api/v1/[a-z]+)", TEXT))
    assert {"/".join(path.split("/")[:4]) for path in paths} <= told
    for suffix in ("csv", "xlsx", "json", "jsonl", "ris", "bib"):
        assert f"| `{suffix}` |" in TEXT
