"""The site's settings with less patience for a locked database, so that tests need not wait."""

from archive.config.settings import *  # noqa: F403
from archive.config.settings import DATABASES

WAIT = 1.5  # seconds
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"]["timeout"] = WAIT
