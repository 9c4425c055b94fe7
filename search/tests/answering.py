"""A tiny site for `test_serving`, served by the archive's gunicorn settings.

`/held` says that it is at work by a line in the file HELD.begun, and ends when somebody writes into
the pipe HELD.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import django

django.setup()  # for the settings that load what the real site needs


def site(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    said = str(os.getpid())
    if environ["PATH_INFO"] == "/held":
        with Path(os.environ["HELD"] + ".begun").open("a") as begun:
            begun.write(said + "\n")
        said = Path(os.environ["HELD"]).read_text()
    elif environ["REQUEST_METHOD"] == "POST":
        said = str(len(environ["wsgi.input"].read()))
    elif environ["PATH_INFO"] == "/scheme":
        said = f"{environ['wsgi.url_scheme']} {environ.get('SCRIPT_NAME')}"
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(said)))])
    return [said.encode()]
