"""JSON doors of identity providers: with whose directory an organisation's users sign in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api.fields import Id, Strict, Text
from people import commands, doors, queries
from people.api.doors import PeopleView


class ProviderChange(Strict):
    name = Text(max_length=100, required=False, help_text="What the sign-in page calls it.")
    issuer = Text(max_length=500, required=False, help_text="Its https address, without query.")
    client_id = Text(max_length=200, required=False)
    client_secret = Text(
        max_length=500, required=False, help_text="Kept sealed and never shown again."
    )
    email_domain = Text(
        max_length=253, required=False, help_text="Whose addresses it proves: trust.nhs.uk."
    )
    accepted_acr = serializers.ListField(
        child=Text(max_length=200),
        max_length=20,
        required=False,
        help_text="Assurance levels that are strong enough. None: any, and a second factor that "
        "the user has here is asked for as well.",
    )


class ProviderIn(ProviderChange):
    organisation_id = Id(required=False)
    name = Text(max_length=100, help_text="What the sign-in page calls it.")
    issuer = Text(max_length=500, help_text="Its https address, without query.")
    client_id = Text(max_length=200)
    client_secret = Text(max_length=500, help_text="Kept sealed and never shown again.")
    email_domain = Text(max_length=253, help_text="Whose addresses it proves: trust.nhs.uk.")


class ProviderOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    organisation_id = serializers.UUIDField()
    name = serializers.CharField()
    issuer = serializers.CharField()
    client_id = serializers.CharField()
    email_domain = serializers.CharField()
    accepted_acr = serializers.ListField(child=serializers.CharField())
    made_at = serializers.DateTimeField()


class ProvidersOut(serializers.Serializer[object]):
    results = ProviderOut(many=True)


class ProvidersView(PeopleView):
    """How users of my organisations sign in, beside the password."""

    @extend_schema(responses=ProvidersOut, operation_id="identity_providers_list")
    def get(self, request: Request) -> Response:
        return Response({"results": queries.visible_providers(self.actor)})

    @extend_schema(request=ProviderIn, responses={201: ProviderOut})
    def post(self, request: Request) -> Response:
        """Let the users of an organisation sign in with its own directory."""
        values = self.body(ProviderIn)
        home = self.home(values)
        doors.require_recent(request)

        def add() -> Response:
            made = commands.add_provider(
                organisation_id=home,
                facts=commands.ProviderFacts(**values),
                actor=self.actor,
                now=self.now,
            )
            shown = queries.get_provider(self.actor, made.pk)
            return self.created(shown, version=None, at=f"/api/v1/identity-providers/{made.pk}")

        return self.once(add)


class ProviderView(PeopleView):
    """One provider."""

    versioned = False

    @extend_schema(responses=ProviderOut)
    def get(self, request: Request, provider_id: UUID) -> Response:
        return self.shown(queries.get_provider(self.actor, provider_id))

    @extend_schema(request=ProviderChange, responses=ProviderOut)
    def patch(self, request: Request, provider_id: UUID) -> Response:
        """Change how a directory is asked; a secret that is left out stays."""
        values = self.body(ProviderChange)
        found = queries.get_provider(self.actor, provider_id)
        doors.require_recent(request)
        commands.change_provider(
            provider_id=provider_id,
            facts=commands.ProviderFacts(**{**_present(found), **values}),
            actor=self.actor,
            now=self.now,
        )
        return self.shown(queries.get_provider(self.actor, provider_id))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, provider_id: UUID) -> Response:
        """Nobody signs in with this directory any more."""
        queries.get_provider(self.actor, provider_id)
        doors.require_recent(request)
        commands.remove_provider(provider_id=provider_id, actor=self.actor, now=self.now)
        return Response(status=204)


def _present(found: dict[str, Any]) -> dict[str, Any]:
    names = ("name", "issuer", "client_id", "email_domain", "accepted_acr")
    return {name: found[name] for name in names} | {"client_secret": ""}
