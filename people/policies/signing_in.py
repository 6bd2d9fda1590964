"""Whom an organisation's own provider speaks for, and who sets it up."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from kernel.actors import Actor, ActorKind
from kernel.decisions import ALLOWED, Decision
from kernel.errors import Blocked, Denied


def may_set_up_providers(actor: Actor, *, organisation_id: UUID) -> Decision:
    """A provider decides who comes in, so it is for who keeps the organisation."""
    if actor.may("organisation.manage", organisation_id=organisation_id):
        return ALLOWED
    return Decision(
        Denied("Only an administrator of this organisation can set up how people sign in.")
    )


def may_sign_in_by_provider(
    *, verified: bool, acr: str, accepted_acr: Sequence[str], own_domain: bool
) -> Decision:
    """What a provider says is believed for addresses of its own domain, proved strongly enough."""
    if accepted_acr and acr not in accepted_acr:
        return Decision(
            Denied(
                "Your organisation asks for a stronger sign-in than the one you used there. "
                "Sign in there again with your second factor.",
                code="too_weak",
            )
        )
    if not verified or not own_domain:
        return Decision(
            Denied(
                "Your organisation's sign-in does not vouch for your email address. "
                "Sign in with your password, and tell your administrator.",
                code="address_not_verified",
            )
        )
    return ALLOWED


def may_be_vouched_for(*, known: bool, other_subject: bool, reaches_wider: bool) -> Decision:
    """A provider speaks for its own organisation, never for what somebody reaches elsewhere.

    `known`: somebody with a role in the provider's organisation. `other_subject`: they are bound
    to another subject of this provider. `reaches_wider`: they hold a role elsewhere, or a wider
    one here.
    """
    if not known:
        return Decision(
            Denied(
                "There is no account here with your address. Ask your administrator for one.",
                code="no_account",
            )
        )
    if other_subject:
        return Decision(
            Denied(
                "Your address now belongs to somebody else in your organisation's directory. "
                "Ask your administrator.",
                code="subject_changed",
            )
        )
    if reaches_wider:
        return Decision(
            Denied(
                "You also work outside this organisation, and its sign-in cannot speak for that. "
                "Sign in with your password.",
                code="works_elsewhere",
            )
        )
    return ALLOWED


def may_be_without_factor(*, asked: bool) -> Decision:
    """Whoever is asked for a second factor keeps the last one."""
    if not asked:
        return ALLOWED
    return Decision(
        Blocked(
            "Your organisation asks for a second factor, and this is your last one. "
            "Set up another first.",
            code="second_factor_asked",
        )
    )


def has_sessions(actor: Actor) -> bool:
    """A key is shown with each request; only people sign in."""
    return actor.kind is ActorKind.USER
