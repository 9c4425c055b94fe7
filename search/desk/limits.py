"""How much a reader may keep, and the error that says so on the page."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser

MOST_SEARCHES = 500
MOST_COLLECTIONS = 200
MOST_ARTICLES = 5000  # in one collection
LONGEST_NAME = 100
LONGEST_NOTE = 2000
LONGEST_QUERY = 8000  # characters of an address, which a server takes no longer


class LimitReached(ValueError):
    """There is no room for more; the message is fit for the page."""


def lock(owner: AbstractBaseUser) -> None:
    """What the reader keeps is counted in one request at a time, to the end of its transaction."""
    rows = get_user_model()._default_manager.select_for_update(no_key=True)
    rows.filter(pk=owner.pk).values_list("pk", flat=True).first()
