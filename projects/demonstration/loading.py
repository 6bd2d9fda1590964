"""Loads the demonstration into an empty service, as if it had been in use for four months."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction

from kernel.actors import SYSTEM, Actor
from kernel.clock import london_date
from people import commands
from people.models import Organisation, User
from people.models.organisation import OrganisationKind
from projects.demonstration import board, happenings, trust
from projects.demonstration.actions import agree_actions
from projects.demonstration.measures import keep_measures
from projects.demonstration.rows import Sheets
from projects.demonstration.together import work_together
from projects.demonstration.users import PLACES, SignIn, acting, let_in, link, new_password
from projects.opening_position.importing import load_raw


class InUse(RuntimeError):
    """The service has users already: invented data have no place there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration:
    """What is printed once it is loaded."""

    password: str
    sign_ins: tuple[SignIn, ...]


@transaction.atomic
def load_demonstration(*, now: datetime) -> Demonstration | None:
    """Both organisations with their users. None: it was loaded before, and nothing was done.

    Raises:
        InUse: there are users, and they are not the demonstration's.
    """
    if Organisation.objects.filter(name=trust.NAME).exists():
        return None
    if User.objects.exists():
        raise InUse("This service has users already; the demonstration was not loaded.")
    arrived = now - timedelta(days=trust.ARRIVED_DAYS_AGO)
    fellside = _register(trust.NAME, OrganisationKind.TRUST, now=arrived)
    rivers = _register(board.NAME, OrganisationKind.ICB, now=arrived)
    password = new_password()
    users = {
        place: let_in(place, rivers if place.at_board else fellside, password=password, now=arrived)
        for place in PLACES
    }
    by_role = {place.role: user for place, user in reversed(users.items())}
    today = london_date(now)
    _arrive(fellside, trust.trust(today), users[PLACES[0]], now=arrived)
    _arrive(rivers, board.board(today), users[PLACES[1]], now=arrived)
    for place, user in users.items():
        if place.person:
            link(place, user, fellside, now=arrived)
    commands.grant_oversight(
        organisation_id=fellside,
        overseer_id=rivers,
        from_date=london_date(arrived),
        actor=SYSTEM,
        now=arrived,
    )
    _let_time_pass(fellside, by_role, now=now)
    return Demonstration(
        password=password,
        sign_ins=tuple(
            SignIn(email=place.address, role=place.role, at_board=place.at_board)
            for place in PLACES
        ),
    )


def _register(name: str, kind: str, *, now: datetime) -> UUID:
    return commands.register_organisation(
        name=name,
        type=kind,
        icb=board.NAME,
        region="North (invented)",
        actor=SYSTEM,
        now=now,
    ).pk


def _arrive(organisation_id: UUID, sheets: Sheets, user: User, *, now: datetime) -> None:
    """The file of an organisation, signed off by its administrator."""
    name = f"{sheets.prefix}-opening-position"
    report = load_raw(
        organisation_id=organisation_id,
        read=sheets.as_file,
        file_name=name,
        sha256=hashlib.sha256(f"{name} {sheets.today}".encode()).hexdigest(),
        actor=acting(user, now=now),
        now=now,
    )
    if report.faults:
        raise RuntimeError(f"The demonstration does not load: {report.faults}")


def _let_time_pass(organisation_id: UUID, users: dict[str, User], *, now: datetime) -> None:
    specialist = partial(_at_work, users["ps_specialist"])
    senior = partial(_at_work, users["senior_lead"])
    happenings.take_breaks(organisation_id, specialist=specialist, senior=senior, now=now)
    happenings.raise_questions(organisation_id, specialist=specialist, now=now)
    sheets = happenings.new_committee(london_date(now))
    recorded = now - timedelta(days=12)
    _arrive(organisation_id, sheets, users["administrator"], now=recorded)
    agree_actions(organisation_id, users, acting=_at_work, now=now)
    work_together(organisation_id, users, acting=_at_work, now=now)
    keep_measures(organisation_id, users, acting=_at_work, now=now)


def _at_work(user: User, now: datetime) -> Actor:
    return acting(user, now=now)
