"""What the environment says of mail: the server, the sender, the site that links lead to."""

from __future__ import annotations

from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import parseaddr
from urllib.parse import SplitResult, unquote, urlsplit

# Scheme: port, STARTTLS, TLS from the beginning.
SCHEMES = {"smtp": (25, False, False), "smtp+tls": (587, True, False), "smtps": (465, False, True)}


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over; without a host nothing is sent."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False

    def __bool__(self) -> bool:
        return bool(self.host)


def server(text: str) -> Server:
    """`smtp+tls://user:p%40ss@mail.example.org:587`. Raises ValueError, without the password."""
    parts = urlsplit(text)
    if parts.scheme not in SCHEMES:
        raise ValueError(f"应以 {'、'.join(f'{one}://' for one in SCHEMES)} 之一开头")
    standard, starttls, tls = SCHEMES[parts.scheme]
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("应写作 smtp+tls://用户:密码@主机:587，密码中的特殊字符用 % 编码")
    port = _port(parts) or standard
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise ValueError("用户和密码应一并给出")
    return Server(parts.hostname, port, user, password, starttls, tls)


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError as error:
        raise ValueError("端口应为 1 到 65535 之间的整数") from error


def sender(text: str) -> str:
    """`政策档案 <archive@example.org>` or the bare address. Raises ValueError."""
    name, address = parseaddr(text)
    if not text.isprintable() or address not in text or not _is_address(address):
        raise ValueError("应为邮件地址，如 政策档案 <archive@example.org>")
    return f'"{name}" <{address}>' if name else address


def _is_address(text: str) -> bool:
    try:
        return "." in Address(addr_spec=text).domain
    except (ValueError, IndexError, MessageError):
        return False


def site(text: str) -> str:
    """`https://archive.example.org`, without a path. Raises ValueError."""
    parts = urlsplit(text)
    plain = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
    if parts.scheme not in ("http", "https") or not parts.hostname or not plain:
        raise ValueError("应为网站的地址，不带路径，如 https://archive.example.org")
    _port(parts)
    return f"{parts.scheme}://{parts.netloc}"
