"""Hands over the mail that waits, each at most once.

It is claimed in the database before it is handed over. What the server refuses waits again, ever
longer; where it is not known whether it was taken (a kill, a line that broke), it is not sent again.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from smtplib import (
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
)
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.db import Error
from django.db.models import F, Q

from search.desk.digests.letters import letter
from search.models import Delivery

log = logging.getLogger(__name__)
State = Delivery.State
BACKOFF = tuple(timedelta(minutes=one) for one in (5, 30, 120, 480, 1440))
STUCK = timedelta(hours=1)  # after which whoever claimed it was killed
KEPT = timedelta(days=90)
KILLED = "发送中途被中止，不知道是否已经发出，不再发送。"
REFUSALS = (SMTPRecipientsRefused, SMTPResponseException, SMTPNotSupportedError)


class MailAway(RuntimeError):
    """The server cannot be reached, or does not let us in; everything waits."""


def send(now: datetime, is_over: Callable[[], bool] = lambda: False) -> Counter[str]:
    """How many came to which state. Raises MailAway."""
    done: Counter[str] = Counter()
    # Nothing waits longer than the last of BACKOFF: that was written by a clock that went wrong.
    ripe = Q(next_try__lte=now) | Q(next_try__gt=now + 2 * BACKOFF[-1])
    waiting = Delivery.objects.filter(ripe, state=State.WAITING).order_by("pk")
    for key in waiting.values_list("pk", flat=True):
        if is_over():
            break
        if state := _send(key, now):
            done[state] += 1
    return done


def _send(key: int, now: datetime) -> str:
    """The state it came to; "" where somebody else has it."""
    delivery = Delivery.objects.select_related("owner").filter(pk=key).first()
    if delivery is None:
        return ""
    try:
        mail = letter(delivery)
        if mail is None:
            return _settle(key, State.WAITING, state=State.DROPPED)
        mail.message()
    except Error:
        raise
    except Exception as error:  # an address or a header that no mail can have; a fault of ours
        log.exception("%s 无法写成。", delivery)
        return _settle(key, State.WAITING, state=State.REFUSED, error=repr(error))
    connection = _open()
    try:
        if not _claim(key, now):
            return ""
        return _hand_over(connection, mail, delivery, now)
    finally:
        # What became of the mail is noted by now; how the server says good-bye changes nothing.
        with suppress(SMTPException, OSError):
            connection.close()


def _open() -> Any:
    """One for each mail: what happens before it is claimed is never in doubt."""
    connection = get_connection()
    try:
        connection.open()
    except (SMTPException, OSError) as error:
        raise MailAway(str(error) or type(error).__name__) from error
    return connection


def _claim(key: int, now: datetime) -> bool:
    waiting = Delivery.objects.filter(pk=key, state=State.WAITING)
    values = {"state": State.SENDING, "claimed": now, "attempts": F("attempts") + 1}
    return bool(waiting.update(**values))


def _hand_over(connection: Any, mail: EmailMessage, delivery: Delivery, now: datetime) -> str:
    try:
        connection.send_messages([mail])
    except REFUSALS as error:
        return _refused(delivery, str(error), now)
    except (SMTPException, OSError) as error:
        log.warning("%s 不知道是否已经发出，不再发送：%s", delivery, error)
        return _settle(delivery.pk, State.SENDING, state=State.UNKNOWN, error=str(error))
    return _settle(delivery.pk, State.SENDING, state=State.SENT, error="")


def _refused(delivery: Delivery, why: str, now: datetime) -> str:
    """It waits for another try, longer each time, and not for ever."""
    log.warning("%s 被邮件服务器拒绝：%s", delivery, why)
    if delivery.attempts >= len(BACKOFF):
        return _settle(delivery.pk, State.SENDING, state=State.REFUSED, error=why)
    later = now + BACKOFF[delivery.attempts]
    return _settle(delivery.pk, State.SENDING, state=State.WAITING, error=why, next_try=later)


def _settle(key: int, before: str, **values: Any) -> str:
    rows = Delivery.objects.filter(pk=key, state=before)
    return str(values["state"]) if rows.update(**values) else ""


def tidy(now: datetime) -> None:
    """What a killed process was sending is known to be unknown; what is old is forgotten."""
    long_ago = Q(claimed__lt=now - STUCK) | Q(claimed__gt=now + STUCK)  # or the clock was set back
    stuck = Delivery.objects.filter(long_ago, state=State.SENDING)
    stuck.update(state=State.UNKNOWN, error=KILLED)
    old = Delivery.objects.filter(created__lt=now - KEPT)
    old.exclude(state__in=[State.WAITING, State.SENDING]).delete()
