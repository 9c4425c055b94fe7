"""When the embedded engine has too much to hold, and what the operator is told then."""

from __future__ import annotations

from search.backend import policy_backend
from search.engine import Engine, IndexUnavailable

# Articles, the most that was measured: docs/explanation/how-big-a-cluster.md
MANY = 300_000
HOW_TO = "docs/howto/move-to-opensearch.md"


def is_local() -> bool:
    """Whether the index lies on this machine, and not on a cluster."""
    return isinstance(policy_backend().engine, Engine)


def warning() -> str:
    """One line where the archive has outgrown the embedded engine; "" else, and on a cluster."""
    try:
        count = policy_backend().engine.count() if is_local() else 0
    except IndexUnavailable:
        return ""
    if count < MANY:
        return ""
    return (
        f"索引中已有 {count:,} 篇文章：内置的检索引擎适合 {MANY:,} 篇以内，"
        f"请改用 OpenSearch 集群（{HOW_TO}）。"
    )
