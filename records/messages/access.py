"""Notices of accounts: somebody is invited, asked for a new password, or has other rights."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from people import events
from people.models import Invitation, PasswordReset
from people.queries import invitations, organisation_names, resets
from people.roles import BY_CODE
from records.messages.declared import USER, Happened, Note, Notice, Recipient, Told, Words

INVITATION, RESET = "invitation", "reset"
_NOT_YOU = "If it was not you, tell an administrator of your organisation at once."
_IGNORE = "If you did not expect this, leave it alone: without the link nothing happens."


def _to_whom_it_is_about(kind: str) -> Callable[[Sequence[Happened]], list[Told]]:
    """The one reader behind the link, under the name of the thing itself."""

    def audience(batch: Sequence[Happened]) -> list[Told]:
        return [Told(to=Recipient(kind, of.thing_id), of=of) for of in batch]

    return audience


def _to_the_user(batch: Sequence[Happened]) -> list[Told]:
    """Somebody told of their own account, also where they did it: it may have been a thief."""
    return [Told(to=Recipient(USER, UUID(of.data["user_id"])), of=of) for of in batch]


def _to_the_user_by_others(batch: Sequence[Happened]) -> list[Told]:
    return [
        Told(to=told.to, of=told.of, data={"role": told.of.data["role"]})
        for told in _to_the_user(batch)
        if told.of.by != told.to.id
    ]


def _invited(notes: Sequence[Note]) -> dict[UUID, Words]:
    ids = {note.thing_id for note in notes}
    rows = Invitation.objects.filter(pk__in=ids).values("id", "organisation_id", "roles")
    found = {row["id"]: row for row in rows}
    bodies = organisation_names(row["organisation_id"] for row in found.values())
    tokens = invitations.tokens_of(ids)
    return {
        note.id: _invitation(found[note.thing_id], bodies, tokens[note.thing_id])
        for note in notes
        if note.thing_id in tokens
    }


def _invitation(row: Mapping[str, Any], bodies: Mapping[UUID, Any], token: str) -> Words:
    name = bodies[row["organisation_id"]].name
    return Words(
        subject=f"Join {name} on QIflow",
        sentences=(
            f"{name} invites you to work with them on QIflow: {_roles(row['roles'])}.",
            "Open the link and choose a password. It works once, and only for you.",
            _IGNORE,
        ),
        path=f"/join/{token}",
        link="Take up the invitation",
    )


def _roles(codes: Iterable[str]) -> str:
    return ", ".join(BY_CODE[code].name.lower() if code in BY_CODE else code for code in codes)


def _new_password(notes: Sequence[Note]) -> dict[UUID, Words]:
    open_ones = set(
        PasswordReset.objects.filter(
            pk__in={note.thing_id for note in notes}, used_at__isnull=True, replaced_at__isnull=True
        ).values_list("pk", flat=True)
    )
    tokens = resets.tokens_of(open_ones)
    return {
        note.id: Words(
            subject="A new password for QIflow",
            sentences=(
                "Somebody asked for a new password for your account.",
                "Open the link to choose one. It works once, and only for an hour.",
                _IGNORE,
            ),
            path=f"/new-password/{tokens[note.thing_id]}",
            link="Choose a new password",
        )
        for note in notes
        if note.thing_id in tokens
    }


def _said(subject: str, *sentences: str) -> Callable[[Sequence[Note]], dict[UUID, Words]]:
    words = Words(subject=subject, sentences=sentences, path="/me", link="My details")

    def wording(notes: Sequence[Note]) -> dict[UUID, Words]:
        return {note.id: words for note in notes}

    return wording


def _role_words(said: str) -> Callable[[Sequence[Note]], dict[UUID, Words]]:
    def wording(notes: Sequence[Note]) -> dict[UUID, Words]:
        return {
            note.id: Words(
                subject=f"{said}: {_roles([note.data['role']])}",
                sentences=("What you see and may do on QIflow follows your roles.",),
                path="/me",
                link="See your roles",
            )
            for note in notes
        }

    return wording


ACCESS_NOTICES = (
    Notice(
        type=events.InvitationSent.type,
        title="An invitation",
        audience=_to_whom_it_is_about(INVITATION),
        words=_invited,
        always=True,
        secret=True,
    ),
    Notice(
        type=events.ResetAsked.type,
        title="A link for a new password",
        audience=_to_whom_it_is_about(RESET),
        words=_new_password,
        always=True,
        secret=True,
    ),
    Notice(
        type=events.ResetUsed.type,
        title="A new password was chosen",
        audience=_to_the_user,
        words=_said("Your password is new", "It was chosen by a link sent to you.", _NOT_YOU),
        always=True,
    ),
    Notice(
        type=events.UserPasswordChanged.type,
        title="A password was changed",
        audience=_to_the_user,
        words=_said("Your password was changed", _NOT_YOU),
        always=True,
    ),
    Notice(
        type=events.UserSignInLocked.type,
        title="Too many tries to sign in",
        audience=_to_the_user,
        words=_said(
            "Somebody tried to sign in as you",
            "So many tries failed that the next have to wait for a quarter of an hour.",
            "If it was you, wait or ask for a new password. If it was not, your password held.",
        ),
        always=True,
    ),
    Notice(
        type=events.UserSecondFactorAdded.type,
        title="A second factor was added",
        audience=_to_the_user,
        words=_said("You have one more way to prove that it is you", _NOT_YOU),
        always=True,
    ),
    Notice(
        type=events.UserSecondFactorRemoved.type,
        title="A second factor was taken away",
        audience=_to_the_user,
        words=_said("A second factor was taken away from your account", _NOT_YOU),
        always=True,
    ),
    Notice(
        type=events.UserRecoveryCodeUsed.type,
        title="A recovery code was used",
        audience=_to_the_user,
        words=_said("Somebody signed in with one of your recovery codes", _NOT_YOU),
        always=True,
    ),
    Notice(
        type=events.UserRoleGranted.type,
        title="A role was given",
        audience=_to_the_user_by_others,
        words=_role_words("You have a new role"),
    ),
    Notice(
        type=events.UserRoleEnded.type,
        title="A role ends",
        audience=_to_the_user_by_others,
        words=_role_words("A role of yours ends"),
    ),
)
