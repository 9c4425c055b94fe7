"""The languages of the interface: Chinese as it is written in the source, English out of a .po file.

The .mo files that gettext reads are made at the start, under ARCHIVE_DATA: no tool to install.
"""

from __future__ import annotations

import os
from pathlib import Path

import polib
from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

SOURCE = Path(__file__).parent / "locale"
EDITORS = "/admin/"  # which speaks Chinese only


def compile_texts(target: Path | None = None) -> None:
    """Make the .mo file of every .po file, and give it the time of that file.

    Only one of the very same time is left as it is: an upgrade may bring texts that are older
    than what was last compiled here.
    """
    target = target or settings.LOCALE_PATHS[0]
    for source in SOURCE.rglob("*.po"):
        made = target / source.relative_to(SOURCE).with_suffix(".mo")
        written = source.stat().st_mtime_ns
        if made.exists() and made.stat().st_mtime_ns == written:
            continue
        made.parent.mkdir(parents=True, exist_ok=True)
        fresh = made.with_suffix(".part")
        polib.pofile(str(source)).save_as_mofile(str(fresh))
        os.utime(fresh, ns=(written, written))
        fresh.replace(made)


class InterfaceLanguage(LocaleMiddleware):
    """The language that was chosen, else the one that the browser asks for, else Chinese."""

    def process_request(self, request: HttpRequest) -> None:
        if request.path_info.startswith(EDITORS):
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = settings.LANGUAGE_CODE
        else:
            super().process_request(request)
