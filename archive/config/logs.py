"""The log: in which form, how much, and what it leaves out."""

from __future__ import annotations

import logging
from logging import LogRecord
from typing import Any

FORMS = {"line": "archive.web.log_forms.Line", "json": "archive.web.log_forms.Json"}
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def worth_telling(record: LogRecord) -> bool:
    """Drops what the line of the request says already, and where Django refused a request.

    That one was refused, such as one for a foreign host, is the fault of who asked: where in the
    program, helps nobody.
    """
    if record.name == "django.request":
        return bool(record.exc_info)
    if record.name.startswith("django.security."):
        record.exc_info = record.exc_text = None
    return True


def described(form: str, level: str, every_request: bool) -> dict[str, Any]:
    """What Python's logging and gunicorn are told: one handler for all, to standard error.

    `level` is that of the archive's own programs; of libraries, warnings at most.
    """
    others = max(logging.getLevelName(level), logging.WARNING)
    loud = max(logging.getLevelName(level), logging.INFO)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"told": {"()": FORMS[form]}},
        "filters": {
            "worth": {"()": "django.utils.log.CallbackFilter", "callback": worth_telling},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "told",
                "filters": ["worth"],
            },
        },
        "root": {"handlers": ["console"], "level": others},
        "loggers": {
            "archive": {"level": level},
            "search": {"level": level},
            "archive.requests": {"level": loud if every_request else others},
            # They bring handlers of their own, which would tell everything twice.
            "django": {"handlers": [], "level": others},
            "gunicorn.error": {"handlers": [], "propagate": True, "level": others},
            # Django leaves it to the server to send no body for a HEAD; no news each time.
            "gunicorn.http.wsgi": {"level": "ERROR"},
            "jieba": {"level": "WARNING"},
            # The page says it; it is no fault of the program that needs a traceback.
            "django.security.TooManyFilesSent": {"level": "CRITICAL"},
            "django.security.TooManyFieldsSent": {"level": "CRITICAL"},
        },
    }
