"""JSON doors of people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api.schema import listed
from people import commands, queries
from people.api import bodies, doors
from people.lists import PERSON_FILTERS


class PersonDoor(doors.PeopleView):
    """A door of one person."""

    def person(self, person_id: UUID, *, status: int = 200) -> Response:
        found = queries.get_person(self.actor, person_id)
        if status == 201:
            at = f"/api/v1/people/{person_id}"
            return self.created(found, version=found["version"], at=at)
        return self.shown(found, version=found["version"])

    def change(
        self,
        command: Callable[..., Any],
        person_id: UUID,
        values: dict[str, Any],
        *,
        status: int = 200,
    ) -> Response:
        """Run a command that adds to a person, and show the person as it is then."""

        def work() -> Response:
            command(
                person_id=person_id,
                **values,
                actor=self.actor,
                now=self.now,
                expected_version=self.version_if_sent,
            )
            return self.person(person_id, status=status)

        return self.once(work)


class PeopleView(doors.PeopleView):
    """People whom one's organisations know, newest change first."""

    paged = True
    filters = PERSON_FILTERS

    @extend_schema(responses=listed(bodies.PersonOut), operation_id="people_list")
    def get(self, request: Request) -> Response:
        page = self.page()
        rows = queries.visible_people(self.actor, page=page, **self.query())
        return self.listing(rows, page, key=lambda row: (row["updated_at"].isoformat(), row["id"]))

    @extend_schema(request=bodies.PersonIn, responses={201: bodies.PersonDetail})
    def post(self, request: Request) -> Response:
        """Register somebody whom an organisation gets to know: a colleague or a partner."""
        values = self.body(bodies.PersonIn)
        home = self.home(values)

        def register() -> Response:
            made = commands.register_person(
                organisation_id=home, **values, actor=self.actor, now=self.now
            )
            found = queries.get_person(self.actor, made.pk)
            return self.created(found, version=made.version, at=f"/api/v1/people/{made.pk}")

        return self.once(register)


class PersonView(PersonDoor):
    """One person, with employments and consents."""

    @extend_schema(responses=bodies.PersonDetail)
    def get(self, request: Request, person_id: UUID) -> Response:
        return self.person(person_id)

    @extend_schema(request=bodies.PersonChange, responses=bodies.PersonDetail)
    def patch(self, request: Request, person_id: UUID) -> Response:
        """Change particulars of a person; what is left out stays."""
        commands.change_person(
            person_id=person_id,
            values=self.body(bodies.PersonChange),
            actor=self.actor,
            now=self.now,
            expected_version=self.expected_version,
        )
        return self.person(person_id)


class EmploymentsView(PersonDoor):
    """Whom a person works for."""

    @extend_schema(request=bodies.EmploymentIn, responses={201: bodies.PersonDetail})
    def post(self, request: Request, person_id: UUID) -> Response:
        values = self.body(bodies.EmploymentIn)
        return self.change(commands.record_employment, person_id, values, status=201)


class EmploymentView(PersonDoor):
    """One employment, to be confirmed, ended or corrected."""

    @extend_schema(request=bodies.EmploymentChange, responses=bodies.PersonDetail)
    def patch(self, request: Request, person_id: UUID, employment_id: UUID) -> Response:
        commands.change_employment(
            person_id=person_id,
            employment_id=employment_id,
            values=self.body(bodies.EmploymentChange),
            actor=self.actor,
            now=self.now,
            expected_version=self.expected_version,
        )
        return self.person(person_id)


class ConsentsView(PersonDoor):
    """What a person agrees to."""

    @extend_schema(request=bodies.ConsentIn, responses={201: bodies.PersonDetail})
    def post(self, request: Request, person_id: UUID) -> Response:
        values = self.body(bodies.ConsentIn)
        return self.change(commands.give_consent, person_id, values, status=201)


class WithdrawView(PersonDoor):
    """A person no longer agrees, from a day on."""

    @extend_schema(request=bodies.ConsentEnd, responses=bodies.PersonDetail)
    def post(self, request: Request, person_id: UUID) -> Response:
        return self.change(commands.withdraw_consent, person_id, self.body(bodies.ConsentEnd))


class LinkView(PersonDoor):
    """A user is this person."""

    @extend_schema(request=bodies.LinkIn, responses=bodies.PersonDetail)
    def post(self, request: Request, person_id: UUID) -> Response:
        return self.change(commands.link_person, person_id, self.body(bodies.LinkIn))


class MergeView(PersonDoor):
    """This row and another are one person; the other stays."""

    @extend_schema(request=bodies.MergeIn, responses=bodies.PersonDetail)
    def post(self, request: Request, person_id: UUID) -> Response:
        return self.change(commands.merge_person, person_id, self.body(bodies.MergeIn))


class RemoveView(PersonDoor):
    """Forget who this is; the record of what happened stays, without the name."""

    @extend_schema(request=bodies.NoFields, responses=bodies.PersonDetail)
    def post(self, request: Request, person_id: UUID) -> Response:
        return self.change(commands.remove_person, person_id, self.body(bodies.NoFields))
