"""What a monitor reads: true after what was done, cheap, and for nobody else."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from archive.ingest.worker import only_worker
from archive.models import Article, Import
from archive.tests.test_docs import REFERENCE
from archive.web import measuring
from archive.web.measuring import Tally
from search.indexer import drain, reindex
from search.management.commands import run_indexer
from search.measures import state
from search.models import Outbox
from search.tests import factories

pytestmark = pytest.mark.django_db
STRANGER = {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> Tally:
    """A tally of this test alone."""
    fresh = Tally([*measuring.tally().routes])
    monkeypatch.setattr(measuring, "tally", lambda: fresh)
    return fresh


def told(**labels: str) -> dict[str, float]:
    """The samples with these labels, and no others, by their names."""
    text = Client().get("/metrics").content.decode()
    return {
        one.name: one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
        if one.labels == labels
    }


class TestState:
    def test_articles_and_what_the_index_lacks_of_them(self) -> None:
        factories.article("储能")
        draft = factories.article("文旅")
        Article.objects.filter(pk=draft.pk).update(status=Article.Status.DRAFT)
        reindex()
        drain()
        found = told()
        assert found["archive_index_up"] == 1 and found["archive_index_articles"] == 1
        assert found["archive_index_lag_seconds"] == 0
        assert told(status="published")["archive_articles"] == 1
        assert told(status="draft")["archive_articles"] == 1
        assert told(state="waiting")["archive_outbox_rows"] == 0

    def test_changes_on_their_way(self) -> None:
        reindex()
        Outbox.objects.all().delete()
        old = Outbox.objects.create(article=1)
        Outbox.objects.create(article=2)
        Outbox.objects.create(article=3, error="…")
        Outbox.objects.create(article=4, applied=True)
        Outbox.objects.filter(pk=old.pk).update(created=timezone.now() - timedelta(minutes=3))
        rows = {
            one: told(state=one)["archive_outbox_rows"] for one in ("waiting", "failed", "kept")
        }
        assert rows == {"waiting": 2, "failed": 1, "kept": 1}
        assert 180 <= told()["archive_index_lag_seconds"] < 240

    def test_a_rebuild_is_another_generation(self) -> None:
        factories.article("储能")
        reindex()
        before = told()["archive_index_generation"]
        reindex()
        assert told()["archive_index_generation"] == before + 1

    def test_files_that_wait(self) -> None:
        now = timezone.now()
        for number, (status, begun) in enumerate(
            [
                ("queued", None),
                ("queued", None),
                ("running", now - timedelta(minutes=2)),
                ("done", now),
            ]
        ):
            Import.objects.create(
                sha256=f"{number:064d}", filename="x.txt", file="x.txt", size=1, status=status, started=begun
            )  # fmt: skip
        Import.objects.filter(pk=Import.objects.earliest("pk").pk).update(
            created=now - timedelta(hours=1)
        )
        assert told(status="queued")["archive_imports"] == 2
        assert told(status="running")["archive_imports"] == 1
        assert 3600 <= told()["archive_import_waiting_seconds"] < 3700
        assert 120 <= told()["archive_import_running_seconds"] < 200

    def test_whether_the_worker_runs(self) -> None:
        assert told()["archive_worker_up"] == 0
        with only_worker():
            assert told()["archive_worker_up"] == 1

    def test_whether_the_indexer_runs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        seen = []

        def look() -> bool:
            seen.append(told()["archive_indexer_up"])
            return True

        monkeypatch.setattr(run_indexer, "stop_on_signals", lambda stop: None)
        run_indexer.work(look)
        assert seen == [1] and told()["archive_indexer_up"] == 0

    def test_an_index_that_is_missing_is_told_of(self) -> None:
        found = told()
        assert found["archive_index_up"] == 0 and "archive_index_articles" not in found
        assert found["archive_database_up"] == 1

    def test_a_database_that_is_away_is_told_of(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def away() -> None:
            raise OperationalError("away")

        monkeypatch.setattr(state, "_articles", away)
        found = told()
        assert found["archive_database_up"] == 0
        assert found["archive_data_free_bytes"] > 0

    def test_a_folder_that_is_away_costs_what_it_tells_and_no_more(
        self, monkeypatch: pytest.MonkeyPatch, settings: object
    ) -> None:
        def away() -> str:
            raise PermissionError("away")

        settings.ARCHIVE_DATA = Path("/nowhere")  # type: ignore[attr-defined]
        monkeypatch.setattr(state.health, "index_state", away)
        found = told()
        assert (found["archive_index_up"], found["archive_indexer_up"]) == (0, 0)
        assert found["archive_database_up"] == 1 and "archive_data_free_bytes" not in found

    def test_sizes(self) -> None:
        found = told()
        assert found["archive_database_bytes"] >= 0 and found["archive_data_free_bytes"] > 0


class TestRequests:
    def test_searches_are_timed(self, client: Client) -> None:
        factories.article("储能")
        reindex()
        client.get("/search/?q=储能")
        assert told()["archive_search_seconds_count"] >= 1
        assert told(route="search", method="GET", status="2xx")["archive_requests_total"] == 1

    def test_what_a_reader_types_is_in_no_label(self, client: Client) -> None:
        client.get("/search/?q=zzqqxx")
        client.get("/zzqqxx/")
        assert "zzqqxx" not in Client().get("/metrics").content.decode()


class TestAccess:
    def test_a_read_asks_few_questions(self, client: Client, django_assert_max_num_queries) -> None:
        reindex()
        with django_assert_max_num_queries(15):
            response = client.get("/metrics")
        assert response["Content-Type"].startswith("text/plain")
        assert response["Cache-Control"] == "no-store" and not response.cookies

    def test_for_strangers_it_is_not_there(self, client: Client) -> None:
        for ask in (client.get, client.head, client.post, client.put):
            assert ask("/metrics", **STRANGER).status_code == 404
        assert client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 404

    def test_without_a_token_none_opens_it(self, client: Client) -> None:
        for given in ("Bearer ", "Bearer", "Bearer x", ""):
            answer = client.get("/metrics", HTTP_AUTHORIZATION=given, **STRANGER)
            assert answer.status_code == 404

    def test_with_the_token_others_may_read(self, client: Client, settings) -> None:
        settings.METRICS_TOKEN = "c5f1-0123456789"
        right = {"HTTP_AUTHORIZATION": "Bearer c5f1-0123456789"}
        assert client.get("/metrics", **right, **STRANGER).status_code == 200
        for wrong in ("Bearer c5f1", "Basic c5f1-0123456789", "Bearer 密", "c5f1-0123456789"):
            answer = client.get("/metrics", HTTP_AUTHORIZATION=wrong, **STRANGER)
            assert answer.status_code == 404

    def test_it_is_read_and_nothing_else(self, client: Client) -> None:
        assert client.post("/metrics").status_code == 405


class TestReference:
    def test_every_metric_is_documented_and_no_other(self) -> None:
        reindex()
        families = text_string_to_metric_families(Client().get("/metrics").content.decode())
        real = {
            f"{one.name}_total" if one.type == "counter" else one.name: one.type for one in families
        }
        rows = re.findall(
            r"^\| `(archive_\w+)` \| (\w+) \|",
            Path(REFERENCE / "metrics.md").read_text(encoding="utf-8"),
            re.M,
        )
        assert dict(rows) == real

    def test_kinds_of_refusals_are_documented(self) -> None:
        text = Path(REFERENCE / "metrics.md").read_text(encoding="utf-8")
        assert all(f"`{kind}`" in text for kind in measuring.REFUSALS)
