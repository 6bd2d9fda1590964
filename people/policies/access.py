"""Who gives whom which access. Nobody hands on more than they hold, or anything to themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from kernel.actors import Actor, ActorKind, Scope
from kernel.decisions import ALLOWED, Decision
from kernel.errors import Blocked, Denied
from people.roles import BY_CODE, RoleDefinition

FIRST_ROLE = "administrator"
_ABOVE_YOU = "This user may do more than you may here. Ask an administrator of the organisation."
_LAST = "This is the last administrator. Make somebody else an administrator first."


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRole:
    """A role and where it is held; without a unit in the whole organisation."""

    role: RoleDefinition
    organisation_id: UUID
    unit_id: UUID | None = None


def may_manage_users(
    actor: Actor, *, organisation_id: UUID, unit_id: UUID | None = None
) -> Decision:
    if actor.may("user.manage", organisation_id=organisation_id, unit_id=unit_id):
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
    actor: Actor,
    *,
    role: RoleDefinition,
    organisation_id: UUID,
    last_administrator: bool,
    unit_id: UUID | None = None,
) -> Decision:
    """Whoever keeps users of the place; a role that keeps users itself only from above it.

    `last_administrator`: without this role nobody could give access in the organisation.
    """
    operator = _registers(actor) and (
        role.code == FIRST_ROLE or Scope.ORGANISATION not in role.scopes
    )
    if not operator:
        if not actor.may("user.manage", organisation_id=organisation_id, unit_id=unit_id):
            return Decision(Denied("Only an administrator of this organisation can end roles."))
        held = HeldRole(role=role, organisation_id=organisation_id, unit_id=unit_id)
        if not _is_above(actor, held):
            return Decision(Denied(_ABOVE_YOU))
    if last_administrator:
        return Decision(Blocked(_LAST, code="last_administrator"))
    return ALLOWED


def may_switch_user(
    actor: Actor,
    *,
    user_id: UUID,
    held: Iterable[HeldRole],
    elsewhere: bool,
    last_administrator: bool,
) -> Decision:
    """Disabling closes every door of a user, so it is for who keeps every place of theirs.

    `held`: the roles of the user in the actor's organisations; `elsewhere`: they have roles in
    organisations that the actor does not belong to.
    """
    if not (keeping := may_keep_user(actor, user_id=user_id, held=held)).allowed:
        return keeping
    if elsewhere:
        return Decision(
            Blocked(
                "This user also works in another organisation. End their roles here instead.",
                code="works_elsewhere",
            )
        )
    if last_administrator:
        return Decision(Blocked(_LAST, code="last_administrator"))
    return ALLOWED


def may_keep_user(actor: Actor, *, user_id: UUID, held: Iterable[HeldRole]) -> Decision:
    """Whoever keeps users in every place where the user has a role, and is not below them."""
    roles = tuple(held)
    if not roles or not all(_keeps(actor, one) for one in roles):
        return Decision(Denied("Only an administrator of this organisation can do this. Ask one."))
    if user_id == actor.id:
        return Decision(Denied("You cannot do this to yourself. Ask another administrator."))
    if not all(_is_above(actor, one) for one in roles):
        return Decision(Denied(_ABOVE_YOU))
    return ALLOWED


def may_reset_password(
    actor: Actor, *, user_id: UUID, held: Iterable[HeldRole], elsewhere: bool
) -> Decision:
    """Whoever hands out a new password could use it, so they hold all that the user holds."""
    roles = tuple(held)
    if not (keeping := may_keep_user(actor, user_id=user_id, held=roles)).allowed:
        return keeping
    if elsewhere:
        return Decision(
            Blocked(
                "This user also works in another organisation, so only they can ask for a new "
                "password, on the page where they sign in.",
                code="works_elsewhere",
            )
        )
    if not all(_holds(actor, one) for one in roles):
        return Decision(Denied(_ABOVE_YOU))
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
    held = HeldRole(role=role, organisation_id=organisation_id, unit_id=unit_id)
    if not _holds(actor, held):
        return Decision(
            Denied(f"“{role.name}” may do more than you may here, so you cannot give it.")
        )
    return ALLOWED


def _holds(actor: Actor, held: HeldRole) -> bool:
    """May the actor do, in the place of a role, all that the role may?"""
    return all(
        actor.may(permission, organisation_id=held.organisation_id, unit_id=held.unit_id)
        for permission in held.role.permissions
    )


def _keeps(actor: Actor, held: HeldRole) -> bool:
    return actor.may("user.manage", organisation_id=held.organisation_id, unit_id=held.unit_id)


def _is_above(actor: Actor, held: HeldRole) -> bool:
    """Taking away is not giving, so less is asked; but nobody removes who stands over them."""
    return "user.manage" not in held.role.permissions or _holds(actor, held)


def _registers(actor: Actor) -> bool:
    return actor.everywhere or (actor.may_somewhere("organisation.register") and actor.may_write)


def role_named(code: str) -> RoleDefinition | None:
    return BY_CODE.get(code)
