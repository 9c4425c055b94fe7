"""Faults that whoever brought the file can mend; the message is one line fit for the screen."""


class InputError(ValueError):
    """The input cannot be taken; `str(error)` says why and what to do."""


class LackingError(InputError):
    """Only a hint is missing; `hint` names it: newspaper, date or encoding."""

    def __init__(self, hint: str, text: str) -> None:
        super().__init__(text)
        self.hint = hint
