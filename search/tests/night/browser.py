"""A client as cheap as can be: one thread, one connection, cookies, forms; every answer is timed."""

from __future__ import annotations

import gzip
import http.client
import json
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

HOST = "127.0.0.1"
PATIENCE = 60.0  # seconds for an answer
Fields = list[tuple[str, str]]


class Broken(Exception):
    """What came back is no answer, or not the one that was to be expected."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """Raises Broken where it is none."""
        try:
            return json.loads(self.body)
        except ValueError as error:
            raise Broken(f"no JSON: {self.body[:80]!r}") from error

    @property
    def location(self) -> str:
        return self.headers.get("location", "")


@dataclass(slots=True)
class Browser:
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None

    def get(self, address: str) -> Answer:
        return self._ask("GET", address, b"", {})

    def post(self, address: str, fields: Fields) -> Answer:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", address, urlencode(fields).encode(), kind)

    def send(self, address: str, fields: Fields, files: list[tuple[str, str, bytes]]) -> Answer:
        """A form with files: name of the field, name of the file, its bytes."""
        edge = "night" + "7" * 20
        parts = [_part(edge, f'name="{name}"', value.encode()) for name, value in fields]
        parts += [
            _part(edge, f'name="{name}"; filename="{file}"', data) for name, file, data in files
        ]
        body = b"".join(parts) + f"--{edge}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        return self._ask("POST", address, body, kind)

    def _ask(self, method: str, address: str, body: bytes, more: dict[str, str]) -> Answer:
        """Raises OSError, HTTPException."""
        headers = {"Accept-Encoding": "gzip", **more}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if method == "POST":
            headers["Referer"] = f"http://{HOST}:{self.port}{address}"
        begun = time.perf_counter()
        try:
            line = self.connection or http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
            self.connection = line
            line.request(method, address, body or None, headers)
            response = line.getresponse()
            data = response.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        seconds = time.perf_counter() - begun
        self._keep(response.headers.get_all("Set-Cookie", []))
        told = {name.lower(): value for name, value in response.getheaders()}
        if response.will_close:
            self.close()
        if told.get("content-encoding") == "gzip":
            data = gzip.decompress(data)
        return Answer(response.status, told, data, seconds)

    def _keep(self, lines: list[str]) -> None:
        for line in lines:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value.strip()

    def close(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None


def _part(edge: str, disposition: str, data: bytes) -> bytes:
    head = f"--{edge}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n"
    return head.encode() + data + b"\r\n"


class Form(HTMLParser):
    """The fields of one form as a browser would send them, without its buttons."""

    def __init__(self, page: str, number: str = "") -> None:
        super().__init__()
        self.number, self.fields = number, Fields()
        self.inside, self.select, self.text = False, "", ""
        self.options: list[tuple[str, bool]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = not self.number or told.get("id") == self.number
        elif not self.inside or "disabled" in told:
            return
        elif tag == "input":
            self._input(told)
        elif tag == "select":
            self.select, self.options = told.get("name", ""), []
        elif tag == "option" and self.select:
            self.options.append((told.get("value", ""), "selected" in told))
        elif tag == "textarea":
            self.fields.append((told.get("name", ""), ""))
            self.text = "first"

    def _input(self, told: dict[str, str]) -> None:
        kind = told.get("type", "text")
        is_off = kind in ("checkbox", "radio") and "checked" not in told
        if told.get("name") and kind not in ("submit", "button", "file", "image") and not is_off:
            self.fields.append(
                (told["name"], told.get("value", "on" if kind == "checkbox" else ""))
            )

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            self.text = ""
        elif tag == "select" and self.select:
            chosen = [value for value, is_chosen in self.options if is_chosen]
            self.fields += [(self.select, value) for value in chosen or self._first()]
            self.select = ""

    def _first(self) -> list[str]:
        return [value for value, _ in self.options[:1]]

    def handle_data(self, data: str) -> None:
        if self.text and self.inside:
            # A newline right behind <textarea> is none of its value.
            data = data.removeprefix("\r\n").removeprefix("\n") if self.text == "first" else data
            name, value = self.fields[-1]
            self.fields[-1] = (name, value + data)
            self.text = "more"

    def value(self, name: str) -> str:
        """Raises Broken where the form has no such field."""
        for known, value in self.fields:
            if known == name:
                return value
        raise Broken(f"the form has no field {name}")

    def set(self, name: str, value: str) -> None:
        self.fields = [(known, value if known == name else old) for known, old in self.fields]
