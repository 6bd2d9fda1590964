"""What somebody had typed, kept while they prove who they are: sealed, and for them alone."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest

from people import vault
from web.views.kept_text import KeptText, kept_text

FIELD = "kept"
KEPT_FOR = timedelta(hours=1)
_PURPOSE = "kept_form"


def pack(request: HttpRequest, *, user_id: UUID | None) -> str:
    """What this form held, as only `unpack` reads it; empty where there is nothing to keep."""
    kept = kept_text(request)
    if kept is None or user_id is None:
        return ""
    told = [str(user_id), kept.action, kept.fields, kept.had_files]
    return vault.seal(json.dumps(told), purpose=_PURPOSE)


def unpack(packed: str, *, user_id: UUID) -> KeptText | None:
    """The form again, for whoever typed it; None for anybody else, or after an hour."""
    if not packed:
        return None
    try:
        told = vault.unseal(packed, purpose=_PURPOSE, max_age=KEPT_FOR)
    except vault.Unreadable:
        return None
    whose, action, fields, had_files = json.loads(told)
    if whose != str(user_id):
        return None
    return KeptText(
        action=action,
        fields=tuple((str(name), str(text)) for name, text in fields),
        had_files=bool(had_files),
    )
