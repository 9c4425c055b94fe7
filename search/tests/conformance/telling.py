"""Figures for whoever looks on; a worker of pytest-xdist has nobody to tell them to."""

from __future__ import annotations

import pytest


def tell(request: pytest.FixtureRequest, *lines: str) -> None:
    """Lines into the output of the run, whether the test passes or fails."""
    terminal = request.config.pluginmanager.get_plugin("terminalreporter")
    capturing = request.config.pluginmanager.get_plugin("capturemanager")
    if terminal and capturing:
        with capturing.global_and_fixture_disabled():
            terminal.ensure_newline()
            for line in lines:
                terminal.write_line(line)
