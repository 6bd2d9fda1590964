"""Keys of other systems: created by a person, capped by that person, gone with that person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from kernel.actors import Actor, Scope
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked, Denied, FieldError, Invalid, NotFound, Unmet, UnmetGuard
from kernel.events import DomainEvent
from kernel.log import append
from people import access, events, policies
from people.commands.roles import require_role, require_visible_organisation
from people.models import ApiKey, RoleGrant
from people.roles import RoleDefinition

#: Source: reliability.md 6.5 and 10.5.
LONGEST_DAYS = 365
MOST_KEYS = 20
SCOPES = ("read", "write")


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedKey:
    """A new key. `token` is here and nowhere else: it is not kept."""

    key: ApiKey
    token: str


@transaction.atomic
def create_api_key(
    *,
    organisation_id: UUID,
    name: str,
    roles: Sequence[str],
    scopes: Sequence[str],
    expires_at: datetime,
    actor: Actor,
    now: datetime,
) -> IssuedKey:
    """Let another system in, with roles that the actor holds, for at most a year.

    Emits:
        ApiKeyCreated
    Raises:
        NotFound: the organisation is not the actor's.
        Denied: the actor does not manage keys here, or lacks something the roles permit.
        Invalid: unknown roles or scopes, no name, or an end beyond a year.
        Unmet: the organisation has 20 keys.
    """
    require_visible_organisation(organisation_id, actor)
    definitions = _require_sound(name, roles, scopes, expires_at, now)
    require(policies.may_issue_key(actor, roles=definitions, organisation_id=organisation_id))
    maker = _maker(actor)
    _require_room(organisation_id, now)
    key = ApiKey(
        organisation_id=organisation_id,
        name=name,
        scopes=sorted(set(scopes)),
        created_by_id=maker,
        created_at=now,
        expires_at=expires_at,
    )
    token = _insert(key)
    _give_roles(key, definitions, actor=actor, now=now)
    event = events.ApiKeyCreated(
        api_key_id=key.pk,
        roles=tuple(role.code for role in definitions),
        scopes=tuple(key.scopes),
        expires_on=london_date(expires_at),
    )
    _tell(key, event, actor=actor, now=now)
    return IssuedKey(key=key, token=token.text)


def _insert(key: ApiKey, *, draws: int = 3) -> access.NewToken:
    """Keep the key under a token whose public part no other key has: that is drawn again."""
    token = access.new_token()
    key.prefix, key.secret_hash = token.prefix, token.secret_hash
    try:
        with transaction.atomic():
            key.save(force_insert=True)
    except IntegrityError:
        if draws == 1:
            raise
        return _insert(key, draws=draws - 1)
    return token


@transaction.atomic
def revoke_api_key(*, key_id: UUID, actor: Actor, now: datetime) -> ApiKey:
    """The key opens nothing from this moment on.

    Emits:
        ApiKeyRevoked
    Raises:
        NotFound, Denied.
        Blocked: it is revoked already.
    """
    rows = ApiKey.objects.visible_to(actor).select_for_update(of=("self",))
    key = rows.filter(pk=key_id).first()
    if key is None:
        raise NotFound
    require(policies.may_manage_keys(actor, organisation_id=key.organisation_id))
    if key.revoked_at is not None:
        raise Blocked("This key is revoked already.", code="already_revoked", state="revoked")
    key.revoked_at = now
    key.save(update_fields=["revoked_at"])
    _tell(key, events.ApiKeyRevoked(api_key_id=key.pk), actor=actor, now=now)
    return key


def _maker(actor: Actor) -> UUID:
    if actor.id is None:
        raise Denied("A key is made by somebody; the service itself needs none.")
    return actor.id


def _require_sound(
    name: str, roles: Sequence[str], scopes: Sequence[str], expires_at: datetime, now: datetime
) -> list[RoleDefinition]:
    errors = []
    if not name:
        errors.append(FieldError(pointer="/name", code="required", message="Name the system."))
    if not scopes or set(scopes) - set(SCOPES):
        errors.append(
            FieldError(pointer="/scopes", code="unknown", message="Send “read”, “write” or both.")
        )
    if not now < expires_at <= now + timedelta(days=LONGEST_DAYS):
        message = f"Choose an end within the next {LONGEST_DAYS} days."
        errors.append(FieldError(pointer="/expires_at", code="too_long", message=message))
    if not roles:
        errors.append(
            FieldError(pointer="/roles", code="required", message="Name at least one role.")
        )
    if errors:
        raise Invalid(*errors)
    return [require_role(code, Scope.ORGANISATION, "") for code in dict.fromkeys(roles)]


def _require_room(organisation_id: UUID, now: datetime) -> None:
    with connection.cursor() as cursor:  # two at once could each see room for one
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 17))", [str(organisation_id)]
        )
    living = ApiKey.objects.filter(
        organisation_id=organisation_id, revoked_at__isnull=True, expires_at__gt=now
    )
    if living.count() >= MOST_KEYS:
        sentence = f"An organisation has at most {MOST_KEYS} keys. Revoke one that is not used."
        guard = UnmetGuard(code="too_many_keys", sentence=sentence, link="api-keys")
        raise Unmet(sentence, unmet=(guard,))


def _give_roles(
    key: ApiKey, roles: Sequence[RoleDefinition], *, actor: Actor, now: datetime
) -> None:
    RoleGrant.objects.bulk_create(
        RoleGrant(
            organisation_id=key.organisation_id,
            api_key=key,
            role_id=role.code,
            scope=Scope.ORGANISATION,
            from_date=london_date(now),
            granted_by=actor.id,
        )
        for role in roles
    )


def _tell(key: ApiKey, event: DomainEvent, *, actor: Actor, now: datetime) -> None:
    append(
        organisation_id=key.organisation_id,
        kind="api_key",
        stream_id=key.pk,
        events=[event],
        actor=actor,
        now=now,
        effective_on=london_date(now),
    )
