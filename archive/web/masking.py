"""What of an address may stand in a log: not the parts by which whoever reads it could get in.

A link to a new password, one that ends mail, one to a shared collection: each is a key.
"""

from __future__ import annotations

import re

MASK = "***"
_SLASH = r"(?:/|%(?:25)*2[fF])"  # plain, or encoded however often, as in `next=`
_KEYS = re.compile(
    rf"({_SLASH}account{_SLASH}(?:reset|unsubscribe){_SLASH}|{_SLASH}shared{_SLASH})"
    r"""[^\s?&#"'<>]+"""
)
_NAMED = re.compile(
    r"(?i)\b(token|key|secret|password|passwd|signature|sessionid|csrftoken|csrfmiddlewaretoken)=[^\s&#;\"']+"
)
_PRIVATE = ("/account/", "/desk/", "/shared/", "/admin/")


def masked(text: str) -> str:
    """The text with its keys as `***`; `/shared/abc.csv?x=1` is `/shared/***?x=1`."""
    return _NAMED.sub(rf"\1={MASK}", _KEYS.sub(rf"\1{MASK}", text))


def query_of(path: str, query: str) -> str:
    """The query as it may be logged: nothing of pages that are somebody's own."""
    return "" if path.startswith(_PRIVATE) else masked(query)
