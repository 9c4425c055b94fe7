"""Whether nothing waits any more, run inside the site: status 0, or 1 after a while of waiting."""

from __future__ import annotations

import sys
import time

from archive.models import Import
from search.models import Outbox

PATIENCE, LOOK = 20.0, 0.2  # seconds


def is_settled() -> bool:
    waiting = Import.objects.filter(status__in=("queued", "running")).exists()
    return not waiting and not Outbox.objects.exists()


def main() -> int:
    until = time.monotonic() + PATIENCE
    while not is_settled():
        if time.monotonic() > until:
            return 1
        time.sleep(LOOK)
    return 0


if __name__ == "__main__":
    sys.exit(main())
