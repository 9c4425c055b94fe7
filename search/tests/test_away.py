"""While there is no index, operators at the machine read why; nobody else is told of its files."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from search.engine import IndexUnavailable
from search.engine.errors import reason, unavailable

pytestmark = pytest.mark.django_db
ADDRESSES = [
    "/search/?q=储能", "/search/choices/city/?q=储能", "/search.csv?q=储能", "/search.atom?q=储能",
    "/trends/?series=储能", "/trends.csv?series=储能", "/figures/?search=储能", "/figures.csv?search=储能",
    "/figures/compare/?search=储能", "/diffusion/?q=储能", "/diffusion.csv?q=储能",
    "/api/v1/search?q=储能", "/api/v1/cities",
]  # fmt: skip
STRANGERS = [{"x-forwarded-for": "203.0.113.5"}, {"via": "1.1 proxy"}]


@pytest.fixture
def broken(own_index: Path) -> Path:
    """The pointer is a folder: it is there, and cannot be read."""
    (own_index / "current").mkdir(parents=True)
    return own_index


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("headers", STRANGERS)
def test_strangers_read_when_to_come_back_and_nothing_of_the_machine(
    client: Client, broken: Path, address: str, headers: dict[str, str]
) -> None:
    response = client.get(address, headers=headers)
    text = response.content.decode()
    assert response.status_code == 503 and response["Retry-After"]
    assert "检索暂时不可用" in text
    for told in (str(broken), broken.name + "/", "manage.py", "给管理员", "directory"):
        assert told not in text
    assert "0 篇" not in text and "没有找到文章" not in text and "没有以" not in text


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_machine_itself_reads_why_and_what_helps(
    client: Client, broken: Path, caplog: pytest.LogCaptureFixture, address: str
) -> None:
    text = client.get(address).content.decode()
    assert "给管理员：索引无法读取" in text and "manage.py reindex" in text
    assert str(broken) not in text
    assert str(broken / "current") in caplog.text


def test_a_reason_names_a_file_and_no_folder() -> None:
    gone = FileNotFoundError(2, "No such file or directory", "/srv/archive/index/current")
    assert reason(gone) == "No such file or directory: current"
    assert reason(OSError(28, "No space left on device")) == "No space left on device"
    assert reason(ValueError("cut off")) == "cut off"
    told = unavailable("索引无法读取", gone)
    assert isinstance(told, IndexUnavailable) and "/srv" not in f"{told} {told.why}"
