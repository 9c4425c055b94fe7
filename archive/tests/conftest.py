"""No test writes where an archive lives: uploads and the index go to a folder of the session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

PLAIN = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


@pytest.fixture(scope="session", autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A fresh data folder; static files without the manifest that only collectstatic writes."""
    folder = tmp_path_factory.mktemp("archive-data")
    moved = {"ARCHIVE_DATA": folder, "MEDIA_ROOT": folder / "uploads", "STORAGES": PLAIN}
    with override_settings(**moved), pytest.MonkeyPatch.context() as patch:
        # Haystack keeps the very dictionary of the settings, so it is changed in place.
        patch.setitem(settings.HAYSTACK_CONNECTIONS["default"], "PATH", str(folder / "index"))
        yield folder
