"""From the parameters of an address to the request they mean, with what was not understood."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import QueryDict

from search import names
from search.request import CHOICES, SearchRequest, parse


@dataclass(frozen=True, slots=True)
class Address:
    """`renamed`: names stood for codes, and every one of them was known."""

    request: SearchRequest
    problems: list[str]
    renamed: bool


def read(parameters: QueryDict) -> Address:
    """Look up every name; at most one query for each facet that is used."""
    pairs = [(name, value) for name, values in parameters.lists() for value in values]
    plain, problems = parse(pairs)
    resolved, unknown = names.resolve(plain)
    renamed = not unknown and any(plain.chosen(one) != resolved.chosen(one) for one in CHOICES)
    return Address(resolved, problems + unknown, renamed)


def every(request: SearchRequest) -> SearchRequest:
    """The same search without a page: what exports and feeds are made of."""
    return replace(request, page=1, size=20)
