"""Whatever the API's description allows is asked of it, in this process: it never breaks its word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from archive.models import Figure, Official
from search.tests import factories

# Not asked: that whatever fits is accepted, and what does not is refused. No description lists all
# officials, and dates are read in more forms than it names.
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
]


schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.fixture(autouse=True)
def archive(db: None, reindexed: Callable[[], int]) -> None:
    official = Official.objects.create(
        name="李兰亭", pinyin="lilanting llt", place=factories.city()
    )
    article = factories.article(
        "泰安储能电站开工，投资116亿元。",
        cities={"370900": "subject"},
        industries={"energy-storage": "subject"},
        officials={official: "speaker"},
    )
    Figure.objects.create(article=article, text="116亿元", value=116, unit="亿元", kind="target")
    reindexed()


@schema.parametrize()
@settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_the_api_keeps_to_its_description(case: Any) -> None:
    case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})
