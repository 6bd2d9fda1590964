"""JSON doors of units."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api.schema import listed
from people import commands, queries
from people.api import bodies
from people.api.doors import PeopleView
from people.lists import UNIT_FILTERS


class UnitsView(PeopleView):
    """The parts of organisations, each with the part above it on a day."""

    paged = True
    filters = UNIT_FILTERS

    @extend_schema(responses=listed(bodies.UnitOut), operation_id="units_list")
    def get(self, request: Request) -> Response:
        asked, page = self.query(), self.page()
        on = asked.pop("as_at", self.today)
        rows = queries.visible_units(self.actor, page=page, on=on, **asked)
        return self.listing(rows, page, key=lambda row: (row["name"], row["id"]))

    @extend_schema(request=bodies.UnitIn, responses={201: bodies.UnitDetail})
    def post(self, request: Request) -> Response:
        """Open a part of an organisation, below another part or at the top."""
        values = self.body(bodies.UnitIn)
        home = self.home(values)

        def open_unit() -> Response:
            unit = commands.open_unit(
                organisation_id=home, **values, actor=self.actor, now=self.now
            )
            found = queries.get_unit(self.actor, unit.pk, on=self.today)
            return self.created(found, version=unit.version, at=f"/api/v1/units/{unit.pk}")

        return self.once(open_unit)


class UnitView(PeopleView):
    """One unit."""

    @extend_schema(responses=bodies.UnitDetail)
    def get(self, request: Request, unit_id: UUID) -> Response:
        found = queries.get_unit(self.actor, unit_id, on=self.today)
        return self.shown(found, version=found["version"])

    @extend_schema(request=bodies.UnitChange, responses=bodies.UnitDetail)
    def patch(self, request: Request, unit_id: UUID) -> Response:
        """Change the name or the type of a unit."""
        commands.change_unit(
            unit_id=unit_id,
            values=self.body(bodies.UnitChange),
            actor=self.actor,
            now=self.now,
            expected_version=self.expected_version,
        )
        return self.get(request, unit_id)


class PlacesView(PeopleView):
    """From a day on the unit sits elsewhere in the tree."""

    @extend_schema(request=bodies.PlaceIn, responses={201: bodies.UnitDetail})
    def post(self, request: Request, unit_id: UUID) -> Response:
        values = self.body(bodies.PlaceIn)

        def move() -> Response:
            unit = commands.move_unit(
                unit_id=unit_id,
                **values,
                actor=self.actor,
                now=self.now,
                expected_version=self.version_if_sent,
            )
            found = queries.get_unit(self.actor, unit_id, on=self.today)
            return self.created(found, version=unit.version, at=f"/api/v1/units/{unit_id}")

        return self.once(move)


class CloseView(PeopleView):
    """The unit is no more after a day."""

    @extend_schema(request=bodies.LastDay, responses=bodies.UnitDetail)
    def post(self, request: Request, unit_id: UUID) -> Response:
        values = self.body(bodies.LastDay)

        def close() -> Response:
            unit = commands.close_unit(
                unit_id=unit_id,
                **values,
                actor=self.actor,
                now=self.now,
                expected_version=self.version_if_sent,
            )
            found = queries.get_unit(self.actor, unit_id, on=self.today)
            return self.shown(found, version=unit.version)

        return self.once(close)
