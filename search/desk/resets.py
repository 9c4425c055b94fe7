"""How often a new password may be asked for by mail: from one address, and for one account."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from archive.web.client import counted_as
from search.models import ResetTry

SPAN = timedelta(hours=1)
OF_AN_ADDRESS = 10
OF_AN_ACCOUNT = 3


class TooMany(Exception):
    """Whoever asks has to wait for so many `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def may_mail(request: HttpRequest, *, email: str) -> bool:
    """Count the request; False where this account had its mails of the hour.

    Raises TooMany where the address had its own. Accounts that are none are counted alike, so that
    neither answer tells whether there is one.
    """
    now, address = timezone.now(), counted_as(request)
    # What lies far ahead was counted before the clock was set back.
    ResetTry.objects.exclude(at__range=(now - SPAN, now + SPAN)).delete()
    before = ResetTry.objects.filter(address=address).order_by("-at")[:OF_AN_ADDRESS]
    times = list(before.values_list("at", flat=True))
    if len(times) == OF_AN_ADDRESS:
        raise TooMany(max(1, round((times[-1] + SPAN - now).total_seconds())))
    account = _code(email)
    mailed = ResetTry.objects.filter(account=account).count()
    ResetTry.objects.create(account=account, address=address, at=now)
    return mailed < OF_AN_ACCOUNT


def _code(email: str) -> str:
    """One for all the spellings by which Django finds the same account."""
    return salted_hmac(__name__, unicodedata.normalize("NFKC", email).casefold()).hexdigest()
