"""`/rules` and `/standards`."""

from __future__ import annotations

from dataclasses import asdict

from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api.filters import Day, Filter, Uuid
from kernel.api.views import ApiView
from kernel.errors import NotFound
from kernel.rules.standards import DEFINITIONS
from workflows.api.serializers import (
    RehearsalOut,
    RuleOut,
    SetStandard,
    StandardOut,
    StandardValueOut,
)
from workflows.commands import standards as commands
from workflows.queries import rules as queries

_HERE: dict[str, Filter] = {
    "organisation": Uuid("Show the values and counts of this organisation."),
    "as_at": Day("The day whose values are shown; today if absent."),
}


class RuleList(ApiView):
    """The rulebook: every rule with its source, thresholds, and how many do not meet it now."""

    filters = _HERE

    @extend_schema(responses=inline_serializer("RuleList", {"results": RuleOut(many=True)}))
    def get(self, request: Request) -> Response:
        asked = self.query()
        rows = queries.rules(
            actor=self.actor,
            on=asked.get("as_at", self.today),
            organisation=asked.get("organisation"),
        )
        return Response({"results": rows})


class RuleDetail(ApiView):
    """One rule."""

    @extend_schema(responses=RuleOut)
    def get(self, request: Request, rule_id: str) -> Response:
        return Response(queries.rule(actor=self.actor, rule_id=rule_id, on=self.today))


class StandardList(ApiView):
    """Every threshold with its national value and that of an organisation."""

    filters = _HERE

    @extend_schema(responses=inline_serializer("StandardList", {"results": StandardOut(many=True)}))
    def get(self, request: Request) -> Response:
        asked = self.query()
        rows = queries.standards(
            actor=self.actor,
            on=asked.get("as_at", self.today),
            organisation=asked.get("organisation"),
        )
        return Response({"results": rows})

    @extend_schema(
        request=SetStandard,
        responses={
            200: RehearsalOut,
            201: StandardValueOut,
        },
    )
    def post(self, request: Request) -> Response:
        """Set a threshold from a day on, or rehearse it: which answers would change?"""
        values = self.body(SetStandard)
        rehearsal = values.pop("dry_run")
        wish = commands.Wish(**values)
        if rehearsal:
            flips = commands.rehearse(wish, actor=self.actor, now=self.now)
            return Response({"dry_run": True, "would_flip": [asdict(flip) for flip in flips]})
        return self.once(lambda: self._change(wish))

    def _change(self, wish: commands.Wish) -> Response:
        saved = commands.change(wish, actor=self.actor, now=self.now)
        shown = {name: getattr(saved, name) for name in queries.COLUMNS}
        return self.created(shown, version=None, at=f"/api/v1/standards/{wish.name}")


class StandardDetail(ApiView):
    """The dated values of one threshold, also superseded ones."""

    @extend_schema(
        responses=inline_serializer("StandardValues", {"results": StandardValueOut(many=True)})
    )
    def get(self, request: Request, name: str) -> Response:
        if name not in DEFINITIONS:
            raise NotFound("There is no such standard.")
        return Response({"results": queries.changes(actor=self.actor, name=name)})
