"""How texts are handed to PostgreSQL, which keeps every character but one."""

from __future__ import annotations

import re
from typing import Any

from psycopg import adapters
from psycopg.abc import Buffer
from psycopg.types.json import Jsonb, JsonbDumper
from psycopg.types.string import StrDumperUnknown

# U+0000 as JSON writes it, and not the six characters after a backslash that is one itself.
_NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")


class TextDumper(StrDumperUnknown):
    """U+FFFD for U+0000: a name with such a character is then unknown, and no error."""

    def dump(self, obj: str) -> Buffer | None:
        return super().dump(obj.replace("\0", "\N{REPLACEMENT CHARACTER}"))


class JsonDumper(JsonbDumper):
    """The same within JSON."""

    def dump(self, obj: Any) -> Buffer | None:
        data = super().dump(obj)
        if data is None or rb"\u0000" not in bytes(data):
            return data
        return _NUL.sub(rb"\1\\ufffd", bytes(data))


def register() -> None:
    """For every connection that is opened from here on."""
    adapters.register_dumper(str, TextDumper)
    adapters.register_dumper(Jsonb, JsonDumper)
