"""What happened to people, users, units and organisations."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api.history import Happened, HistoryDoor
from kernel.api.schema import listed
from people import queries


class PersonHistoryView(HistoryDoor):
    """Everything that happened to a person, the newest first."""

    @extend_schema(operation_id="person_history_list", responses=listed(Happened))
    def get(self, request: Request, person_id: UUID) -> Response:
        return self.told(queries.person_history, person_id)


class UserHistoryView(HistoryDoor):
    """Everything that happened to a user, the newest first."""

    @extend_schema(operation_id="user_history_list", responses=listed(Happened))
    def get(self, request: Request, user_id: UUID) -> Response:
        return self.told(queries.user_history, user_id)


class UnitHistoryView(HistoryDoor):
    """Everything that happened to a unit, the newest first."""

    @extend_schema(operation_id="unit_history_list", responses=listed(Happened))
    def get(self, request: Request, unit_id: UUID) -> Response:
        return self.told(queries.unit_history, unit_id)


class OrganisationHistoryView(HistoryDoor):
    """Everything that happened to an organisation, the newest first; for its own people."""

    @extend_schema(operation_id="organisation_history_list", responses=listed(Happened))
    def get(self, request: Request, organisation_id: UUID) -> Response:
        return self.told(queries.organisation_history, organisation_id)
