"""What readers are told while there is no index to ask, and when they may ask again."""

from __future__ import annotations

import logging
from typing import TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.web.client import is_this_machine
from search.engine import IndexAway, IndexUnavailable

AWAY = gettext_lazy("检索暂时不可用：索引正在重建，通常几分钟后恢复；目录和文章照常可看。")
CLUSTER = gettext_lazy(
    "检索暂时不可用：检索集群没有应答，恢复后自动可用；目录、版面和文章照常可看。"
)
LATER = 30  # seconds
log = logging.getLogger(__name__)
Response = TypeVar("Response", bound=HttpResponseBase)


def line(error: IndexUnavailable) -> str:
    """What readers are told."""
    return str(CLUSTER if isinstance(error, IndexAway) else AWAY)


def for_operators(request: HttpRequest, error: IndexUnavailable) -> str:
    """Why, and what helps: a line of its own, after what readers are told. It is logged as well.

    "" for whoever is not at this machine itself: a reason may name files.
    """
    log.warning("%s：%s", request.path, error.__cause__ or error)
    return _("给管理员：%(error)s") % {"error": error} if is_this_machine(request) else ""


def lines(request: HttpRequest, error: IndexUnavailable) -> list[str]:
    """Both lines, for answers that have no other place for the second."""
    return [line for line in (line(error), for_operators(request, error)) if line]


def ask_later(response: Response) -> Response:
    """A 503 tells when it is worth asking again."""
    if response.status_code == 503:
        response.headers["Retry-After"] = str(LATER)
    return response
