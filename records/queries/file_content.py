"""The file itself: whether it is given out, to whom, and by which link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from kernel import tenancy
from kernel.actors import Actor, ActorKind
from kernel.clock import london_date
from kernel.errors import Blocked, Gone, Unavailable
from people.access import actor_of_held_key, actor_of_user
from records.files import refusals, store
from records.files.kinds import KINDS
from records.files.links import read_link
from records.models import File, FileState
from records.policies.files import may_be_given
from records.queries.files import file_and_thing


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A file that the actor may have."""

    name: str
    media_type: str
    size: int
    sha256: str
    stored_as: str


def file_content(actor: Actor, file_id: UUID) -> Content:
    """A file to be given out.

    Raises:
        NotFound, Denied.
        Blocked: it is being checked. Unavailable: the virus scanner does not answer.
        WrongKind: it failed the virus check. Gone: it was deleted, erased or lost.
    """
    row, _ = file_and_thing(actor, file_id)
    _refuse_state(row)
    if not may_be_given(row["virus_check"], unscanned=settings.QIFLOW_GIVES_UNSCANNED):
        raise Blocked("This service gives out no file that was not checked for viruses.")
    stored_as = File.objects.values_list("stored_as", flat=True).get(pk=file_id)
    if not store.is_there(stored_as):
        raise Gone("The file is no longer in the store. Tell whoever runs the service.")
    return Content(
        name=row["name"],
        media_type=KINDS[row["content_kind"]].media_type,
        size=row["size"],
        sha256=row["sha256"],
        stored_as=stored_as,
    )


def linked_content(word: str, *, now: datetime) -> Content:
    """The file that a link gives, with the rights that its maker has by now.

    The connection may see nothing yet, and sees nothing afterwards.

    Raises:
        NotFound: nobody here wrote the link. Gone: it has expired.
        Denied: its maker may not have the file any more. Others as `file_content`.
    """
    link = read_link(word, now=now)
    with tenancy.opened():
        if link.maker_kind is ActorKind.USER:
            maker = actor_of_user(link.maker_id, london_date(now))
        else:
            maker = actor_of_held_key(link.maker_id, now=now)
    if maker is None:
        raise Gone("Whoever made this link may no longer act here.")
    tenancy.narrow_to(maker)
    try:
        return file_content(maker, link.file_id)
    finally:
        tenancy.close()


def _refuse_state(row: Mapping[str, Any]) -> None:
    state = row["state"]
    if state == FileState.CHECKING and row["problem"]:
        raise Unavailable(f"{row['problem']} The file stays in quarantine and is tried again.")
    if state == FileState.CHECKING:
        raise Blocked("This file is being checked. Try again shortly.", state=state)
    if state == FileState.REFUSED:
        raise refusals.infected()
    if state == FileState.DELETED:
        raise Gone("This file was deleted. Whoever looks after it can bring it back.")
    if state == FileState.ERASED:
        raise Gone("This file was erased.")
    if state == FileState.LOST:
        raise Gone("The file is no longer in the store. Tell whoever runs the service.")
