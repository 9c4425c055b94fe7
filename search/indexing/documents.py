"""What the index should hold of articles, as `ArticleIndex` says it, read from the database."""

from __future__ import annotations

from collections.abc import Collection

from archive.text.cutting import cut_many
from search import roster
from search.backend import article_index, policy_backend
from search.engine import Document
from search.indexing.rows import article_rows


def warm() -> None:
    """Load the words, for this process and all that are forked from it; half a second at first."""
    roster.keep_current()
    cut_many(["预热"])


def documents(numbers: Collection[int]) -> list[Document]:
    """Of those that are published, by number.

    Whoever writes them sees to the roster; it is not to change in the midst of a rebuild.
    """
    return policy_backend().documents(article_index(), article_rows(numbers))
