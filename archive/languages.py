"""The languages of the interface: Chinese as it is written in the source, English out of a .po file.

The .mo files that gettext reads are made at the start, under ARCHIVE_DATA: no tool to install.
"""

from __future__ import annotations

from pathlib import Path

import polib
from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

SOURCE = Path(__file__).parent / "locale"
EDITORS = "/admin/"  # which speaks Chinese only


def compile_texts(target: Path | None = None) -> None:
    """Make the .mo file of every .po file; one that is there and newer is left as it is."""
    target = target or settings.LOCALE_PATHS[0]
    for source in SOURCE.rglob("*.po"):
        made = target / source.relative_to(SOURCE).with_suffix(".mo")
        if made.exists() and made.stat().st_mtime >= source.stat().st_mtime:
            continue
        made.parent.mkdir(parents=True, exist_ok=True)
        fresh = made.with_suffix(".part")
        polib.pofile(str(source)).save_as_mofile(str(fresh))
        fresh.replace(made)


class InterfaceLanguage(LocaleMiddleware):
    """The language that was chosen, else the one that the browser asks for, else Chinese."""

    def process_request(self, request: HttpRequest) -> None:
        if request.path_info.startswith(EDITORS):
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = settings.LANGUAGE_CODE
        else:
            super().process_request(request)
