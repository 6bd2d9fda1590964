"""Asking a provider: one address, checked and then kept to; no redirect, little time, small answer.

Source: reliability.md 6.4.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import ssl
from collections.abc import Mapping
from time import monotonic
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit

from django.conf import settings

PATIENCE_SECONDS = 5.0
LONGEST_SECONDS = 10.0
LARGEST_BYTES = 256 * 1024
_CHUNK = 16 * 1024
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
#: Networks that carry IPv4 addresses inside, or were never given out: called global by Python.
_MISLEADING = tuple(
    ipaddress.ip_network(name)
    for name in (
        "::/96",
        "::ffff:0:0/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2002::/16",
        "2001::/32",
        "fec0::/10",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "100.64.0.0/10",
    )
)


class CannotAsk(Exception):
    """The address may not be asked, or what came from there is no answer."""


def require_askable(url: str) -> SplitResult:
    """The parts of an address of a provider.

    Raises:
        CannotAsk: it is not https, or holds what only somebody who misleads would write.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise CannotAsk("The address cannot be read.") from None
    host = parts.hostname or ""
    odd = any(ord(one) <= 32 or one == "\\" for one in url)
    if odd or parts.username or parts.password or parts.fragment or not host or port == 0:
        raise CannotAsk("The address cannot be read.")
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_test_loopback(host)):
        raise CannotAsk("The address must begin with https://.")
    return parts


def get_json(url: str) -> dict[str, Any]:
    """Raises: CannotAsk."""
    return _ask("GET", url, None, {})


def post_form(url: str, fields: Mapping[str, str], headers: Mapping[str, str]) -> dict[str, Any]:
    """Raises: CannotAsk."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return _ask("POST", url, urlencode(fields).encode(), {**kind, **headers})


def _ask(method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> dict[str, Any]:
    parts = require_askable(url)
    until = monotonic() + LONGEST_SECONDS
    connection = _connection(parts)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    try:
        connection.request(method, path, body, {"Accept": "application/json", **headers})
        answer = connection.getresponse()
        content = _read(answer, until)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise CannotAsk(f"No answer: {type(error).__name__}.") from None
    finally:
        connection.close()
    if answer.status != 200:
        raise CannotAsk(f"The answer was {answer.status}.")
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        raise CannotAsk("The answer is not JSON.") from None
    if not isinstance(told, dict):
        raise CannotAsk("The answer is not an object.")
    return told


def _read(answer: http.client.HTTPResponse, until: float) -> bytes:
    content = b""
    while chunk := answer.read1(_CHUNK):
        content += chunk
        if len(content) > LARGEST_BYTES:
            raise CannotAsk("The answer is too large.")
        if monotonic() > until:
            raise CannotAsk("The answer takes too long.")
    return content


def _connection(parts: SplitResult) -> http.client.HTTPConnection:
    """Connects to the very address that was checked; the name is still what TLS asks for."""
    host = str(parts.hostname)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = _checked_address(host, port)
    if parts.scheme == "http":
        plain = http.client.HTTPConnection(host, port, timeout=PATIENCE_SECONDS)
        plain.sock = _connected(address, port)
        return plain
    secured = http.client.HTTPSConnection(host, port, timeout=PATIENCE_SECONDS)
    raw = _connected(address, port)
    try:
        secured.sock = ssl.create_default_context().wrap_socket(raw, server_hostname=host)
    except OSError as error:
        raw.close()
        raise CannotAsk(f"No answer: {type(error).__name__}.") from None
    return secured


def _connected(address: str, port: int) -> socket.socket:
    try:
        return socket.create_connection((address, port), timeout=PATIENCE_SECONDS)
    except OSError as error:
        raise CannotAsk(f"No answer: {type(error).__name__}.") from None


def _checked_address(host: str, port: int) -> str:
    """One address of a host, every one of which may be asked."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise CannotAsk("There is no such host.") from None
    addresses = sorted({str(one[4][0]) for one in found})
    for text in addresses:
        if not _may_be_asked(ipaddress.ip_address(text.partition("%")[0])):
            raise CannotAsk("This address is not allowed.")
    return addresses[0]


def _may_be_asked(address: Address) -> bool:
    if any(address in network for network in settings.QIFLOW_SIGN_ON_NETWORKS):
        return True
    if address.is_loopback:
        return bool(settings.QIFLOW_SIGN_ON_LOOPBACK)
    misleading = any(address in network for network in _MISLEADING)
    return address.is_global and not address.is_multicast and not misleading


def _is_test_loopback(host: str) -> bool:
    return bool(settings.QIFLOW_SIGN_ON_LOOPBACK) and host in ("127.0.0.1", "localhost")
