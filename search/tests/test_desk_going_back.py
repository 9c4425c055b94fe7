"""Where a form leads back to: this site, whatever the address says."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from search.desk.going_back import back

ELSEWHERE = [
    "https://evil.example/x",
    "//evil.example/x",
    "///evil.example/x",
    "http:evil.example",
    "javascript:alert(1)",
    "/\\evil.example/x",
    # Of this host, but a path of it that a browser reads as another host.
    "http://testserver//evil.example/x",
    "http://testserver///evil.example/x",
    "http://testserver/\\evil.example/x",
    "http://testserver/\t/evil.example/x",
    "http://[",
    # No path: Django would look for a view of this name.
    "foo",
    "?next=foo",
    "http://testserver",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_no_address_leads_elsewhere(address: str) -> None:
    make = RequestFactory()
    for request in (
        make.get("/desk/keep/", {"next": address}),
        make.post("/desk/keep/", {"next": address}),
        make.get("/desk/keep/", headers={"referer": address}),
    ):
        assert back(request, "/here/") == "/here/"


@pytest.mark.parametrize(
    ("address", "led"),
    [
        ("/search/?q=x#article-1", "/search/?q=x#article-1"),
        ("http://testserver/search/?q=x", "/search/?q=x"),
        ("/search/?q=http://other.example/", "/search/?q=http://other.example/"),
        ("/desk/keep/?article=1", "/here/"),
        ("/search/?q=a\r\nSet-Cookie: b=c", "/search/?q=aSet-Cookie: b=c"),
    ],
)
def test_pages_of_this_site(address: str, led: str) -> None:
    assert back(RequestFactory().get("/desk/keep/", {"next": address}), "/here/") == led
