"""When mail is due: daily at eight, weekly on Mondays at eight, by the clock of the archive."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from search.models import Frequency

HOUR = 8
MONDAY = 0
WRONG = timedelta(days=1)  # ahead of the clock
GAP = timedelta(minutes=10)  # between two mails of a search that is told at once


def due(now: datetime) -> Q:
    """The saved searches whose time has come since they were last considered.

    At 2024-03-11 07:59 (a Monday) those of every day that were last asked before 2024-03-10 08:00;
    and those that a clock that went wrong has asked on a day to come, lest they wait for that.
    """
    asked = Q(told_at__gt=now + WRONG) & ~Q(frequency=Frequency.NONE)
    for frequency, before in slots(now).items():
        asked |= Q(frequency=frequency, told_at__lt=before)
    return asked


def slots(now: datetime) -> dict[Frequency, datetime]:
    """For each frequency, the moment since which one mail is due."""
    here = timezone.localtime(now)
    today = here.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    daily = today if here >= today else today - timedelta(days=1)
    weekly = daily - timedelta(days=(daily.weekday() - MONDAY) % 7)
    return {
        Frequency.IMMEDIATE: now - GAP,
        Frequency.DAILY: daily,
        Frequency.WEEKLY: weekly,
    }
