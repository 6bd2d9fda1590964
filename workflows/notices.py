"""Notices of findings: reliability that was declared and is not held any longer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from kernel.actors import SYSTEM
from kernel.clock import today
from kernel.models import Standing
from projects.models import TeamRole
from projects.queries.projects import titles
from projects.queries.team import users_on_teams
from projects.rules.held import RELIABILITY_HELD
from records.messages.declared import USER, Happened, Note, Notice, Recipient, Told, Words
from workflows.events import ComplianceFailed
from workflows.queries.findings import sentence

# Source: QIflow field notes 12.2 (P14: fail and alert sponsor); whoever leads the work has to know
# what the sponsor knows.
_TOLD = (TeamRole.EXECUTIVE_SPONSOR, TeamRole.SPONSOR_DEPUTY, TeamRole.PROJECT_LEAD)


def _to_sponsor_and_lead(batch: Sequence[Happened]) -> list[Told]:
    lost = [of for of in batch if of.data["rule_id"] == RELIABILITY_HELD.id]
    readers = users_on_teams({of.thing_id for of in lost}, _TOLD, on=today())
    return [
        Told(to=Recipient(USER, one), of=of)
        for of in lost
        for one in sorted(readers.get(of.thing_id, ()))
    ]


def _words(notes: Sequence[Note]) -> dict[UUID, Words]:
    named = titles(SYSTEM, {note.thing_id for note in notes})
    why = _sentences(named)
    return {
        note.id: Words(
            subject=f"No longer reliable: {named[note.thing_id]}",
            sentences=(why.get(note.thing_id, "It is held again by now."),),
            facts=(("Project", named[note.thing_id]),),
            path=f"/projects/{note.thing_id}",
            link="See the project",
        )
        for note in notes
        if note.thing_id in named
    }


def _sentences(project_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What the rule says of each project today, where it still fails."""
    rows = Standing.objects.filter(
        subject_kind="project",
        subject_id__among=list(project_ids),
        rule_id=RELIABILITY_HELD.id,
        outcome="fail",
    )
    return {
        subject_id: sentence(RELIABILITY_HELD.id, code, params)
        for subject_id, code, params in rows.values_list("subject_id", "code", "params")
    }


FINDING_NOTICES = (
    Notice(
        type=ComplianceFailed.type,
        title="Reliability is no longer held",
        audience=_to_sponsor_and_lead,
        words=_words,
    ),
)
