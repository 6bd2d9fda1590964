"""Notices of measures: a special cause that is news, for the owner and the project's lead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from kernel.actors import SYSTEM
from kernel.british import british_date
from kernel.clock import today
from projects.measure_events import MeasureSignalFound
from projects.measures.words import FOUND_SAID, MEANING_SAID
from projects.models import Measure, TeamRole
from projects.queries.projects import titles
from projects.queries.team import users_on_teams
from records.messages.declared import USER, Happened, Note, Notice, Recipient, Told, Words

#: What somebody is told of; high and low of a measure without a direction are for its page.
_TOLD = ("improvement", "concern")
_FACTS = ("rule", "meaning", "began_on")


def _to_owner_and_lead(batch: Sequence[Happened]) -> list[Told]:
    """Only of what the latest point shows: who loads years of data is not told of each of them."""
    news = [of for of in batch if of.data["latest"] and of.data["meaning"] in _TOLD]
    measures = _measures(of.thing_id for of in news)
    projects = {row["project_id"] for row in measures.values() if row["project_id"]}
    leads = users_on_teams(projects, (TeamRole.PROJECT_LEAD,), on=today())
    told = []
    for of in news:
        row = measures.get(of.thing_id)
        readers = {row["owner_id"], *leads.get(row["project_id"], ())} - {None} if row else set()
        data = {name: of.data[name] for name in _FACTS}
        told += [Told(to=Recipient(USER, one), of=of, data=data) for one in sorted(readers)]
    return told


def _words(notes: Sequence[Note]) -> dict[UUID, Words]:
    measures = _measures(note.thing_id for note in notes)
    projects = titles(SYSTEM, {row["project_id"] for row in measures.values() if row["project_id"]})
    return {
        note.id: _of_signal(note, row, projects.get(row["project_id"], ""))
        for note in notes
        if (row := measures.get(note.thing_id))
    }


def _of_signal(note: Note, row: Mapping[str, Any], project: str) -> Words:
    began_on = british_date(date.fromisoformat(note.data["began_on"]))
    facts = (("Project", project), ("Since", began_on))
    return Words(
        subject=f"{MEANING_SAID[note.data['meaning']]}: {row['name']}",
        sentences=(
            f"{FOUND_SAID[note.data['rule']]}. That is hardly chance: find out what is behind it.",
        ),
        facts=tuple((name, value) for name, value in facts if value),
        path=f"/measures/{note.thing_id}",
        link="See the chart",
    )


def _measures(ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    rows = Measure.objects.filter(pk__in=set(ids))
    found = rows.values("id", "name", "owner_id", "project_id")
    return {row["id"]: dict(row) for row in found}


MEASURE_NOTICES = (
    Notice(
        type=MeasureSignalFound.type,
        title="A special cause in a measure",
        audience=_to_owner_and_lead,
        words=_words,
    ),
)
