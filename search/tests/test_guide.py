"""The guide's examples run: each finds something in the sample pages, and none is misread."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from search.guide import TASKS
from search.indexer import reindex
from search.syntax import EXAMPLES


@pytest.fixture
def samples(db: None) -> None:
    call_command("load_reference", verbosity=0)
    call_command("ingest", str(settings.FIXTURES / "pages"), verbosity=0)
    reindex()


def test_every_example_runs_and_finds_something(client: Client, samples: None) -> None:
    told = {}
    for query, _found in EXAMPLES:
        answer = client.get("/api/v1/search", {"q": query}).json()
        if not answer["total"]:
            told[query] = "finds nothing"
    for task in TASKS:
        text = client.get(task.url).content.decode()
        if 'class="problems"' in text or 'class="empty' in text:
            told[task.url] = re.findall(
                r'class="(?:problems|empty)[^>]*>\s*[^<]*<[^>]*>[^<]*', text
            )
    assert told == {}


def test_the_page_links_to_every_example(client: Client, db: None) -> None:
    text = client.get("/help/").content.decode()
    assert all(str(task.question) in text for task in TASKS)
    links = {link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+)"', text)}
    assert {task.url for task in TASKS} <= links
    assert sum(link.startswith("/search/?q=") for link in links) >= len(EXAMPLES)
