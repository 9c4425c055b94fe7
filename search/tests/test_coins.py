"""COinS as a reference manager reads them: cut at &, decoded, put together to an item."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from search import coins, found
from search.tests import factories

pytestmark = pytest.mark.django_db
ADDRESS = "http://localhost:8000/articles/1/"


def item(text: str) -> dict[str, list[str]]:
    """As Zotero does it (openurl.js): split at &, then at the first =, then decodeURIComponent."""
    read: dict[str, list[str]] = {}
    for pair in text.split("&"):
        name, _, value = pair.partition("=")
        read.setdefault(name, []).append(unquote(value.replace("+", " ")))
    return read


def test_an_article_comes_back_whole() -> None:
    made = factories.article(
        "正文。",
        title="投资 5,000 万元：A&B=100%+“储能”#1",
        reporters=["王一", "张　三"],
        correspondents=["John Smith"],
    )
    read = item(coins.described(found.read([made.pk])[made.pk], ADDRESS))
    assert read["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:dc"]
    assert read["rft.type"] == ["newspaperArticle"]
    assert read["rft.title"] == ["投资 5,000 万元：A&B=100%+“储能”#1"]
    assert read["rft.source"] == ["大众日报"] and read["rft.date"] == ["2024-03-15"]
    assert read["rft.creator"] == ["王一", "张三", "John Smith"]
    assert read["rft.identifier"] == [ADDRESS]


@pytest.mark.parametrize("known", [True, False])
def test_only_a_printed_page_number_is_told(known: bool) -> None:
    made = factories.article()
    made.page.number_known = known
    made.page.save()
    text = coins.described(found.read([made.pk])[made.pk], ADDRESS)
    assert ("rft.pages" in text) is known
