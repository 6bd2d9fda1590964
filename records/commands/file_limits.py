"""What keeps a file from being added or deleted, besides who asks."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Sum

from kernel.errors import Invalid, Unmet, UnmetGuard
from records.files.kinds import MOST_FILES_OF_A_THING
from records.files.used import uses_of
from records.models import WITH_BYTES, File, FileState
from records.things.thing import Thing


def refuse_to_come(evidence_on: date | None, today: date) -> None:
    """Raises: Invalid: the evidence is of a day to come."""
    if evidence_on and evidence_on > today:
        raise Invalid.one("/evidence_on", "Enter a day that is today or earlier.", code="to_come")


def refuse_full(thing: Thing, size: int) -> None:
    """Files of an organisation are counted one at a time, so that no two take the last place.

    Raises:
        Unmet: the thing has a hundred files, or the organisation has no room for this one.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s::text, 13))",
            [f"files:{thing.organisation_id}"],
        )
    here = File.objects.filter(subject_id=thing.id, state__in=(FileState.CHECKING, FileState.KEPT))
    if here.count() >= MOST_FILES_OF_A_THING:
        raise _unmet(
            "too_many_files",
            f"There are {MOST_FILES_OF_A_THING} files here, the most there can be. "
            "Delete one first.",
        )
    kept = File.objects.filter(organisation_id=thing.organisation_id, state__in=WITH_BYTES)
    used = kept.aggregate(used=Sum("size"))["used"] or 0
    if used + size > settings.QIFLOW_FILES_QUOTA:
        raise _unmet(
            "quota_full",
            "The files of your organisation take up all the room there is. "
            "Ask an administrator to erase some.",
        )


def refuse_used(file_id: UUID) -> None:
    """Raises: Unmet: something was decided on the file."""
    uses = uses_of(file_id)
    if uses:
        raise Unmet(
            "This file stays: something was decided on it.",
            unmet=tuple(UnmetGuard(code="used", sentence=f"It is used in {use}.") for use in uses),
        )


def _unmet(code: str, sentence: str) -> Unmet:
    return Unmet(sentence, unmet=(UnmetGuard(code=code, sentence=sentence, link="file"),))
