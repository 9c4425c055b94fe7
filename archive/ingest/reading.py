"""A file read with what is known of it: its newspaper as the database has it, date and encoding."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from archive.gazetteer import newspapers as gazetteer
from archive.ingest.errors import InputError, LackingError
from archive.ingest.ocr import is_image
from archive.ingest.pdf import is_pdf
from archive.ingest.pipeline import parse_bytes
from archive.models import Newspaper
from archive.records import PageDraft


def read_pages_of(
    data: bytes, filename: str, newspaper: Newspaper | None, day: date | None, encoding: str
) -> Iterator[tuple[PageDraft, str]]:
    """The pages found in the file, each with its text. Raises InputError, LackingError for the encoding.

    A newspaper that editors have added is known to the database alone, one that they have renamed
    goes by its slug.
    """
    given = known_newspaper(newspaper)
    try:
        yield from parse_bytes(data, filename, newspaper=given, day=day, encoding=encoding or None)
    except LackingError:
        raise
    except InputError as error:
        if encoding and not (is_pdf(data) or is_image(data)):
            raise LackingError("encoding", str(error)) from error
        raise


def known_newspaper(newspaper: Newspaper | None) -> gazetteer.Newspaper | None:
    """The gazetteer's newspaper of a row of the database, or one made of it."""
    if newspaper is None:
        return None
    return gazetteer.newspapers().by_slug.get(newspaper.slug) or _row(newspaper)


def _row(newspaper: Newspaper) -> gazetteer.Newspaper:
    return gazetteer.Newspaper(
        slug=newspaper.slug,
        name=newspaper.name,
        aliases=tuple(newspaper.aliases),
        level=newspaper.level,
        home=newspaper.place.code if newspaper.place else None,
    )
