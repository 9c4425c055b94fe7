"""What the commands share: wrong usage in one line with status 2, and the options about a page."""

from __future__ import annotations

import codecs
from argparse import ArgumentParser
from datetime import date
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.ingest.days import bounds, is_possible

WRONG = 2
# Python's own ways of writing host names and literals
_NO_PAGES = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"}


class PlainCommand(BaseCommand):
    """A command that answers wrong usage with one line, not with the whole of its usage."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)

        def error(message: str) -> NoReturn:
            text = f"用法有误：{' '.join(message.split())}（{subcommand} --help 有用法）"
            if parser.called_from_command_line:
                parser.exit(WRONG, text + "\n")
            raise CommandError(text, returncode=WRONG)

        parser.error = error  # type: ignore[method-assign]
        return parser


def add_page_options(parser: ArgumentParser) -> None:
    """What whoever gives the file knows of its page."""
    parser.add_argument("--newspaper", metavar="NAME", help="报名，如 济宁日报")
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="出版日期")
    parser.add_argument("--encoding", metavar="E", help="文件编码，如 gb18030")


def given_date(text: str | None) -> date | None:
    """The day of --date. Raises CommandError for what is no day of a paper written YYYY-MM-DD."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise CommandError(f"--date 应为 YYYY-MM-DD，现为“{text}”。", returncode=WRONG)
    if not is_possible(day):
        raise CommandError(f"--date 应在 {bounds()}之间，现为“{text}”。", returncode=WRONG)
    return day


def given_encoding(name: str | None) -> str:
    """The encoding of --encoding, "" where none is. Raises CommandError where Python has none such."""
    if name and not _is_of_text(name):
        text = f"--encoding 不认识“{name}”，可用 utf-8、gb18030、big5、utf-16。"
        raise CommandError(text, returncode=WRONG)
    return name or ""


def _is_of_text(encoding: str) -> bool:
    try:
        b"a".decode(encoding)
    except UnicodeError:
        pass  # it is an encoding, if not of one byte
    except (LookupError, ValueError):
        return False
    return codecs.lookup(encoding).name not in _NO_PAGES
