"""What `manage.py check` warns of, beside what Django does."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning


def hosts_are_named(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Links in feeds, files and the printed page are made from the host that was asked for."""
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    text = (
        "ALLOWED_HOSTS 含有 *：任何主机名都会被接受，订阅源、导出文件和打印页里的网址可以被人伪造。"
    )
    return [Warning(text, hint="写明本站的主机名，用逗号隔开。", id="archive.W001")]
