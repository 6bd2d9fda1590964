"""The way to the mail server: one connection for many emails, and what its refusals mean."""

from __future__ import annotations

import contextlib
import smtplib
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.utils import parseaddr
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from records.messages.addresses import host
from records.messages.calendar import CalendarPart
from records.messages.paper import Paper

_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
#: So long a mail server may take for one answer.
PATIENCE_SECONDS = 6
_PERMANENT = 500
_NO_SERVER = "No mail server is set up, so this was not sent. Tell the reader in another way."


class NotSent(Exception):
    """The email was not taken. The sentence is for administrators and names no address.

    `final`: trying again would not help. `unreachable`: other email would fare no better now.
    """

    def __init__(self, sentence: str, *, final: bool = False, unreachable: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.final = final
        self.unreachable = unreachable


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """An email ready to go. `unsubscribe`: the address that one click posts to (RFC 8058)."""

    id: UUID
    to: str
    paper: Paper
    calendar: Sequence[CalendarPart] = field(default_factory=tuple)
    unsubscribe: str = ""


class Post:
    """Sends email, over one connection as long as that lasts."""

    def __init__(self) -> None:
        self._connection: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._hang_up()

    def send(self, letter: Letter) -> None:
        """Hand over one email.

        Raises:
            NotSent: it was not taken; see there.
        """
        if not settings.QIFLOW_MAIL_SERVER:
            raise NotSent(_NO_SERVER, final=True)
        try:
            if self._connection is None:
                self._connection = get_connection(
                    _BACKEND, timeout=PATIENCE_SECONDS, **settings.QIFLOW_MAIL_SERVER
                )
                self._connection.open()
            self._connection.send_messages([as_email(letter)])
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self._hang_up()
            raise _meaning(error) from error

    def _hang_up(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._connection.close()
        self._connection = None


def sender_address() -> str:
    """The plain address from which email comes."""
    return parseaddr(settings.QIFLOW_MAIL_FROM)[1]


def as_email(letter: Letter) -> EmailMultiAlternatives:
    """The email with its parts: text, HTML, and dates for the calendar."""
    headers = {
        "Message-ID": f"<{letter.id}@{host()}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if letter.unsubscribe:
        headers["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    email = EmailMultiAlternatives(
        subject=letter.paper.subject,
        body=letter.paper.text,
        from_email=settings.QIFLOW_MAIL_FROM,
        to=[letter.to],
        headers=headers,
    )
    email.attach_alternative(letter.paper.html, "text/html")
    _add_dates(email, letter.calendar)
    return email


def _add_dates(email: EmailMultiAlternatives, parts: Sequence[CalendarPart]) -> None:
    """One date is part of the message itself, as calendars want it; several are attached."""
    if len(parts) == 1:
        [part] = parts
        kind = f"text/calendar; method={part.method}"
        email.attach_alternative(part.content.decode(), kind)
        return
    for number, part in enumerate(parts, start=1):
        email.attach(f"date-{number}.ics", part.content.decode(), "text/calendar")


def _meaning(error: Exception) -> NotSent:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next(iter(error.recipients.values()))[0]
        return _refused("address", code)
    if isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPSenderRefused):
        return NotSent("The mail server does not let this service send.", unreachable=True)
    if isinstance(error, smtplib.SMTPDataError):
        return _refused("message", error.smtp_code)
    if isinstance(error, smtplib.SMTPNotSupportedError | ValueError):
        return NotSent("This cannot be sent as email: its address or words do not fit.", final=True)
    return NotSent("The mail server could not be reached.", unreachable=True)


def _refused(what: str, code: int) -> NotSent:
    return NotSent(f"The mail server does not take this {what} ({code}).", final=code >= _PERMANENT)
