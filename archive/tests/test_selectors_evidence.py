"""Evidence that no longer fits its text, and the sentences that are quoted for it."""

from __future__ import annotations

import pytest
from django.test import Client

from archive import selectors
from archive.models import Article, Figure
from archive.tests import factories as make

pytestmark = pytest.mark.django_db

BODY = "开头。他说：“投资30亿元。”带动就业3000人；全年12个项目\n第二段没有句号"


def article(body: str = BODY) -> Article:
    return make.article(body=body, status=Article.Status.PUBLISHED)


@pytest.mark.parametrize(
    "evidence",
    [None, 5, "body", {"body": 1}, [], [None], [["body", 1]], [["body", 3, 3]], [["body", "0", "2"]],
     [["body", -1, 2]], [["body", 0, 99_999]], [["nothing", 0, 1]], [["subtitle", 0, 1]], [7]],
)  # fmt: skip
def test_what_fits_no_text_is_passed_over(evidence: object) -> None:
    assert list(selectors.spans(article=article(), evidence=evidence)) == []
    good = [*(evidence if isinstance(evidence, list) else []), ["title", 0, 2]]
    assert list(selectors.spans(article=Article.objects.get(), evidence=good)) == [("title", 0, 2)]


@pytest.mark.parametrize(
    ("words", "before", "after"),
    [
        ("开头", "", "。"),
        ("30亿元", "他说：“投资", "。”"),
        ("3000人", "带动就业", "；"),
        ("12个", "全年", "项目"),
        ("句号", "第二段没有", ""),
        ("就业3000人；全年", "带动", "12个项目"),
    ],
)
def test_the_sentence_around_a_piece(words: str, before: str, after: str) -> None:
    at = BODY.index(words)
    quote = selectors.quote(article=article(), text="", evidence=[["body", at, at + len(words)]])
    assert (quote.before, quote.hit, quote.after) == (before, words, after)


def test_a_figure_whose_place_is_lost_is_told_without_a_link(client: Client) -> None:
    made = article()
    for words, evidence in (("30亿元", [["body", 900, 905]]), ("3000人", [["body", 19, 24]])):
        Figure.objects.create(
            article=made, text=words, indicator="数", value=1, kind="actual", evidence=evidence
        )
    html = client.get(made.get_absolute_url()).content.decode()
    lost, placed = made.figures.order_by("pk")
    assert "<mark>30亿元</mark>" in html
    assert f"#figure-{lost.pk}" not in html and f'id="figure-{placed.pk}"' in html
    assert f"#figure-{placed.pk}" in html
