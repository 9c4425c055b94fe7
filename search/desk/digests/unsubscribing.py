"""The link by which a reader ends all mail without signing in; whoever has the mail has the link."""

from __future__ import annotations

from django.core import signing

SALT = "search.desk.unsubscribe"


def token(reader: int) -> str:
    """For one reader, for good: old mail is to work, too."""
    return signing.Signer(salt=SALT).sign(str(reader)).replace(":", ".")


def reader(text: str) -> int | None:
    """Whose link it is; None where nobody here has signed it."""
    number, _, signature = text.partition(".")
    try:
        return int(signing.Signer(salt=SALT).unsign(f"{number}:{signature}"))
    except (signing.BadSignature, ValueError):
        return None
