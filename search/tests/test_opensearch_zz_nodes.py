"""Nodes are killed and come again, all of them stop: readers go on, what editors change is never lost.

The last module that asks the cluster; whatever fails, the `nodes` fixture has all of them running again.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from archive.models import Article
from archive.tests.nodes import Nodes
from search.backend import policy_backend
from search.executor import SearchExecutor
from search.indexer import Differences, differences, reindex
from search.models import Outbox
from search.request import SearchRequest
from search.tests.conformance import standing
from search.tests.conformance.questions import Questioner
from search.tests.conformance.telling import tell

pytestmark = [pytest.mark.opensearch, pytest.mark.xdist_group("nodes")]
ROOT = Path(__file__).resolve().parents[2]
ARTICLES = 400
SOON = 2.0  # seconds in which an edit is found
MOMENT = 60.0  # seconds in which a cluster settles, on a machine that is busy
ASKED = 120
_turns = count(1)


@pytest.fixture
def own_index() -> None:
    """The archive of this module has its own."""


@dataclass
class Site:
    """An archive on the cluster, and the process that carries its edits in."""

    data: Path
    url: str
    numbers: list[int] = field(default_factory=list)

    def edit(self) -> tuple[int, str]:
        """An article says something that nobody said before; its number and the search that finds it."""
        turn = next(_turns)
        words = f"第{turn}次补记"
        with transaction.atomic():
            article = Article.objects.get(pk=self.numbers[turn])
            article.body += f"\n{words}。"
            article.save()
        return article.pk, f"“{words}”"

    def seconds(self) -> float:
        """From the commit of an edit until a search finds it."""
        return seconds_until(self.edit())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Site]:
    data = tmp_path_factory.mktemp("nodes") / "archive"
    with (
        django_db_blocker.unblock(),
        standing.filled(data, ARTICLES) as filled,
        standing.clustered(filled) as options,
        standing.standing(options),
    ):
        reindex()
        numbers = list(Article.objects.published().order_by("pk").values_list("pk", flat=True))
        yield Site(filled, standing.url_of(options), numbers)


@pytest.fixture(scope="module")
def indexer(site: Site) -> Iterator[Site]:
    """`run_indexer` as a site has it, once it has carried in a first edit."""
    surroundings = {**os.environ, "ARCHIVE_DATA": str(site.data), "SEARCH_URL": site.url}
    surroundings |= {"DEBUG": "1", "DJANGO_SETTINGS_MODULE": "archive.config.settings"}
    command = [sys.executable, "manage.py", "run_indexer"]
    with (site.data / "indexer.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=log, stderr=log)
    try:
        site.seconds()
        yield site
    finally:
        process.terminate()
        process.wait(MOMENT)


def is_found(number: int, query: str) -> bool:
    return SearchExecutor(SearchRequest(q=query)).numbers() == [number]


def seconds_until(edit: tuple[int, str]) -> float:
    return waited(lambda: is_found(*edit))


def waited(holds: Callable[[], bool]) -> float:
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < MOMENT
        time.sleep(0.02)
    return time.monotonic() - began


def health(number: int, wanted: str) -> Any:
    """What a node says of the cluster, once it is so or not within a minute."""
    hosts = urlsplit(os.environ["OPENSEARCH_URL"]).netloc.split(",")
    address = f"http://{hosts[number - 1]}/_cluster/health?{wanted}&timeout=60s"
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(address, timeout=90) as answer:
        return json.load(answer)


def is_whole(capsys: pytest.CaptureFixture[str]) -> bool:
    """Index and database agree in every article, and the index holds each of them once."""
    assert differences() == Differences()
    capsys.readouterr()
    call_command("check_archive")
    engine = policy_backend().engine
    published = set(Article.objects.published().values_list("pk", flat=True))
    once = engine.numbers() == published and engine.count() == len(published)
    return once and capsys.readouterr().out == "一致\n"


def test_an_edit_is_found_within_two_seconds_of_its_commit(
    indexer: Site, request: pytest.FixtureRequest
) -> None:
    times = [indexer.seconds() for _ in range(7)]
    tell(request, f"edits found after {', '.join(f'{one:.2f}' for one in sorted(times))} s")
    assert median(times) <= SOON, times


def test_a_node_is_killed_and_nobody_notices(
    indexer: Site,
    nodes: Nodes,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    """Searches go on, edits arrive; when the node is back all of it is there, once."""
    questions = list(Questioner().all())[:ASKED]
    asked, edited = [], []
    for at, question in enumerate(questions):
        if at == ASKED // 2:
            nodes.kill(1)
        began = time.monotonic()
        SearchExecutor(question.request).page()
        asked.append(time.monotonic() - began)
        if at % 10 == 5:
            edited.append(indexer.edit())
    two = health(2, "wait_for_status=yellow")
    assert (two["number_of_nodes"], two["status"]) == (2, "yellow")
    late = [seconds_until(one) for one in edited]
    soon = [indexer.seconds() for _ in range(3)]
    nodes.again(1)
    assert health(1, "wait_for_status=green")["status"] == "green"
    assert all(is_found(*one) for one in edited)
    assert is_whole(capsys)
    tell(
        request,
        f"slowest search {max(asked):.1f} s, edits {max(late):.1f} s, then {max(soon):.1f} s",
    )
    assert median(soon) <= SOON, soon
    assert max(asked) < MOMENT / 4


def test_all_nodes_stop_and_what_is_edited_waits(
    indexer: Site, nodes: Nodes, capsys: pytest.CaptureFixture[str]
) -> None:
    """Articles, issues and entities are read on; searches say that they are away."""
    client, article = Client(), Article.objects.get(pk=indexer.numbers[0])
    issue = article.page.issue
    browsed = ["/", "/cities/", "/officials/", "/industries/", "/newspapers/"]
    browsed += [article.get_absolute_url(), issue.get_absolute_url()]
    browsed += [issue.newspaper.get_absolute_url(), "/help/"]
    query = urlencode({"q": "项目"})
    searched = [f"/search/?{query}", f"/api/v1/search?{query}", f"/trends/?series={query[2:]}"]
    nodes.stop()
    began = time.monotonic()
    assert {one: client.get(one).status_code for one in browsed} == dict.fromkeys(browsed, 200)
    assert {one: client.get(one).status_code for one in searched} == dict.fromkeys(searched, 503)
    assert time.monotonic() - began < MOMENT / 2
    edited = [indexer.edit() for _ in range(5)]
    assert set(Outbox.objects.values_list("article", flat=True)) >= {one for one, _ in edited}
    nodes.start()
    waited(lambda: not Outbox.objects.exists())
    assert all(is_found(*one) for one in edited)
    assert client.get(searched[0]).status_code == 200
    assert is_whole(capsys)
