"""Where the cluster is, and which index of it is this archive's. Pure: no client is needed to read it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Address:
    """`hosts` are pairs of a name or address and a port; `index` is the alias that is searched.

    `ca` is the file with the certificates that are trusted, "" for those that the system trusts.
    What is printed of it has no password.
    """

    hosts: tuple[tuple[str, int], ...]
    index: str
    tls: bool = False
    user: str = ""
    password: str = field(default="", repr=False)
    ca: str = ""

    def __str__(self) -> str:
        """`http://127.0.0.1:9200/archive`, without user and password."""
        host, port = self.hosts[0]
        name = f"[{host}]" if ":" in host else host
        more = f"（等 {len(self.hosts)} 台）" if len(self.hosts) > 1 else ""
        return f"{'https' if self.tls else 'http'}://{name}:{port}/{self.index}{more}"
