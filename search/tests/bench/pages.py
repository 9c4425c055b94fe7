"""What each kind of page costs: CPU, database queries, bytes; run inside the site.

`python -m search.tests.bench.site search.tests.bench.pages OUT` writes them as JSON.
"""

from __future__ import annotations

import gzip
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from search.tests.bench.addresses import addresses

ROUNDS = 7
HOST = "127.0.0.1"


def cost(client: Client, address: str) -> dict[str, Any]:
    """The median of a few answers of a site that is warm."""
    body = _get(client, address)
    spent = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        _get(client, address)
        spent.append((time.process_time() - begun) * 1000)
    with CaptureQueriesContext(connection) as asked:
        _get(client, address)
    return {
        "address": address,
        "cpu": statistics.median(spent),
        "queries": len(asked),
        "bytes": len(body),
        "packed": len(gzip.compress(body, 6)),
    }


def _get(client: Client, address: str) -> bytes:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return b"".join(answer) if answer.streaming else answer.content


def main(out: Path) -> None:
    client = Client(headers={"host": HOST})
    found = {name: cost(client, address) for name, address in addresses().items()}
    out.write_text(json.dumps(found), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
