"""SEARCH_URL and what goes with it: read whole or refused in one line, and no password is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from archive.config import env, search_url
from archive.config.hiding import Filter
from archive.config.search_url import Cluster
from archive.tests.test_config import manage

SECRET = "s3cret-word"


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("opensearch://host:9201/archive", Cluster((("host", 9201),), "archive")),
        ("opensearch://one,two:1/a", Cluster((("one", 9200), ("two", 1)), "a")),
        ("opensearchs://[::1]:9200/a-2_b", Cluster((("::1", 9200),), "a-2_b", tls=True)),
        (
            "opensearchs://reader:p%40%2F@one.example.org/archive/",
            Cluster((("one.example.org", 9200),), "archive", True, "reader", "p@/"),
        ),
    ],
)
def test_what_it_says(address: str, found: Cluster) -> None:
    assert search_url.cluster(address) == found


@pytest.mark.parametrize(
    "address",
    [
        "http://host:9200/archive", "opensearch://host:9200", "opensearch:///archive",
        "opensearch://ho st/archive", "opensearch://one,,two/archive", "opensearch://host:0/archive",
        "opensearch://host:65536/archive", f"opensearch://host:{'9' * 5000}/archive",
        "opensearch://host/Archive", "opensearch://host/_all", "opensearch://host/-a",
        "opensearch://host/a/b", "opensearch://host/a*", "opensearch://host/archive?tls=1",
        "opensearch://host/archive#x", "opensearch://host/a-g000001", "opensearch://host/a-g000001-b",
        "opensearch://[::1/archive", "opensearch://host/" + "a" * 101, "host:9200",
    ],
)  # fmt: skip
def test_what_is_refused_names_the_variable_and_no_password(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    address = address.replace("://", f"://who:{SECRET}@")
    monkeypatch.setenv("SEARCH_URL", address)
    with pytest.raises(ImproperlyConfigured) as refused:
        env.cluster("SEARCH_URL")
    told = str(refused.value)
    assert told.startswith("SEARCH_URL ") and SECRET not in told and "\n" not in told


def test_unset_is_the_embedded_engine() -> None:
    assert env.cluster("SEARCH_URL") is None


def test_user_and_password_stand_apart_or_in_the_address_and_are_not_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SEARCH_URL", "opensearch://host/archive")
    with pytest.raises(ImproperlyConfigured, match="SEARCH_PASSWORD"):
        env.cluster("SEARCH_URL", user="reader")
    found = env.cluster("SEARCH_URL", user="reader", password=SECRET)
    assert found and (found.user, found.password) == ("reader", SECRET)
    assert SECRET not in f"{found!r} {found}"
    monkeypatch.setenv("SEARCH_URL", "opensearch://other:word@host/archive")
    found = env.cluster("SEARCH_URL", user="reader", password=SECRET)
    assert found and (found.user, found.password) == ("reader", SECRET)


def test_certificates_are_looked_at_before_anything_else_starts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")
    monkeypatch.setenv("SEARCH_URL", "opensearchs://host/archive")
    for path in (tmp_path / "ca.pem", tmp_path / "none.pem"):
        with pytest.raises(ImproperlyConfigured, match="^SEARCH_CA .*pem"):
            env.cluster("SEARCH_URL", ca=str(path))
    monkeypatch.setenv("SEARCH_URL", "opensearch://host/archive")
    with pytest.raises(ImproperlyConfigured, match="opensearchs://"):
        env.cluster("SEARCH_URL", ca=str(tmp_path / "ca.pem"))


def test_without_the_client_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env, "find_spec", lambda name: None)
    assert env.cluster("SEARCH_URL") is None  # nobody needs it
    monkeypatch.setenv("SEARCH_URL", "opensearch://host/archive")
    with pytest.raises(ImproperlyConfigured, match="pip install -r requirements-opensearch.txt"):
        env.cluster("SEARCH_URL")


ENGINE = (
    "import sys; from django.conf import settings; found = settings.HAYSTACK_CONNECTIONS['default'];"
    "print(found['ENGINE'], found.get('SHARDS'), found.get('REPLICAS'), 'opensearchpy' in sys.modules)"
)


def test_it_switches_the_connection_and_only_then_is_the_client_loaded(tmp_path: Path) -> None:
    common = {"ARCHIVE_DATA": str(tmp_path), "SECRET_KEY": "k", "SEARCH_URL": ""}
    run = manage("shell", "-v0", "-c", ENGINE, **common)
    assert run.stdout.split() == ["search.backend.PolicyEngine", "None", "None", "False"]
    common |= {"SEARCH_URL": "opensearch://127.0.0.1:9/archive", "SEARCH_REPLICAS": "0"}
    run = manage("shell", "-v0", "-c", ENGINE, **common)
    assert run.stdout.split()[:3] == ["search.opensearch.backend.OpenSearchEngine", "3", "0"]
    run = manage("check", **common | {"SEARCH_SHARDS": "0"})
    assert run.returncode != 0 and "SEARCH_SHARDS" in run.stderr
    assert len(run.stderr.splitlines()) == 1


def test_no_error_page_shows_who_asks_the_cluster() -> None:
    def call(headers: dict[str, str]) -> None:
        raise ValueError

    hiding = Filter()
    try:
        call({"Authorization": SECRET, "accept": "json"})
    except ValueError as error:
        frame = error.__traceback__.tb_next.tb_frame  # type: ignore[union-attr]
        shown = dict(hiding.get_traceback_frame_variables(None, frame))
    assert shown["headers"] == {"Authorization": hiding.cleansed_substitute, "accept": "json"}
    for name in ("SEARCH_URL", "SEARCH_PASSWORD"):
        assert hiding.cleanse_setting(name, SECRET) == hiding.cleansed_substitute
