"""A mail server for tests: takes what is sent, or refuses as it is told."""

from __future__ import annotations

import contextlib
import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any


class MailServer(socketserver.ThreadingTCPServer):
    """On a free port of this machine. `received` are emails in the order in which they came.

    `refuse`: answers instead of the usual ones, by the word that asks (`RCPT`, `DATA`).
    `deaf`: take an email and end without an answer, as a server does that dies at that moment.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.received: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.refuse: dict[str, str] = {}
        self.deaf = 0

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def setting(self) -> dict[str, Any]:
        """As `QIFLOW_MAIL_SERVER` has it."""
        return {"host": "127.0.0.1", "port": self.port}


@contextmanager
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


class _Conversation(socketserver.StreamRequestHandler):
    """Enough of SMTP for one client."""

    server: MailServer
    timeout = 10

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError, TimeoutError):  # whoever spoke was killed
            self._converse()

    def _converse(self) -> None:
        self._say("220 tests")
        while line := self.rfile.readline().decode("latin-1").strip():
            word = line[:4].upper()
            if word == "QUIT":
                self._say("221 bye")
                return
            if not self._answer(word, line):
                return

    def _answer(self, word: str, line: str) -> bool:
        """False where the conversation ends here."""
        if refusal := self.server.refuse.get(word):
            self._say(refusal)
            return True
        if word == "DATA":
            return self._take()
        if word == "RCPT":
            self.server.recipients.append(line.partition("<")[2].partition(">")[0])
        self._say("250 tests" if word in ("EHLO", "HELO") else "250 ok")
        return True

    def _take(self) -> bool:
        self._say("354 go on")
        content = b""
        while (line := self.rfile.readline()) and line != b".\r\n":
            content += line[1:] if line.startswith(b"..") else line
        sent = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(sent, EmailMessage)
        self.server.received.append(sent)
        if self.server.deaf:
            self.server.deaf -= 1
            return False
        self._say("250 taken")
        return True

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())
