"""Mail that tells readers of new articles: what is due, reserved, written, sent once at most."""

from search.desk.digests.running import MailAway, Told, run

__all__ = ["MailAway", "Told", "run"]
