"""Who signs in to the demonstration: one person for each role."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.actors import SYSTEM, Actor, Scope
from kernel.clock import london_date
from people import commands
from people.access import actor_of_user
from people.models import Person, User
from people.roles import BY_CODE

_WORDS = (
    "amber", "anchor", "apple", "barley", "beacon", "birch", "bramble", "bridge", "candle",
    "canvas", "cedar", "clover", "copper", "coral", "cotton", "crane", "daisy", "ember", "falcon",
    "fennel", "garden", "ginger", "harbour", "hazel", "heather", "island", "juniper", "kettle",
    "lantern", "linen", "maple", "marble", "meadow", "mitten", "nettle", "orchard", "otter",
    "paddle", "pebble", "pepper", "pigeon", "quarry", "ribbon", "river", "saddle", "sparrow",
    "spruce", "sunday", "thimble", "thistle", "timber", "violet", "walnut", "willow", "window",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Somebody's role. `person`: the external id of the person that the user is."""

    role: str
    address: str
    name: str
    at_board: bool = False
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """What is printed for one user."""

    email: str
    role: str
    at_board: bool


#: In the order in which they are printed; the administrators come first because they make the rest.
PLACES = (
    Place(role="administrator", address="admin@fellside.example", name="Ruth Ashworth"),
    Place(
        role="administrator",
        address="admin@threerivers.example",
        name="Owen Prosser",
        at_board=True,
    ),
    Place(role="committee_secretary", address="secretary@fellside.example", name="Colm Fairhurst"),
    Place(
        role="committee_chair",
        address="chair@fellside.example",
        name="Amara Okafor",
        person="FD-CHAIR",
    ),
    Place(role="ps_specialist", address="safety@fellside.example", name="Ngozi Bello"),
    Place(role="senior_lead", address="nursing@fellside.example", name="Margaret Iqbal"),
    Place(role="participation_team", address="partners@fellside.example", name="Tom Eskdale"),
    Place(
        role="project_lead",
        address="lead@fellside.example",
        name="Jadwiga Nowak",
        person="FD-LEAD",
    ),
    Place(
        role="project_sponsor",
        address="sponsor@fellside.example",
        name="Rhys Pugh",
        person="FD-SPONSOR",
    ),
    Place(role="coach", address="coach@fellside.example", name="Imran Qureshi", person="FD-COACH"),
    Place(
        role="partner",
        address="partner@fellside.example",
        name="Priya Raman",
        person="FD-PARTNER1",
    ),
    Place(role="auditor", address="auditor@fellside.example", name="Ewan Pickersgill"),
    Place(role="ig_lead", address="records@fellside.example", name="Saira Lomax"),
    Place(
        role="system_lead",
        address="system@threerivers.example",
        name="Beatrix Mwangi",
        at_board=True,
    ),
    Place(
        role="national_lead",
        address="national@threerivers.example",
        name="Callum Reddy",
        at_board=True,
    ),
    Place(
        role="operator", address="operator@threerivers.example", name="Dilys Arrow", at_board=True
    ),
)


def new_password() -> str:
    """Three words and a number: easy to type, made anew for each demonstration."""
    words = [secrets.choice(_WORDS) for _ in range(4)]
    return "-".join([*words, str(secrets.randbelow(90) + 10)])


def let_in(place: Place, organisation_id: UUID, *, password: str, now: datetime) -> User:
    """A user with the role, reaching as far as the role usually does."""
    role = BY_CODE[place.role]
    narrow = Scope.ORGANISATION in role.scopes
    return commands.create_user(
        organisation_id=organisation_id,
        email=place.address,
        name=place.name,
        password=password,
        role=place.role,
        scope=Scope.ORGANISATION if narrow else _widest(place.role),
        actor=SYSTEM,
        now=now,
    )


def _widest(role: str) -> Scope:
    scopes = BY_CODE[role].scopes
    return Scope.COUNTRY if Scope.COUNTRY in scopes else scopes[0]


def acting(user: User, *, now: datetime) -> Actor:
    """The user at work at an instant."""
    actor = actor_of_user(user.pk, london_date(now))
    if actor is None:
        raise RuntimeError(f"{user.pk} may not act")
    return actor


def link(place: Place, user: User, organisation_id: UUID, *, now: datetime) -> None:
    """From now on the user is the person that the file of the organisation names."""
    person = Person.objects.get(organisation_id=organisation_id, external_id=place.person)
    commands.link_person(person_id=person.pk, user_id=user.pk, actor=SYSTEM, now=now)
