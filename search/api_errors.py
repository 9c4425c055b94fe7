"""What the API says where it cannot answer: `{"errors": [line, …]}`, whatever went wrong."""

from __future__ import annotations

from typing import NoReturn

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext_noop as _
from ninja import Field, Schema

from search.address import read
from search.request import SearchRequest


class ErrorsOut(Schema):
    errors: list[str] = Field(
        description=_("每条一行，说明哪个参数为什么没有被理解"),
        json_schema_extra={"example": ["sort=best：应为 relevance、newest、oldest。"]},
    )


# The answers besides 200 that any question about the index may get.
FAULTS = {400: ErrorsOut, 503: ErrorsOut}
MISSING = {404: ErrorsOut}


class Misunderstood(Exception):
    """Parameters that are malformed or unknown, one line each."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


class NotThere(Exception):
    """Nothing has that number or code; `str` is a line for the reader."""


def refusal(errors: list[str], status: int) -> JsonResponse:
    readable = {"ensure_ascii": False}
    return JsonResponse({"errors": errors}, status=status, json_dumps_params=readable)


def understood(request: HttpRequest) -> SearchRequest:
    """The search that the address means. Raises Misunderstood with a line for every fault."""
    address = read(request.GET)
    if address.problems:
        raise Misunderstood(address.problems)
    return address.request


def not_there(line: str) -> NoReturn:
    raise NotThere(line)
