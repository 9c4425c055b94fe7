"""Who guesses passwords has to wait: how tries are counted, and what is said of them.

Five wrong passwords for one name from one address within a quarter of an hour, or fifty from one
address for whatever names, and for the rest of it even the right password is not looked at.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import DatabaseError, transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import salted_hmac

from archive.web.client import counted_as
from archive.web.measuring import count_refusal

OF_AN_ADDRESS = 50  # wrong passwords, whatever the names: a school may be behind one address
KEPT = timedelta(days=180)  # how long it is known who signed in, when and from where

log = logging.getLogger(__name__)


def whence(request: HttpRequest) -> str | None:
    """The address that tries are counted by; None, not "", is what the column takes for unknown."""
    return counted_as(request) or None


def name_of(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The name of an account, or a code for what is none: somebody may have typed a password."""
    typed = (credentials or request.POST).get("username") or ""
    known: dict[str, str] = request.__dict__.setdefault("_names_of_accounts", {})
    if typed not in known:
        is_one = get_user_model().objects.filter(username=typed).exists()
        known[typed] = typed if is_one else f"?{salted_hmac(__name__, typed).hexdigest()[:16]}"
    return known[typed]


class Tries(AxesDatabaseHandler):
    """One row for each name and address; it goes when its time is over, or by a right password."""

    def get_user_attempts(
        self, request: HttpRequest, credentials: dict[str, Any] | None = None
    ) -> list[QuerySet[AccessAttempt]]:
        """Of the last quarter of an hour. What lies ahead, for the clock was set back, locks nobody
        out until it has caught up; the next wrong password counts it again."""
        found = super().get_user_attempts(request, credentials)
        now = timezone.now()
        return [tries.filter(attempt_time__lte=now) for tries in found]

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Five (AXES_FAILURE_LIMIT) where either of the two limits is reached."""
        both, address = (
            sum(tries.values_list("failures_since_start", flat=True))
            for tries in self.get_user_attempts(request, credentials)
        )
        return max(both, address * settings.AXES_FAILURE_LIMIT // OF_AN_ADDRESS)

    def user_login_failed(
        self,
        sender: Any,
        credentials: dict[str, Any],
        request: HttpRequest | None = None,
        **kwargs: Any,
    ) -> None:
        """Counts the try; where the database takes nothing just now, the page is still answered."""
        if request is None:
            return
        request.axes_credentials = credentials
        if request.axes_locked_out:  # refused unread: not counted, or it would never end
            return
        name = name_of(request, credentials)
        try:
            self._count(request, credentials, name)
            tries = self.get_failures(request, credentials)
        except DatabaseError as error:
            log.error("登录失败没有记下：%s，来自 %s（%s）", name, request.axes_ip_address, error)
            return
        log.warning("登录失败：%s，来自 %s", name, request.axes_ip_address)
        if tries >= settings.AXES_FAILURE_LIMIT:
            log.warning("登录暂停：%s，来自 %s", name, request.axes_ip_address)
            request.axes_locked_out = True

    def _count(self, request: HttpRequest, credentials: dict[str, Any], name: str) -> None:
        with transaction.atomic():
            self.clean_expired_user_attempts(request, credentials)
            row, is_new = AccessAttempt.objects.select_for_update().get_or_create(
                username=name,
                ip_address=request.axes_ip_address,
                user_agent="",  # else whoever changes it begins anew, and the table grows
                defaults={"failures_since_start": 1, "path_info": request.axes_path_info},
            )
            if not is_new:
                AccessAttempt.objects.filter(pk=row.pk).update(
                    failures_since_start=F("failures_since_start") + 1,
                    attempt_time=request.axes_attempt_time,
                )

    def reset_user_attempts(
        self, request: HttpRequest, credentials: dict[str, Any] | None = None
    ) -> int:
        """Of this name from here. Those of other names stay: one account is no key to all."""
        return self.filter_user_attempts(request, credentials)[0].delete()[0]

    def user_logged_in(self, sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
        """Kept for half a year; what is older goes, with the sessions that are over."""
        super().user_logged_in(sender, request, user, **kwargs)
        now = timezone.now()
        AccessLog.objects.filter(attempt_time__lt=now - KEPT).delete()
        Session.objects.filter(expire_date__lt=now).delete()


def locked(
    request: HttpRequest,
    response: HttpResponseBase | None = None,
    credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """The page in place of the form, with 429 and the seconds to wait."""
    count_refusal("locked")
    rows = Tries().get_user_attempts(request, credentials)
    last = [time for tries in rows for time in tries.values_list("attempt_time", flat=True)]
    ends = max(last, default=timezone.now()) + settings.AXES_COOLOFF_TIME
    wait = max(1, round((ends - timezone.now()).total_seconds()))
    page = render(
        request,
        "registration/locked.html",
        {"minutes": -(-wait // 60), "mail": settings.MAIL_IS_SET},
        status=429,
    )
    page.headers["Retry-After"] = str(wait)
    add_never_cache_headers(page)
    return page
