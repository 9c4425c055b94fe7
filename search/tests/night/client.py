"""What every client of the crowd can do: ask for a thing, time it, look at what came, think."""

from __future__ import annotations

import http.client
import re
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from random import Random

from search.tests.night.browser import Answer, Broken, Browser, Form
from search.tests.night.ledger import Ledger
from search.tests.night.tally import Tally

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
Check = Callable[[Answer], object]


@dataclass
class World:
    """What all clients share; `hidden` are the articles that somebody has ever withdrawn."""

    port: int
    tally: Tally
    ledger: Ledger
    over: threading.Event
    seed: int
    think: tuple[float, float]
    password: str
    is_rough: bool = False  # whether processes are killed: then an unanswered request is no error
    hidden: set[int] = field(default_factory=set)


class Failed(Exception):
    """A request that did not bring what it should; noted already."""


class Client(threading.Thread):
    def __init__(self, world: World, number: int) -> None:
        super().__init__(daemon=True)
        self.world, self.number = world, number
        self.random = Random(world.seed * 1000 + number)
        self.browser = Browser(world.port)

    def run(self) -> None:
        self.rest(0.0, self.world.think[1])
        while not self.world.over.is_set():
            self.attempt()
            self.pause()
        self.browser.close()

    def attempt(self) -> None:
        """A journey, to its end or to the first thing that fails."""
        try:
            self.turn()
        except Failed:
            self.browser.close()
        except Broken as error:
            self.world.tally.fail(type(self).__name__, repr(error))

    def turn(self) -> None:
        """One journey."""
        raise NotImplementedError

    def pause(self) -> None:
        """As long as somebody thinks between two pages."""
        self.rest(*self.world.think)

    def rest(self, least: float, most: float) -> None:
        self.world.over.wait(self.random.uniform(least, most))

    def ask(
        self,
        kind: str,
        ask: Callable[[], Answer],
        check: Check = bool,
        good: Collection[int] = (200,),
    ) -> Answer:
        """Timed and noted. Raises Failed."""
        try:
            answer = ask()
            if answer.status not in good:
                raise Broken(f"{answer.status}: {_said(answer)}")
            check(answer)
        except (OSError, http.client.HTTPException, Broken) as error:
            if not (self.world.is_rough and not isinstance(error, Broken)):
                self.world.tally.fail(kind, repr(error))
            raise Failed from error
        self.world.tally.note(kind, answer.seconds)
        return answer

    def get(self, kind: str, address: str, check: Check = bool) -> Answer:
        return self.ask(kind, lambda: self.browser.get(address), check)

    def sign_in(self, name: str) -> None:
        """Unless the cookie is there already."""
        if "sessionid" in self.browser.cookies:
            return
        address = "/admin/login/?next=/admin/"
        form = Form(self.get("sign-in page", address, whole).text, "login-form")
        form.set("username", name)
        form.set("password", self.world.password)
        self.ask("sign in", lambda: self.browser.post(address, form.fields), bool, (302,))


def whole(answer: Answer) -> None:
    """A page of HTML to its end. Raises Broken."""
    if not answer.headers.get("content-type", "").startswith("text/html"):
        raise Broken(f"no page: {answer.headers.get('content-type')}")
    if not answer.body.rstrip().endswith(b"</html>"):
        raise Broken(f"a page without end, {len(answer.body)} bytes")


def token(answer: Answer) -> str:
    """What a form has to bring back. Raises Broken."""
    if found := TOKEN.search(answer.text):
        return found[1]
    raise Broken("a page without a form")


def _said(answer: Answer) -> str:
    text = re.sub(r"<(style|script|head)[\s\S]*?</\1>|<[^>]*>|\s+", " ", answer.text)
    return re.sub(r"\s+", " ", text)[:300]
