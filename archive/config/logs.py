"""What the log leaves out."""

from __future__ import annotations

from logging import LogRecord


def without_traceback(record: LogRecord) -> bool:
    """Keeps every record; of a request that Django refuses, such as one of a foreign host, one line.

    It is the fault of who asked: where in the program it was refused, helps nobody.
    """
    if record.name.startswith("django.security."):
        record.exc_info = record.exc_text = None
    return True
