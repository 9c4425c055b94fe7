"""What of an article goes into the index."""

from __future__ import annotations

import pytest

from archive.text.fold import fold
from search.backend import article_index, document_of
from search.tests import factories


@pytest.mark.django_db
def test_names_do_not_run_into_one_another() -> None:
    """张三 and 王五 are not 三王."""
    article = factories.article(
        reporters=["张三", "王五"],
        photographers=["赵六"],
        cities={"370900": "subject"},
        industries={"energy-storage": "subject"},
    )
    document = document_of(article_index().full_prepare(article))
    assert fold(document.texts["byline"]) == "张三\n王五\n赵六"
    assert fold(document.subjects).split("\n") == ["泰安市", "储能"]
