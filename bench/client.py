"""A small HTTP/1.1 client that takes little of the machine it shares with the server.

`drive` keeps some connections busy for a while: each sends its next request as soon as the last
was answered.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bench.timing import percentile

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer, as sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Driven:
    """What came of it. Units: latencies in seconds."""

    seconds: float
    latencies: list[float]
    statuses: Counter[int]

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    def milliseconds(self, share: float) -> float:
        return percentile(self.latencies, share) * 1000

    def require(self, *wanted: int) -> Driven:
        """Refuse to measure answers that nobody asked for."""
        others = {status: n for status, n in self.statuses.items() if status not in wanted}
        if others or not self.latencies:
            raise RuntimeError(f"Not the answers that were to be measured: {dict(self.statuses)}")
        return self


def request(method: str, path: str, *, headers: Mapping[str, str], body: object = None) -> bytes:
    """The bytes of one request."""
    payload = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(payload)}"]
    return "\r\n".join([*lines, "", ""]).encode() + payload


class Connection:
    """One keep-alive connection."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection((HOST, port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, sent: bytes) -> Answer:
        self._socket.sendall(sent)
        received = bytearray()
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._more()
        head = received[:end].decode("latin-1").split("\r\n")
        headers = {
            name.strip().lower(): value.strip()
            for name, _, value in (line.partition(":") for line in head[1:])
        }
        length = int(headers.get("content-length", "0"))
        while len(received) < end + 4 + length:
            received += self._more()
        body = bytes(received[end + 4 :])
        return Answer(status=int(head[0].split()[1]), headers=headers, body=body)

    def _more(self) -> bytes:
        part = self._socket.recv(65536)
        if not part:
            raise ConnectionError("The server closed the connection.")
        return part

    def close(self) -> None:
        self._socket.close()


def drive(
    port: int,
    requests: Callable[[int], Iterator[bytes]],
    *,
    connections: int,
    seconds: float,
    warm_up: float = 1.0,
) -> Driven:
    """Send what `requests(number of the connection)` yields; the first moments do not count."""
    statuses: Counter[int] = Counter()
    latencies: list[float] = []
    lock = threading.Lock()
    begins = time.perf_counter() + warm_up
    ends = begins + seconds

    def work(number: int) -> None:
        connection = Connection(port)
        seen: list[tuple[float, int]] = []
        for sent in requests(number):
            asked_at = time.perf_counter()
            if asked_at >= ends:
                break
            status = connection.ask(sent).status
            if asked_at >= begins:
                seen.append((time.perf_counter() - asked_at, status))
        connection.close()
        with lock:
            latencies.extend(took for took, _ in seen)
            statuses.update(status for _, status in seen)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Driven(seconds=seconds, latencies=latencies, statuses=statuses)
