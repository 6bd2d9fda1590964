"""`/psp-pools`: pools of partners who cover seats between them."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api import answers, bodies
from governance.api.base import AS_AT, ONE_DAY, Door
from governance.commands import pools as commands
from governance.exports import POOL_FILTERS
from governance.queries import pools as queries
from kernel.api.schema import listed


class PoolList(Door):
    """Pools by name."""

    paged = True
    filters = POOL_FILTERS

    @extend_schema(operation_id="psp_pools_list", responses=listed(answers.PoolOut))
    def get(self, request: Request) -> Response:
        page = self.page()
        rows = queries.pools(actor=self.actor, page=page, **self.query())
        return self.listing(rows, page, key=lambda row: (row["name"], row["id"]))

    @extend_schema(
        operation_id="psp_pools_make",
        request=bodies.MakePool,
        responses={201: answers.PoolDetail, 200: answers.PoolDetail},
    )
    def post(self, request: Request) -> Response:
        """Make a pool; partners join it afterwards."""

        def work() -> Response:
            pool = commands.make_pool(actor=self.actor, **self.body(bodies.MakePool))
            shown = queries.get_pool(actor=self.actor, pool_id=pool.pk, as_at=self.today)
            return self.created(shown, version=None, at=f"/api/v1/psp-pools/{pool.pk}")

        return self.once(work)


class PoolDoor(Door):
    """One pool."""

    filters = AS_AT

    @extend_schema(operation_id="psp_pools_read", responses=answers.PoolDetail)
    def get(self, request: Request, pool_id: UUID) -> Response:
        """The pool with who belongs to it on a day or later."""
        found = queries.get_pool(actor=self.actor, pool_id=pool_id, **self.dated())
        return self.shown(found, version=None)


class PoolMembers(Door):
    """Who belongs to a pool."""

    versioned = False

    @extend_schema(
        operation_id="psp_pool_members_join", request=bodies.JoinPool, responses={204: None}
    )
    def post(self, request: Request, pool_id: UUID) -> Response:
        """A partner belongs to the pool from a day on."""
        commands.join_pool(
            pool_id=pool_id, actor=self.actor, now=self.now, **self.body(bodies.JoinPool)
        )
        return Response(status=204)

    @extend_schema(
        operation_id="psp_pool_members_leave", request=bodies.LeavePool, responses={204: None}
    )
    def patch(self, request: Request, pool_id: UUID) -> Response:
        """A partner belongs to the pool until a last day."""
        values = self.body(bodies.LeavePool)
        commands.leave_pool(
            pool_id=pool_id,
            appointment_id=values["appointment_id"],
            first_day_after=values["last_day"] + ONE_DAY,
            actor=self.actor,
            now=self.now,
        )
        return Response(status=204)
