"""Faults that whoever brought the file can mend; the message is one line fit for the screen."""


class InputError(ValueError):
    """The input cannot be taken; `str(error)` says why and what to do."""
