"""Clients of a chaos run: they change partners and teams, and write down every answer they got."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from django.db import Error as DatabaseError
from django.db import connection

from governance.commands.service import pause, return_
from governance.commands.stepping import Taking
from governance.commands.terms import correct_term
from governance.models import PspAppointment
from kernel import clock, tenancy
from kernel.actors import SYSTEM
from kernel.errors import Blocked, Invalid, Stale, Unmet
from kernel.models import Aggregate
from people.models import Organisation, RoleGrant, User
from projects.commands import correct_member
from projects.commands.opening import StageSince, open_project
from projects.models import Project, TeamMembership
from records.commands.actions import add_action, hand_over_action
from records.commands.jobs import queue_job
from records.models import Action, MessageChoice
from tests.factories import governance, people, projects

CLIENTS = 4
TEAM = (
    ("executive_sponsor", "oversight"),
    ("partner", "oversight"),
    ("partner", "oversight"),
    ("partner", "point_of_care"),
)
Change = Callable[[UUID, random.Random], Aggregate]


class Clients:
    """Several threads that share out a number of changes at a steady rate."""

    def __init__(
        self,
        *,
        changes: int,
        a_second: float,
        seed: int,
        subjects: list[tuple[UUID, Change]],
        answers: Path,
    ) -> None:
        self._left = changes
        self._pause_seconds = CLIENTS / a_second
        self._seed = seed
        self._subjects = subjects
        self._answers = answers.open("w")
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._run, args=(number,), daemon=True)
            for number in range(CLIENTS)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    @property
    def running(self) -> bool:
        return any(thread.is_alive() for thread in self._threads)

    @property
    def left(self) -> int:
        return self._left

    def join(self) -> None:
        for thread in self._threads:
            thread.join()
        self._answers.close()

    def _run(self, number: int) -> None:
        chance = random.Random(self._seed * 100 + number)
        while self._take():
            while not self._change(*chance.choice(self._subjects), chance):
                time.sleep(0.05)
            time.sleep(chance.uniform(0.5, 1.5) * self._pause_seconds)
        connection.close()

    def _take(self) -> bool:
        with self._lock:
            if self._left <= 0:
                return False
            self._left -= 1
            return True

    def _change(self, key: UUID, change: Change, chance: random.Random) -> bool:
        """Make one change and note the answer; False if it was refused or there was no answer."""
        try:
            tenancy.open_to_all()
            changed = change(key, chance)
        except (Stale, Blocked, Invalid, Unmet):
            return False
        except DatabaseError:
            connection.close()
            return False
        answer = {"subject": str(changed.pk), "version": changed.version}
        with self._lock:
            self._answers.write(json.dumps(answer) + "\n")
            self._answers.flush()
        return True


def serve_otherwise(appointment_id: UUID, chance: random.Random) -> Aggregate:
    """A partner takes a break or comes back, or the term was entered wrongly."""
    taking = Taking(actor=SYSTEM, now=clock.now())
    state = PspAppointment.objects.values_list("state", flat=True).get(pk=appointment_id)
    if chance.random() < 0.5:
        begins, ends = _stay(chance)
        return correct_term(
            appointment_id=appointment_id,
            number=0,
            from_date=begins,
            to_date=ends,
            actor=SYSTEM,
            now=taking.now,
        )
    step = return_ if state == "paused" else pause
    return step(appointment_id=appointment_id, taking=taking)


def team_otherwise(project_id: UUID, chance: random.Random) -> Aggregate:
    """A membership was entered wrongly."""
    rows = TeamMembership.objects.filter(
        project_id=project_id, superseded_at=None, role__in=("partner", "executive_sponsor")
    )
    begins, ends = _stay(chance)
    project, _ = correct_member(
        project_id=project_id,
        membership_id=chance.choice(list(rows.values_list("line_id", flat=True))),
        changes={"from_date": begins, "to_date": ends},
        actor=SYSTEM,
        now=clock.now(),
    )
    return project


def act_otherwise(action_id: UUID, chance: random.Random) -> Aggregate:
    """An action goes to the other of two colleagues."""
    action = Action.objects.get(pk=action_id)
    colleagues = RoleGrant.objects.filter(
        organisation_id=action.organisation_id, role_id="administrator"
    )
    others = colleagues.exclude(user_id=action.owner_id)
    return hand_over_action(
        action_id=action_id,
        owner_id=chance.choice(list(others.values_list("user_id", flat=True))),
        reason="Holidays.",
        actor=SYSTEM,
        now=clock.now(),
    )


def ask_for_file(user_id: UUID, chance: random.Random) -> Aggregate:
    """Somebody has a list written to a file."""
    actor = people.actor_of(User.objects.get(pk=user_id))
    tenancy.open_to_all()
    return queue_job(
        "export",
        title="People as CSV",
        organisation_id=min(actor.organisation_ids),
        actor=actor,
        now=clock.now(),
        arguments={"list": "people", "file": chance.choice(("csv", "xlsx")), "filters": {}},
    )


def _stay(chance: random.Random) -> tuple[date, date]:
    begins = clock.today() + timedelta(days=chance.randrange(-200, 30))
    return begins, begins + timedelta(days=chance.randrange(20, 400))


def _project(trust: Organisation) -> Project:
    now = clock.now()
    since = clock.today() - timedelta(days=100)
    stages = [StageSince(stage="setup", from_date=since)]
    stages += [StageSince(stage="co_design", from_date=since + timedelta(days=20))]
    made = open_project(
        organisation_id=trust.pk, title="Waiting", stages=stages, actor=SYSTEM, now=now
    )
    for role, team in TEAM:
        projects.member(made, role, team, now=now, from_date=since)
    return made


def _office(trust: Organisation) -> list[tuple[UUID, Change]]:
    """Two colleagues who want email at once, with an action and files to ask for."""
    colleagues = [people.user("administrator", trust) for _ in range(2)]
    for colleague in colleagues:
        MessageChoice.objects.create(
            recipient_kind="user", recipient_id=colleague.pk, often="immediate"
        )
    action = add_action(
        subject_kind="project",
        subject_id=_project(trust).pk,
        title="Order bins",
        owner_id=colleagues[0].pk,
        due_on=clock.today() + timedelta(days=30),
        actor=SYSTEM,
        now=clock.now(),
    )
    return [(action.pk, act_otherwise), (colleagues[0].pk, ask_for_file)]


def furnish(wanted: int) -> list[tuple[UUID, Change]]:
    """Of five organisations: colleagues, partners, two to a committee, projects with teams."""
    trusts = [people.organisation() for _ in range(5)]
    subjects: list[tuple[UUID, Change]] = []
    for trust in trusts:
        subjects += _office(trust)
    while len(subjects) < wanted:
        trust = trusts[len(subjects) % 5]
        made = governance.staffed(trust, now=clock.now())
        subjects += [(one.pk, serve_otherwise) for one in made.appointments]
        subjects.append((_project(trust).pk, team_otherwise))
    return subjects[:wanted]
