"""Looking for viruses: by whatever the setting names, and never "clean" without an answer."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

PATIENCE = 45.0  # seconds for one answer
_CLAMD = "clamd:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a scanner said. `name`: of what it found."""

    clean: bool
    name: str = ""


class NoAnswer(Exception):
    """The scanner is away, or could not look at the file: nobody knows whether it is clean."""


Scanner = Callable[[Iterator[bytes]], Verdict]


def scanner() -> Scanner | None:
    """What `QIFLOW_VIRUS_SCANNER` names: `clamd:` and a socket or host:port, or a dotted path."""
    named: str = settings.QIFLOW_VIRUS_SCANNER
    if not named:
        return None
    if named.startswith(_CLAMD):
        address = named.removeprefix(_CLAMD)
        return lambda pieces: ask_clamd(address, pieces)
    return cast("Scanner", import_string(named))


def look(pieces: Iterator[bytes], using: Scanner) -> Verdict:
    """Raises: NoAnswer: whatever went wrong."""
    try:
        return using(pieces)
    except NoAnswer:
        raise
    except Exception as error:
        raise NoAnswer(type(error).__name__) from error


def ask_clamd(address: str, pieces: Iterator[bytes]) -> Verdict:
    """Send a file to ClamAV's daemon piece by piece (its command INSTREAM).

    Raises:
        NoAnswer: it does not answer, or not with a verdict.
    """
    try:
        with closing(_connected(address)) as line:
            line.sendall(b"zINSTREAM\0")
            for piece in pieces:
                line.sendall(struct.pack(">I", len(piece)) + piece)
            line.sendall(struct.pack(">I", 0))
            answer = _answer(line)
    except (OSError, ValueError) as error:
        raise NoAnswer(str(error)) from error
    if answer == "stream: OK":
        return Verdict(clean=True)
    if answer.endswith(" FOUND"):
        return Verdict(clean=False, name=answer.removeprefix("stream: ").removesuffix(" FOUND"))
    raise NoAnswer(answer[:200])


def _connected(address: str) -> socket.socket:
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(PATIENCE)
        try:
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = address.removeprefix("//").rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)


def _answer(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < 4096:
        piece = line.recv(4096)
        if not piece:
            break
        said += piece
    return said.rstrip(b"\0\n").decode("utf-8", "replace")
