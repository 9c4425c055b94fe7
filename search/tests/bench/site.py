"""Runs a module of the benchmark inside the site: `python -m search.tests.bench.site MODULE …`.

ARCHIVE_DATA names the archive; Django is ready before the module is loaded.
"""

from __future__ import annotations

import os
import runpy
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.config.settings")
    django.setup()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__")
