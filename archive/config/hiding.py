"""What no error page shows, not even in debug mode: settings and variables that hold a password."""

from __future__ import annotations

import re
from types import FrameType
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

# What asks a cluster has its password in the lines that it sends.
CLIENTS = ("opensearchpy", "urllib3", "http")


class Filter(SafeExceptionReporterFilter):
    """Django's, which knows keys and passwords by their names, and addresses that hold one."""

    hidden_settings = re.compile(
        "API|AUTH|TOKEN|KEY|SECRET|PASS|SIGNATURE|HTTP_COOKIE|DATABASE_URL|SMTP|SEARCH_URL",
        re.IGNORECASE,
    )

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: FrameType
    ) -> list[tuple[str, Any]]:
        """Nothing of a client's, and of a dictionary nothing that is called like a password."""
        found = super().get_traceback_frame_variables(request, tb_frame)
        if str(tb_frame.f_globals.get("__name__")).partition(".")[0] in CLIENTS:
            return [(name, self.cleansed_substitute) for name, _ in found]
        return [
            (name, self.cleanse_setting("", value) if isinstance(value, dict) else value)
            for name, value in found
        ]
