"""JSON doors of organisations."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api.schema import listed
from people import commands, queries
from people.api import bodies
from people.api.doors import PeopleView
from people.lists import ORGANISATION_FILTERS


class OrganisationsView(PeopleView):
    """Organisations that one may see; operators register more."""

    paged = True
    filters = ORGANISATION_FILTERS

    @extend_schema(responses=listed(bodies.OrganisationOut), operation_id="organisations_list")
    def get(self, request: Request) -> Response:
        page = self.page()
        rows = queries.visible_organisations(self.actor, page=page, **self.query())
        return self.listing(rows, page, key=lambda row: (row["name"], row["id"]))

    @extend_schema(request=bodies.OrganisationIn, responses={201: bodies.OrganisationDetail})
    def post(self, request: Request) -> Response:
        """Register an organisation; for operators."""
        values = self.body(bodies.OrganisationIn)

        def register() -> Response:
            made = commands.register_organisation(**values, actor=self.actor, now=self.now)
            shown = queries.get_organisation(self.actor, made.pk)
            return self.created(shown, version=made.version, at=f"/api/v1/organisations/{made.pk}")

        return self.once(register)


class OrganisationView(PeopleView):
    """One organisation."""

    @extend_schema(responses=bodies.OrganisationDetail)
    def get(self, request: Request, organisation_id: UUID) -> Response:
        found = queries.get_organisation(self.actor, organisation_id)
        return self.shown(found, version=found["version"])

    @extend_schema(request=bodies.OrganisationChange, responses=bodies.OrganisationDetail)
    def patch(self, request: Request, organisation_id: UUID) -> Response:
        """Change what is known of an organisation."""
        commands.change_organisation(
            organisation_id=organisation_id,
            values=self.body(bodies.OrganisationChange),
            actor=self.actor,
            now=self.now,
            expected_version=self.expected_version,
        )
        return self.get(request, organisation_id)


class SuccessionView(PeopleView):
    """From a day on this organisation stands in the place of another."""

    versioned = False

    @extend_schema(request=bodies.SuccessionIn, responses={201: bodies.OrganisationDetail})
    def post(self, request: Request, organisation_id: UUID) -> Response:
        values = self.body(bodies.SuccessionIn)

        def succeed() -> Response:
            commands.record_succession(
                successor_id=organisation_id, **values, actor=self.actor, now=self.now
            )
            return _again(self, organisation_id)

        return self.once(succeed)


class OversightView(PeopleView):
    """Which wider bodies may read this organisation's findings."""

    @extend_schema(request=bodies.OversightIn, responses={201: bodies.OrganisationDetail})
    def post(self, request: Request, organisation_id: UUID) -> Response:
        values = self.body(bodies.OversightIn)

        def grant() -> Response:
            commands.grant_oversight(
                organisation_id=organisation_id,
                **values,
                actor=self.actor,
                now=self.now,
                expected_version=self.version_if_sent,
            )
            return _again(self, organisation_id)

        return self.once(grant)


class OversightGrantView(PeopleView):
    """One oversight, to be ended."""

    @extend_schema(request=bodies.OversightEnd, responses=bodies.OrganisationDetail)
    def patch(self, request: Request, organisation_id: UUID, grant_id: UUID) -> Response:
        values = self.body(bodies.OversightEnd)
        commands.end_oversight(
            organisation_id=organisation_id,
            grant_id=grant_id,
            last_day=values["to_date"],
            actor=self.actor,
            now=self.now,
            expected_version=self.expected_version,
        )
        found = queries.get_organisation(self.actor, organisation_id)
        return self.shown(found, version=found["version"])


def _again(view: PeopleView, organisation_id: UUID) -> Response:
    found = queries.get_organisation(view.actor, organisation_id)
    return view.created(
        found, version=found["version"], at=f"/api/v1/organisations/{organisation_id}"
    )
