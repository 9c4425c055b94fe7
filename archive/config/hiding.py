"""What no error page shows, not even in debug mode: variables of the environment with a password."""

from __future__ import annotations

import re

from django.views.debug import SafeExceptionReporterFilter


class Filter(SafeExceptionReporterFilter):
    """Django's, which knows keys and passwords by their names, and addresses that hold one."""

    hidden_settings = re.compile(
        "API|AUTH|TOKEN|KEY|SECRET|PASS|SIGNATURE|HTTP_COOKIE|DATABASE_URL|SMTP", re.IGNORECASE
    )
