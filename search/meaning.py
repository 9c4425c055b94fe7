"""A query as the engine is asked it, so that what is found and what is marked are the same."""

from __future__ import annotations

from search.backend import policy_backend
from search.query import widened
from search.tree import Node, Phrase, Prefix, mapped


def as_asked(tree: Node) -> Node:
    """Numbers in both spellings, and a beginning with which no word begins as it stands.

    新能* finds 新能源 and not 创新能力; 储能产业* finds what 储能产业 finds, for there is no such word.
    Raises IndexUnavailable where the tree has a beginning and there is no index.
    """
    return widened(mapped(tree, _beginning))


def _beginning(leaf: Node) -> Node:
    if isinstance(leaf, Prefix) and not policy_backend().engine.begins(leaf.text):
        return Phrase(leaf.text, leaf.field)
    return leaf
