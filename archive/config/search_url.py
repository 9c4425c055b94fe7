"""What the environment says of the search cluster: its hosts, the index, who asks, by TLS or not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

SCHEMES = {"opensearch": False, "opensearchs": True}  # TLS
FORM = "应写作 opensearch://主机:9200,主机:9200/索引名（TLS 用 opensearchs://）"
PORT = 9200
# OpenSearch's rules; and no name that an index beside another archive's may have.
_INDEX = re.compile(r"(?!.*-g\d+(?:-|$))[a-z0-9][a-z0-9_-]{0,99}")
_HOST = re.compile(
    r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<name>[A-Za-z0-9._-]+))(?::(?P<port>[0-9]{1,5}))?"
)


@dataclass(frozen=True, slots=True)
class Cluster:
    """`hosts` are pairs of a name and a port. What is printed of it has no password."""

    hosts: tuple[tuple[str, int], ...]
    index: str
    tls: bool = False
    user: str = ""
    password: str = field(default="", repr=False)
    ca: str = ""


def cluster(text: str) -> Cluster:
    """`opensearchs://reader:p%40ss@one.example.org:9200,two.example.org/archive`.

    Raises ValueError, without the password.
    """
    try:
        parts = urlsplit(text)
    except ValueError:
        raise ValueError(FORM) from None
    if parts.scheme not in SCHEMES or parts.query or parts.fragment:
        raise ValueError(FORM)
    known, _, hosts = parts.netloc.rpartition("@")
    user, _, password = known.partition(":")
    index = parts.path.strip("/")
    if not index:
        raise ValueError(f"没有写明索引的名称：{FORM}")
    if not _INDEX.fullmatch(index):
        raise ValueError(
            "索引的名称只能用小写字母、数字、- 和 _，以字母或数字开头，不含 -g 加数字的一段"
        )
    return Cluster(
        tuple(_host(one.strip()) for one in hosts.split(",")),
        index,
        SCHEMES[parts.scheme],
        unquote(user),
        unquote(password),
    )


def _host(text: str) -> tuple[str, int]:
    """[::1]:9201 is ("::1", 9201)."""
    found = _HOST.fullmatch(text)
    if not found:
        raise ValueError(FORM)
    port = int(found["port"] or PORT)
    if not 0 < port < 65536:
        raise ValueError("端口应为 1 到 65535 之间的整数")
    return found["six"] or found["name"], port
