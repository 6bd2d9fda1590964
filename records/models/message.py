"""What somebody is told, on which way, and how often people want email."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from kernel.models import TenantRow
from people.models.visibility import TenantQuerySet


class Channel(models.TextChoices):
    INBOX = "inbox", "Inbox"
    EMAIL = "email", "Email"
    LETTER = "letter", "Letter"
    TELEPHONE = "telephone", "Telephone call"


class MessageStatus(models.TextChoices):
    """`STOPPED`: it need not go any more, as its reader left or wants no email."""

    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent"
    FAILED = "failed", "Not sent"
    STOPPED = "stopped", "No longer needed"


class Often(models.TextChoices):
    IMMEDIATE = "immediate", "Immediately"
    DAILY = "daily", "Once a day"
    WEEKLY = "weekly", "Once a week"
    NEVER = "never", "Never"


class Message(TenantRow):
    """One event told to one reader on one way. Names and words are looked up when it is read.

    `thing_*` and `seq` are the event's aggregate and its version then. `always`: it goes at once,
    whatever the reader chose. Email is sent as a `mailing`, which is one message or a digest;
    `attempt` and `leased_until` (by the clock of the database) say which process is at it.
    A letter or a call is done by somebody: `done_by`. `read_at` is of the inbox.
    """

    kind: ClassVar[str] = "message"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(  # type: ignore[assignment]
        "people.Organisation", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    event = models.UUIDField()
    notice = models.CharField(max_length=100)
    thing_kind = models.CharField(max_length=40)
    thing_id = models.UUIDField()
    seq = models.PositiveIntegerField()
    recipient_kind = models.CharField(max_length=20)
    recipient_id = models.UUIDField()
    channel = models.CharField(max_length=10, choices=Channel.choices)
    data = models.JSONField(default=dict)
    always = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=MessageStatus.choices)
    due_at = models.DateTimeField()
    attempt = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    mailing = models.UUIDField(null=True)
    problem = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "recipient_id", "recipient_kind", "channel"], name="message_once"
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=Channel.values), name="message_channel_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=MessageStatus.values), name="message_status_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["recipient_id", "created_at", "id"],
                condition=models.Q(channel="inbox"),
                name="message_of_inbox",
            ),
            models.Index(
                fields=["recipient_id"],
                condition=models.Q(channel="inbox", read_at__isnull=True),
                name="message_unread",
            ),
            models.Index(
                fields=["due_at", "id"],
                condition=models.Q(channel="email", status="waiting"),
                name="message_to_send",
            ),
            models.Index(
                fields=["recipient_id", "due_at"],
                condition=models.Q(channel="email", status="waiting"),
                name="message_to_gather",
            ),
            models.Index(
                fields=["organisation", "created_at", "id"],
                condition=~models.Q(channel="inbox"),
                name="message_outgoing",
            ),
            models.Index(
                fields=["organisation", "created_at", "id"],
                condition=~models.Q(channel="inbox") & models.Q(status__in=("waiting", "failed")),
                name="message_open",
            ),
            models.Index(fields=["created_at"], name="message_by_age"),
        ]


class MessageChoice(models.Model):
    """How often somebody wants email. Of no organisation, as its user or person is one reader.

    `digest_on`: the London day of the last digest, of which there is one a day at most.
    """

    kind: ClassVar[str] = "preference"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient_kind = models.CharField(max_length=20)
    recipient_id = models.UUIDField()
    often = models.CharField(max_length=10, choices=Often.choices, default=Often.DAILY)
    digest_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient_id", "recipient_kind"], name="messagechoice_once"
            ),
            models.CheckConstraint(
                condition=models.Q(often__in=Often.values), name="messagechoice_often_known"
            ),
        ]
