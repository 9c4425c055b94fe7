"""One page of a long list, chosen by `?page=`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

ROWS = 10


class Listed(Protocol):
    """A list that is read by the slice only."""

    def count(self) -> int: ...

    def __getitem__(self, cut: slice) -> list[Any]: ...


def paged(request: HttpRequest, rows: QuerySet | Sequence | Listed, *, size: int = ROWS) -> dict:
    """Context of a list page: `page`, and `page_notice` where the number asked for is none.

    A number that is malformed or too high never fails: the nearest page is shown instead.
    """
    paginator = Paginator(rows, size)
    asked = request.GET.get("page", "1")
    try:
        return {"page": paginator.page(asked), "page_notice": ""}
    except (PageNotAnInteger, EmptyPage):
        page = paginator.get_page(asked)
        notice = _("没有第“%(asked)s”页，这里是第 %(page)s 页。") % {
            "asked": asked[:20],
            "page": page.number,
        }
        return {"page": page, "page_notice": notice}
