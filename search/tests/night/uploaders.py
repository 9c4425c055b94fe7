"""Uploaders: they send a file, watch until it is read, and rest before the next one."""

from __future__ import annotations

import time

from search.tests.night.browser import Answer, Broken
from search.tests.night.client import Client, Failed, World, token, whole
from search.tests.night.papers import Press

FORM = "/admin/archive/import/add/"
LOOK = 1.0  # seconds between two looks, as the page itself does
PATIENCE = 300.0  # seconds for a file to be read
READING = "until it is read"


class Uploader(Client):
    def __init__(
        self, world: World, number: int, name: str, rest: tuple[float, float] = (8.0, 16.0)
    ) -> None:
        super().__init__(world, number)
        self.name_, self.between = name, rest
        self.press = Press(world.seed, number)

    def turn(self) -> None:
        self.sign_in(self.name_)
        self.pause()
        kept = token(self.get("upload form", FORM, whole))
        self.pause()
        file = self.press.file()
        fields = [("csrfmiddlewaretoken", kept), ("publish", "on")]
        self.world.ledger.note("begun", sha256=file.sha256, marks=file.marks)
        begun = time.perf_counter()
        sent = self.ask(
            "upload",
            lambda: self.browser.send(FORM, fields, [("files", file.name, file.data)]),
            self._is_batch,
            (302,),
        )
        self.world.ledger.note("upload", sha256=file.sha256, marks=file.marks)
        self.get("batch", sent.location, whole)
        self.watch(sent.location.replace("change/", "progress/"))
        if not self.world.over.is_set():
            self.world.tally.note(READING, time.perf_counter() - begun)
        self.rest(*self.between)

    def _is_batch(self, answer: Answer) -> None:
        if "/batch/" not in answer.location:
            self.browser.cookies.clear()
            raise Broken(f"led to {answer.location}")

    def watch(self, address: str) -> None:
        """Until the file is read. Raises Failed."""
        until = time.monotonic() + PATIENCE
        while not self.world.over.is_set():
            self.rest(LOOK, LOOK)
            answer = self.get("progress", address)
            if 'data-busy="1"' not in answer.text:
                if not self.world.is_rough and "失败" in answer.text:
                    self.world.tally.fail("progress", f"a file failed: {address}")
                return
            if time.monotonic() > until:
                self.world.tally.fail("progress", f"not read in {PATIENCE:.0f} s: {address}")
                raise Failed
