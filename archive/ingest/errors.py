"""Faults that whoever brought the file can mend; the message is one line fit for the screen.

And those of the machine, which nobody's file is to blame for.
"""

import errno

PASSING = {errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO}


class InputError(ValueError):
    """The input cannot be taken; `str(error)` says why and what to do."""


class LackingError(InputError):
    """Only a hint is missing; `hint` names it: newspaper, date or encoding."""

    def __init__(self, hint: str, text: str) -> None:
        super().__init__(text)
        self.hint = hint


def is_of_the_machine(error: BaseException) -> bool:
    """Whether a disk that is full or sick, or too many open files, is at fault: it may pass."""
    return isinstance(error, OSError) and error.errno in PASSING
