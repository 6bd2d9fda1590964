"""Who gives whom which access. Nobody hands on more than they hold, or anything to themselves."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from kernel.actors import Actor, ActorKind, Scope
from kernel.decisions import ALLOWED, Decision
from kernel.errors import Blocked, Denied
from people.roles import BY_CODE, RoleDefinition

FIRST_ROLE = "administrator"


def may_manage_users(actor: Actor, *, organisation_id: UUID) -> Decision:
    if actor.may("user.manage", organisation_id=organisation_id):
        return ALLOWED
    return Decision(Denied("Only an administrator of this organisation can do this. Ask one."))


def may_grant_role(
    actor: Actor,
    *,
    role: RoleDefinition,
    organisation_id: UUID,
    unit_id: UUID | None,
    user_id: UUID | None,
) -> Decision:
    """Whoever keeps users hands on roles whose every permission they hold there themselves.

    An operator gives an organisation its administrators, and the roles that reach wider.
    `user_id` is None for a user who does not exist yet.
    """
    if user_id is not None and user_id == actor.id:
        return Decision(Denied("Nobody can give a role to themselves. Ask another administrator."))
    if _registers(actor) and (role.code == FIRST_ROLE or Scope.ORGANISATION not in role.scopes):
        return ALLOWED
    if not actor.may("user.manage", organisation_id=organisation_id, unit_id=unit_id):
        return Decision(Denied("Only an administrator of this organisation can give roles."))
    return _holds_all(actor, role, organisation_id=organisation_id, unit_id=unit_id)


def may_end_role(
    actor: Actor, *, role: RoleDefinition, organisation_id: UUID, last_administrator: bool
) -> Decision:
    """`last_administrator`: without this role nobody could give access in the organisation."""
    operator = _registers(actor) and (
        role.code == FIRST_ROLE or Scope.ORGANISATION not in role.scopes
    )
    if not operator and not actor.may("user.manage", organisation_id=organisation_id):
        return Decision(Denied("Only an administrator of this organisation can end roles."))
    if last_administrator:
        return Decision(
            Blocked(
                "This is the last administrator. Make somebody else an administrator first.",
                code="last_administrator",
            )
        )
    return ALLOWED


def may_switch_user(
    actor: Actor,
    *,
    user_id: UUID,
    organisation_ids: Iterable[UUID],
    elsewhere: bool,
    last_administrator: bool,
) -> Decision:
    """Disabling closes every door of a user, so it is for who keeps all their organisations.

    `elsewhere`: the user has roles in organisations that the actor does not belong to.
    """
    if not any(actor.may("user.manage", organisation_id=one) for one in organisation_ids):
        return Decision(Denied("Only an administrator of this organisation can do this. Ask one."))
    if user_id == actor.id:
        return Decision(Denied("You cannot do this to yourself. Ask another administrator."))
    if elsewhere:
        return Decision(
            Blocked(
                "This user also works in another organisation. End their roles here instead.",
                code="works_elsewhere",
            )
        )
    if last_administrator:
        return Decision(
            Blocked(
                "This is the last administrator. Make somebody else an administrator first.",
                code="last_administrator",
            )
        )
    return ALLOWED


def may_manage_keys(actor: Actor, *, organisation_id: UUID) -> Decision:
    if actor.may("api_key.manage", organisation_id=organisation_id):
        return ALLOWED
    return Decision(Denied("Only an administrator of this organisation can manage keys. Ask one."))


def may_issue_key(
    actor: Actor, *, roles: Iterable[RoleDefinition], organisation_id: UUID
) -> Decision:
    """A key acts for the person who made it, so a key cannot make keys."""
    if actor.kind is not ActorKind.USER:
        return Decision(Denied("Sign in to create a key; a key cannot create another."))
    if not (managing := may_manage_keys(actor, organisation_id=organisation_id)).allowed:
        return managing
    for role in roles:
        holding = _holds_all(actor, role, organisation_id=organisation_id, unit_id=None)
        if not holding.allowed:
            return holding
    return ALLOWED


def _holds_all(
    actor: Actor, role: RoleDefinition, *, organisation_id: UUID, unit_id: UUID | None
) -> Decision:
    lacking = any(
        not actor.may(permission, organisation_id=organisation_id, unit_id=unit_id)
        for permission in role.permissions
    )
    if lacking:
        return Decision(
            Denied(f"“{role.name}” may do more than you may here, so you cannot give it.")
        )
    return ALLOWED


def _registers(actor: Actor) -> bool:
    return actor.everywhere or (actor.may_somewhere("organisation.register") and actor.may_write)


def role_named(code: str) -> RoleDefinition | None:
    return BY_CODE.get(code)
