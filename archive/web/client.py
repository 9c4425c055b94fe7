"""Who asks: the address of a client, also behind a proxy on this machine."""

from __future__ import annotations

import ipaddress

from django.http import HttpRequest

UNKNOWN = ""
# Any of them tells of a proxy, if not whom it speaks for: then nobody is taken for this machine.
PROXIED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP")
NETWORK = 64  # bits of an IPv6 address that tell who it is: the rest a client chooses


def address_of(request: HttpRequest) -> str:
    """The client's address, "127.0.0.1" for this machine itself, "" where none can be told.

    The site listens to this machine alone, so that whoever is elsewhere comes through a proxy here,
    which tells the address that it saw last in X-Forwarded-For; what stands before it there, the
    client may have written. A peer of another machine is the client, whatever it says.
    """
    peer = _peer(request)
    if peer is None or not peer.is_loopback:
        return str(peer or UNKNOWN)
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2]
    return str(_address(told) or peer)


def counted_as(request: HttpRequest) -> str:
    """The address that limits count: of IPv6 the first of its /64, for one line of a house has all.

    `2001:db8:1:2::5` is `2001:db8:1:2::`, `::ffff:203.0.113.5` is `203.0.113.5`; "" is unknown.
    """
    address = _address(address_of(request))
    if not isinstance(address, ipaddress.IPv6Address):
        return str(address or UNKNOWN)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), NETWORK), strict=False).network_address)


def is_this_machine(request: HttpRequest) -> bool:
    """Whether nobody else is behind the request: it came from here, and through no proxy."""
    peer = _peer(request)
    return bool(peer and peer.is_loopback and not any(sign in request.META for sign in PROXIED))


def _peer(request: HttpRequest) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Whoever comes through a socket of the file system has no address, and is here."""
    return _address(request.META.get("REMOTE_ADDR") or "127.0.0.1")


def is_from_here(request: HttpRequest) -> bool:
    """Whether this machine hands the request over: itself, or a proxy for somebody else."""
    peer = _peer(request)
    return bool(peer and peer.is_loopback)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text.strip()[:64])
    except ValueError:
        return None
