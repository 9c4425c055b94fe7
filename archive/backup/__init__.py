"""One file that holds the whole archive: made while the site runs, and brought back from it."""

from archive.backup.errors import BackupError
from archive.backup.leftovers import left_behind
from archive.backup.making import Made, back_up
from archive.backup.restoring import Restored, restore
from archive.backup.target import unfinished

__all__ = ["BackupError", "Made", "Restored", "back_up", "left_behind", "restore", "unfinished"]
