"""How often readers want email. Of no organisation, so each look opens the wall for itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from records.messages.channels import due_at
from records.messages.declared import Recipient
from records.models import Channel, Message, MessageChoice, MessageStatus, Often

#: The purpose of the token in the link of email: it opens the choice of one reader.
UNSUBSCRIBE = "unsubscribe"


def choices_of(recipients: Iterable[Recipient]) -> dict[Recipient, str]:
    """What readers chose; who never chose is left out. The connection must see everything."""
    wanted = set(recipients)
    rows = MessageChoice.objects.filter(recipient_id__in=[one.id for one in wanted])
    return {
        Recipient(kind, key): often
        for kind, key, often in rows.values_list("recipient_kind", "recipient_id", "often")
        if Recipient(kind, key) in wanted
    }


def choice_id_of(recipient: Recipient) -> UUID:
    """The row of a reader's choice, made where there is none: its id is in the link of email."""
    with connection.cursor() as cursor:
        cursor.execute(_MAKE, [recipient.kind, recipient.id, str(Often.DAILY)])
    row = MessageChoice.objects.get(recipient_kind=recipient.kind, recipient_id=recipient.id)
    return row.pk


def write_choice(recipient: Recipient, often: str, *, now: datetime) -> None:
    """Keep a choice; email that waits follows it, and what is being sent stays as it is."""
    choice_id = choice_id_of(recipient)
    MessageChoice.objects.filter(pk=choice_id).update(often=often)
    waiting = Message.objects.filter(
        recipient_kind=recipient.kind,
        recipient_id=recipient.id,
        channel=Channel.EMAIL,
        status=MessageStatus.WAITING,
        always=False,
        mailing__isnull=True,
    )
    waiting.update(due_at=due_at(often, always=False, now=now))


_MAKE = """
    INSERT INTO records_messagechoice (id, recipient_kind, recipient_id, often)
    VALUES (gen_random_uuid(), %s::text, %s::uuid, %s::text)
    ON CONFLICT (recipient_id, recipient_kind) DO NOTHING
"""
