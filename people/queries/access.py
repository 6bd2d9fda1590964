"""Reads of users, their roles, keys, and of oneself. No secret and no hash leaves from here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from kernel import tenancy
from kernel.actors import Actor, ActorKind
from kernel.api.pages import Page, key_of
from kernel.errors import NotFound
from people.models import ApiKey, RoleGrant, User
from people.queries.bodies import organisation_names
from people.queries.factors import holds_second_factor, with_second_factor
from people.queries.reach import within

USER_FIELDS = ("id", "email", "name", "is_active")
GRANT_FIELDS = (
    "id",
    "user_id",
    "organisation_id",
    "role_id",
    "scope",
    "unit_id",
    "region",
    "from_date",
    "to_date",
    "granted_by",
)
KEY_FIELDS = (
    "id",
    "organisation_id",
    "name",
    "prefix",
    "scopes",
    "created_by_id",
    "created_at",
    "expires_at",
    "revoked_at",
    "last_used_at",
)


def visible_users(
    actor: Actor,
    *,
    page: Page,
    organisation: UUID | None = None,
    q: str = "",
    second_factor: bool | None = None,
) -> list[dict[str, Any]]:
    """Users with a role, past or present, in a place whose users the actor may read."""
    grants = RoleGrant.objects.filter(within(actor, "user.read"), user_id=OuterRef("pk"))
    if organisation:
        grants = grants.filter(organisation_id=organisation)
    rows = User.objects.filter(Exists(grants))
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(email__icontains=q))
    if after := key_of(page, str, UUID):
        name, last = after
        rows = rows.filter(Q(name__gt=name) | Q(name=name, id__gt=last))
    rows = rows.order_by("name", "id")
    if second_factor is None:
        return _with_access(actor, _first(rows, page.fetch))
    return _with_access(actor, _by_factor(rows, page.fetch, second_factor))


def get_user(actor: Actor, user_id: UUID) -> dict[str, Any]:
    """One user with their roles in the actor's organisations.

    Raises:
        NotFound: none such, or none with a role where the actor reads users.
    """
    rows = User.objects.filter(pk=user_id).values(*USER_FIELDS)
    found = next(iter(_with_access(actor, rows)), None)
    if found is None or not found["role_grants"]:
        raise NotFound
    return found


def visible_keys(
    actor: Actor, *, page: Page, organisation: UUID | None = None
) -> list[dict[str, Any]]:
    """Keys of organisations whose keys the actor may read, by name."""
    rows = ApiKey.objects.visible_to(actor).filter(
        organisation_id__in=_organisations(actor, organisation, "api_key.read")
    )
    if after := key_of(page, str, UUID):
        name, last = after
        rows = rows.filter(Q(name__gt=name) | Q(name=name, id__gt=last))
    found = list(rows.order_by("name", "id").values(*KEY_FIELDS)[: page.fetch])
    return [{**row, "roles": roles} for row, roles in _with_roles(found)]


def get_key(actor: Actor, key_id: UUID) -> dict[str, Any]:
    rows = ApiKey.objects.visible_to(actor).filter(
        pk=key_id, organisation_id__in=_organisations(actor, None, "api_key.read")
    )
    found = list(rows.values(*KEY_FIELDS))
    if not found:
        raise NotFound
    return next({**row, "roles": roles} for row, roles in _with_roles(found))


def me(actor: Actor, *, name: str, email: str) -> dict[str, Any]:
    """Who is asking, and what they may do where; `name` and `email` as the doorway knows them."""
    bodies = organisation_names({*actor.organisation_ids, *actor.oversight_ids})
    held: dict[UUID, list[Any]] = defaultdict(list)
    for grant in actor.grants:
        if grant.organisation_id:
            held[grant.organisation_id].append(grant)
    return {
        "kind": str(actor.kind),
        "id": actor.id,
        "name": name or _key_name(actor),
        "email": email,
        "organisations": [
            {
                "id": organisation_id,
                "name": bodies[organisation_id].name,
                "ods_code": bodies[organisation_id].ods_code,
                "member": organisation_id in actor.organisation_ids,
                "roles": [
                    {
                        "role": grant.role,
                        "scope": str(grant.scope),
                        "unit_ids": sorted(grant.unit_ids),
                        "until": grant.until,
                    }
                    for grant in grants
                ],
                "permissions": sorted({p for grant in grants for p in grant.permissions}),
            }
            for organisation_id, grants in sorted(
                held.items(), key=lambda item: bodies[item[0]].name
            )
        ],
        "person_ids": sorted(actor.person_ids),
        "scopes": sorted(actor.key_scopes) if actor.key_scopes is not None else ["read", "write"],
    }


def _key_name(actor: Actor) -> str:
    if actor.kind is not ActorKind.API_KEY or actor.id is None:
        return ""
    return ApiKey.objects.filter(pk=actor.id).values_list("name", flat=True).first() or ""


def _first(rows: QuerySet[User], most: int) -> list[dict[str, Any]]:
    return list(rows.values(*USER_FIELDS)[:most])


def _by_factor(rows: QuerySet[User], most: int, having: bool) -> list[dict[str, Any]]:
    """Those of users whom the actor may read, with a second factor or without: one query."""
    narrowed = rows.filter(holds_second_factor()) if having else rows.exclude(holds_second_factor())
    with tenancy.opened():
        return _first(narrowed, most)


def _organisations(actor: Actor, organisation: UUID | None, permission: str) -> list[UUID]:
    readable = [one for one in actor.organisation_ids if actor.may(permission, organisation_id=one)]
    return [one for one in readable if organisation in (None, one)]


def _roles(actor: Actor, user_ids: Iterable[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    rows = RoleGrant.objects.filter(
        within(actor, "user.read"), user_id__in=list(user_ids)
    ).order_by("from_date", "id")
    roles: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.values(*GRANT_FIELDS):
        roles[row.pop("user_id")].append({**row, "role": row.pop("role_id")})
    return roles


def _with_access(actor: Actor, users: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """How users get in, and what they may do where the actor reads users."""
    rows = list(users)
    ids = [row["id"] for row in rows]
    roles, having = _roles(actor, ids), with_second_factor(ids)
    return [
        {**row, "second_factor": row["id"] in having, "role_grants": roles[row["id"]]}
        for row in rows
    ]


def _with_roles(keys: list[dict[str, Any]]) -> Iterable[tuple[dict[str, Any], list[str]]]:
    rows = RoleGrant.objects.filter(api_key_id__in=[key["id"] for key in keys])
    roles: dict[UUID, list[str]] = defaultdict(list)
    for key_id, role in rows.order_by("role_id").values_list("api_key_id", "role_id"):
        if key_id:
            roles[key_id].append(role)
    return [(key, roles[key["id"]]) for key in keys]
