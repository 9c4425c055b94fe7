"""What no error page shows, not even in debug mode: variables of the environment with a password."""

from __future__ import annotations

import re
from types import FrameType
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter


class Filter(SafeExceptionReporterFilter):
    """Django's, which knows keys and passwords by their names, and addresses that hold one."""

    hidden_settings = re.compile(
        "API|AUTH|TOKEN|KEY|SECRET|PASS|SIGNATURE|HTTP_COOKIE|DATABASE_URL|SMTP|SEARCH_URL",
        re.IGNORECASE,
    )

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: FrameType
    ) -> list[tuple[str, Any]]:
        """A client that failed has the headers of its request, with who asked, in its variables."""
        found = super().get_traceback_frame_variables(request, tb_frame)
        return [
            (name, self.cleanse_setting("", value) if isinstance(value, dict) else value)
            for name, value in found
        ]
