"""Bodies that are known by their code alone, because somebody published figures about them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kernel.actors import Actor
from kernel.bulk import Told, begin_all
from kernel.clock import london_date
from kernel.decisions import require
from people import events, policies
from people.models import Organisation
from people.models.organisation import OrganisationKind
from people.queries import organisations_coded
from people.queries.bodies import NamedBody


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownByCode:
    """The bodies by their codes, and how many of them are new."""

    bodies: Mapping[str, NamedBody]
    registered: int


@transaction.atomic
def know_by_code(codes: Iterable[str], *, actor: Actor, now: datetime) -> KnownByCode:
    """The bodies with these codes; whoever is not in the register enters it under its code.

    Emits:
        OrganisationRegistered, for each new body
    Raises:
        Denied: the actor does not keep the register.
    """
    require(policies.may_register(actor))
    wanted = set(codes)
    known = organisations_coded(wanted)
    fresh = [_body(code) for code in sorted(wanted - known.keys())]
    begin_all(
        [Told(aggregate=body, events=[_registered(body)]) for body in fresh],
        actor=actor,
        now=now,
        effective_on=london_date(now),
    )
    new = [NamedBody(id=body.pk, ods_code=body.ods_code, name=body.name) for body in fresh]
    bodies = known | {str(body.ods_code): body for body in new}
    return KnownByCode(bodies=bodies, registered=len(new))


def _body(code: str) -> Organisation:
    return Organisation(
        id=uuid.uuid4(),
        ods_code=code,
        name=code,
        type=OrganisationKind.OTHER,
        reference_only=True,
    )


def _registered(body: Organisation) -> events.OrganisationRegistered:
    return events.OrganisationRegistered(
        organisation_id=body.pk, organisation_type=body.type, ods_code=body.ods_code
    )
