"""How often one client may ask for what: the classes of addresses, and how a rate is written."""

from __future__ import annotations

import re
from dataclasses import dataclass

PERIODS = {"second": 1, "minute": 60, "hour": 3600}
_RATE = re.compile(r"([0-9]{1,7})/(second|minute|hour)(?: burst ([0-9]{1,7}))?")
_OFF = {"0", "off"}
FORM = "应写作 120/minute 或 120/minute burst 60（second、minute、hour），0 或 off 表示不限"

SIGN_IN, SUGGEST, EXPORT, SEARCH, ANALYSIS, API, READING = (
    "sign-in", "suggest", "export", "search", "analysis", "api", "reading",
)  # fmt: skip
# The first that fits. What operators ask, and static files, belong to none.
_CLASSES = [
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("", r"/(?:admin/(?!login/)|static/|healthz$|readyz$|metrics$|favicon\.ico$|robots\.txt$)"),
        (SUGGEST, r"/api/v1/(?:suggest$|facets/)|/suggestions\.json$"),
        (SEARCH, r"/search/|/search\.atom$"),
        (EXPORT, r"/(?:search|trends|diffusion|figures)\.|/(?:desk/collections|shared)/[^/]+\.[a-z]+$"),
        (ANALYSIS, r"/(?:trends|diffusion|figures)/|/api/v1/(?:trends|diffusion|figures)"),
        (API, r"/api/v1/"),
    )
]  # fmt: skip
_SIGN_IN = re.compile(r"/account/(?:login|reset)/|/admin/login/")


@dataclass(frozen=True, slots=True)
class Rate:
    """`amount` requests in `seconds`, and `burst` of them at once; an amount of 0 is no limit."""

    amount: int
    seconds: int
    burst: int

    @classmethod
    def of(cls, text: str) -> Rate:
        """`120/minute burst 60`; half the amount where no burst is told. Raises ValueError."""
        if text.strip().lower() in _OFF:
            return cls(0, 1, 0)
        found = _RATE.fullmatch(text.strip())
        if not found or not int(found[1]) or not int(found[3] or 1):
            raise ValueError(FORM)
        amount = int(found[1])
        return cls(amount, PERIODS[found[2]], int(found[3] or max(1, amount // 2)))

    @property
    def pause(self) -> float:
        """Seconds between two requests of who asks for ever."""
        return self.seconds / self.amount


def class_of(method: str, path: str) -> str:
    """Which rate a request falls under, "" for none."""
    if method == "POST" and _SIGN_IN.match(path):
        return SIGN_IN
    return next((kind for kind, pattern in _CLASSES if pattern.match(path)), READING)
