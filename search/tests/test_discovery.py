"""Browsers and crawlers find the archive, and crawlers are kept out of what never ends."""

from __future__ import annotations

from collections.abc import Callable
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.test import Client

from archive.models import Article, Official
from search.suggesting.current import forget
from search.tests import factories

pytestmark = pytest.mark.django_db
OPEN = "{http://a9.com/-/spec/opensearch/1.1/}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def archive(reindexed: Callable[[], int]) -> Article:
    official = Official.objects.create(
        name="李兰亭", pinyin="lilanting llt", place=factories.city()
    )
    article = factories.article(
        "泰安储能。", cities={"370900": "subject"}, officials={official: "speaker"},
        industries={"energy-storage": "subject"},
    )  # fmt: skip
    factories.article("待审。", status=Article.Status.DRAFT)
    reindexed()
    forget()
    return article


def text(client: Client, path: str) -> bytes:
    response = client.get(path)
    assert response.status_code == 200, path
    return b"".join(response) if response.streaming else response.content


def test_opensearch_leads_to_what_answers(client: Client, archive: Article) -> None:
    root = ElementTree.fromstring(text(client, "/opensearch.xml"))
    assert 0 < len(root.findtext(f"{OPEN}ShortName") or "") <= 16
    urls = {one.get("type"): one.get("template") or "" for one in root.iter(f"{OPEN}Url")}
    assert {"text/html", "application/atom+xml", "application/x-suggestions+json"} < set(urls)
    for template in urls.values():
        assert template.startswith("http://testserver/")
        path = template.removeprefix("http://testserver")
        text(client, path.replace("{searchTerms}", "储能").replace("{startPage?}", ""))


def test_completions_for_the_address_bar(client: Client, archive: Article) -> None:
    response = client.get("/suggestions.json", {"q": "llt"})
    assert response["Content-Type"] == "application/x-suggestions+json"
    typed, completions, kinds, urls = response.json()
    assert (typed, completions, kinds) == ("llt", ["李兰亭"], ["官员"])
    assert urls[0].startswith("http://testserver/search/?official=")
    assert client.get("/suggestions.json").json() == ["", [], [], []]


def test_robots_read_articles_but_not_permutations(client: Client, archive: Article) -> None:
    lines = text(client, "/robots.txt").decode().splitlines()
    robots = RobotFileParser()
    robots.parse(lines)
    for path in ("/", "/search/", "/articles/1/", "/cities/370900/", "/sitemap.xml", "/api/"):
        assert robots.can_fetch("any", path), path
    for path in (
        "/search.csv",
        "/api/v1/search",
        "/admin/",
        "/desk/",
        "/figures.csv",
    ):
        assert not robots.can_fetch("any", path), path
    # With a star: some parsers drop a lone question mark, and would close /search/ itself.
    assert {"Disallow: /search/?*", "Disallow: /figures/compare/?*"} <= set(lines)
    assert robots.site_maps() == ["http://testserver/sitemap.xml"]


def test_the_sitemap_lists_what_is_published(
    client: Client, archive: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = _addresses(client)
    assert (
        "/search/" in found
        and "/cities/370900/" in found
        and "/industries/energy-storage/" in found
    )
    assert (
        f"/officials/{Official.objects.get().pk}/" in found
        and "/newspapers/dazhong-ribao/" in found
    )
    assert [path for path in found if path.startswith("/articles/")] == [f"/articles/{archive.pk}/"]
    assert found[f"/articles/{archive.pk}/"] == f"{archive.updated:%Y-%m-%d}"
    for path in found:
        assert client.get(path).status_code == 200, path
    for path in (
        "/sitemap-articles-2.xml",
        "/sitemap-articles-0.xml",
        "/sitemap-x-1.xml",
        "/sitemap-pages-2.xml",
    ):
        assert client.get(path).status_code == 404, path
    monkeypatch.setattr("search.sitemap.PART", 1)
    factories.article("再一篇。")
    assert len([path for path in _addresses(client) if path.startswith("/articles/")]) == 2


def _addresses(client: Client) -> dict[str, str]:
    """Every address with the day of its last change, by way of the index."""
    index = ElementTree.fromstring(text(client, "/sitemap.xml"))
    site = "http://testserver"
    found = {}
    for part in index.iter(f"{MAP}loc"):
        rows = ElementTree.fromstring(text(client, (part.text or "").removeprefix(site)))
        for row in rows.iter(f"{MAP}url"):
            path = (row.findtext(f"{MAP}loc") or "").removeprefix(site)
            found[path] = row.findtext(f"{MAP}lastmod") or ""
    return found


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_of_the_api_lists_every_endpoint(
    client: Client, archive: Article, language: str
) -> None:
    html = client.get("/api/", headers={"accept-language": language}).content.decode()
    for path in client.get("/api/v1/openapi.json").json()["paths"]:
        assert f"<code>{path}</code>" in html
    for suffix in ("csv", "xlsx", "jsonl", "json", "ris", "bib", "atom"):
        assert f"/search.{suffix}" in html
    assert "http://testserver/api/v1/openapi.json" in html
