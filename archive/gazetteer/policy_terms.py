"""Terms of public policy that search keeps whole (fixtures/policy_terms.txt)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

TERMS_FILE = Path(__file__).resolve().parents[2] / "fixtures" / "policy_terms.txt"


@lru_cache(maxsize=1)
def policy_terms() -> tuple[str, ...]:
    """All terms in the order of the file: 新质生产力, 营商环境; each line begins with their kind."""
    lines = TERMS_FILE.read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if not line.startswith("#")]
    return tuple(dict.fromkeys(term for row in rows for term in row[1:]))
