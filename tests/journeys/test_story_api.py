"""The story that the service must pass, through the API alone, on the running service.

Web server, relay, timers and workers are processes of their own. The test only prepares who may
sign in, moves the clock, and stops and starts the workers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Event as Pause
from time import monotonic
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from kernel import clock, tenancy
from people.commands import create_api_key
from people.models import Organisation
from qiflow.supervisor import programs
from qiflow.supervisor.children import Child
from tests.factories import people
from tests.journeys.api import Answer, Caller, days
from tests.journeys.service import Service, until

pytestmark = pytest.mark.django_db(transaction=True)

#: How long after a change its finding may take. Source: issue "The running service", the story.
PROMISED_SECONDS = 2.0
UNCHANGED_SECONDS = 3.0
WORKERS_START_SECONDS = 60
TIMER_SECONDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The running service and the people of one trust who use it by key."""

    service: Service
    organisation: str
    administrator: Caller
    colleague: Caller
    colleague_user: str
    stranger: Caller

    @property
    def today(self) -> date:
        return clock.today()

    @property
    def workers(self) -> list[Child]:
        return [one for one in self.service.children if one.program.name.startswith("workers")]


@pytest.fixture
def whole_service(transactional_db: None, redis_url: str, tmp_path: Path) -> Iterator[Service]:
    """Everything that `make run` starts, on the test database; ended before that is wiped."""
    running = Service.start(
        settings_module="qiflow.settings",
        log=tmp_path / "service.log",
        others=(programs.relay(), programs.timers(), programs.workers()),
    )
    _wait_for_workers(since=None)
    yield running
    running.stop()


@pytest.fixture
def stage(whole_service: Service) -> Stage:
    return _stage_on(whole_service)


@pytest.fixture
def stage_without_workers(transactional_db: None, service: Service) -> Stage:
    return _stage_on(service)


def _stage_on(service: Service) -> Stage:
    tenancy.open_to_all()
    trust = people.organisation(name="Larkhill NHS Trust")
    elsewhere = people.organisation(name="Thornbury NHS Trust")
    colleague = people.user("administrator", trust, email="colleague@example.org")
    address = service.address
    return Stage(
        service=service,
        organisation=str(trust.pk),
        administrator=Caller(address=address, token=_key(trust)),
        colleague=Caller(address=address, token=_key(trust)),
        colleague_user=str(colleague.pk),
        stranger=Caller(address=address, token=_key(elsewhere)),
    )


def _key(organisation: Organisation) -> str:
    """The token of a new administrator's key."""
    actor = people.actor_of(people.user("administrator", organisation))
    now = clock.now()
    issued = create_api_key(
        organisation_id=organisation.pk,
        name="Story",
        roles=["administrator"],
        scopes=["read", "write"],
        expires_at=now + timedelta(days=300),
        actor=actor,
        now=now,
    )
    tenancy.open_to_all()
    return issued.token


@pytest.mark.alone
class TestStory:
    def test_from_a_request_to_an_enforced_rule(self, stage: Stage) -> None:
        committee, seats = _a_constituted_committee(stage)
        first, second = _two_partners_are_seated(stage, committee, seats)
        _one_is_suspended_and_back(stage, committee, second)
        _a_term_runs_out(stage, committee, second)
        _a_late_suspension_changes_the_past(stage, committee, first)
        _others_find_nothing(stage, committee, first)

    def test_a_project_is_held_back_by_all_its_reasons(self, stage: Stage) -> None:
        project, members = _a_project_is_approved(stage)
        _its_partner_leaves(stage, project, members)
        nothing = f"/projects/{uuid4()}"
        for tail in ("", "/team", "/transitions", "/history", "/charter", "/sign-offs"):
            _same_nothing(stage.stranger, f"/projects/{project}{tail}", f"{nothing}{tail}")


class TestTwentyAtOnce:
    def test_one_of_them_moves_it(self, stage_without_workers: Stage) -> None:
        stage = stage_without_workers
        committee, _ = _a_proposed_committee(stage)
        path = f"/committees/{committee}"
        etag = stage.administrator.get(path).must(200).etag

        with ThreadPoolExecutor(20) as clients:
            sent = [
                clients.submit(stage.administrator.step, path, "constitute", etag=etag)
                for _ in range(20)
            ]
        statuses = sorted(one.result().status for one in sent)

        assert statuses == [201] + [409] * 19
        history = stage.administrator.get(f"{path}/history").must(200).body["results"]
        steps = [step for row in history for step in row["steps"]]
        assert [step["transition"] for step in steps] == ["constitute"]


# 1. A committee, two people, two seats


def _a_proposed_committee(stage: Stage) -> tuple[str, list[str]]:
    """Registered, established a year ago, with two seats for partners."""
    call = stage.administrator
    chair = call.post("/people", organisation_id=stage.organisation, name="Amara Okafor")
    made = call.post(
        "/committees",
        organisation_id=stage.organisation,
        name="Quality and Safety Committee",
        established_on=days(stage.today, -365),
        chair_id=chair.must(201).id,
        meeting_frequency="monthly",
        terms_of_reference="Committee handbook",
        terms_dated_on=days(stage.today, -365),
        safety_related="yes",
    ).must(201)
    path = f"/committees/{made.id}/seats"
    seats = [call.post(path, seat_kind="psp").must(201).id for _ in range(2)]
    return made.id, seats


def _a_constituted_committee(stage: Stage) -> tuple[str, list[str]]:
    committee, seats = _a_proposed_committee(stage)
    stage.administrator.step(f"/committees/{committee}", "constitute").must(201)
    _becomes(stage, committee, "C01", "fail")
    return committee, seats


def _two_partners_are_seated(stage: Stage, committee: str, seats: list[str]) -> tuple[str, str]:
    first = _an_active_partner(stage, "Rhys Pugh")
    second = _an_active_partner(stage, "Mei-Ling Zhou")
    _take_seat(stage, committee, seats[0], first)
    _stop_workers(stage)
    _take_seat(stage, committee, seats[1], second)
    _stays(stage, committee, "C01", "fail")
    _start_workers(stage)
    _becomes(stage, committee, "C01", "pass")
    return first, second


def _an_active_partner(stage: Stage, name: str) -> str:
    """From the offer through checks and induction to active."""
    call, today = stage.administrator, stage.today.isoformat()
    person = call.post(
        "/people", organisation_id=stage.organisation, name=name, partner_kind="patient"
    ).must(201)
    made = call.post(
        "/psp-appointments", organisation_id=stage.organisation, person_id=person.id
    ).must(201)
    steps: tuple[tuple[str, dict[str, Any]], ...] = (
        ("shortlist", {"panel_had_partner": True}),
        ("offer", {"task_profile": "Reads papers.", "payment_explained_on": today}),
        ("accept", {"terms_accepted_on": today, "confidentiality_draft_seen_on": today}),
        (
            "clear_checks",
            {
                "identity_seen_on": today,
                "references_seen_on": today,
                "benefits_advice_offered_on": today,
            },
        ),
        (
            "complete_induction",
            {"induction_completed_on": today, "confidentiality_signed_on": today},
        ),
    )
    for step, values in steps:
        moved = call.step(f"/psp-appointments/{made.id}", step, **values).must(201)
    assert moved.body["state"] == "active"
    return made.id


def _take_seat(stage: Stage, committee: str, seat: str, appointment: str) -> None:
    stage.administrator.post(
        "/seat-assignments",
        committee_id=committee,
        seat_id=seat,
        appointment_id=appointment,
        from_date=stage.today.isoformat(),
    ).must(201)


# 2. Suspended and back


def _one_is_suspended_and_back(stage: Stage, committee: str, appointment: str) -> None:
    path = f"/psp-appointments/{appointment}"
    stage.administrator.step(
        path,
        "suspend",
        reason="A concern was raised.",
        concern_reference="CR-1",
        support_offered=True,
        review_on=days(stage.today, 10),
    ).must(201)
    found = _becomes(stage, committee, "C01", "fail")
    assert found["sentence"].startswith("Seat 2 is not counted from")
    assert "concern" not in str(found).lower()
    assert "suspen" not in str(found).lower()

    lifted = stage.colleague.step(path, "lift", outcome="Nothing was found.")
    lifted.must(201)
    back = _becomes(stage, committee, "C01", "pass")

    timeline = stage.administrator.get(f"/findings/{back['id']}").must(200).body["timeline"]
    of_today = [row for row in timeline if row["starts_on"] == stage.today.isoformat()]
    outcomes = [row["outcome"] for row in sorted(of_today, key=lambda row: row["recorded_at"])]
    assert outcomes[-3:] == ["pass", "fail", "pass"]
    assert [row["superseded_at"] is None for row in of_today].count(True) == 1


# 3. A term ends in 40 days


def _a_term_runs_out(stage: Stage, committee: str, appointment: str) -> None:
    call, path = stage.administrator, f"/psp-appointments/{appointment}"
    began = stage.today
    term = call.get(path).must(200).body["terms"][0]
    call.patch(
        f"{path}/terms",
        etag=call.get(path).etag,
        number=term["number"],
        from_date=term["from_date"],
        to_date=days(began, 40),
    ).must(200)
    found = _becomes(stage, committee, "C01", "at_risk")
    assert found["ends_on"] == days(began, 40)
    assert call.outcome(committee, "C01", as_at=days(began, 41))[0] == "fail"

    # Without workers nothing can follow from an event: what is announced comes from the day.
    _stop_workers(stage)
    clock.move_by(timedelta(days=41))
    until(
        lambda: _announced(stage, committee, "fail", on=days(began, 41)),
        seconds=TIMER_SECONDS,
        what="The announcement by timer",
    )
    _start_workers(stage)
    assert call.outcome(committee, "C01")[0] == "fail"


def _announced(stage: Stage, committee: str, outcome: str, *, on: str) -> bool:
    return any(
        row["data"]["outcome"] == outcome and row["effectiveon"] == on and "causedby" not in row
        for row in _announcements(stage, committee)
    )


def _announcements(stage: Stage, committee: str) -> list[dict[str, Any]]:
    """What was announced of C01 about a committee, in order."""
    rows: list[dict[str, Any]] = []
    cursor = ""
    while True:
        asked = {"cursor": cursor} if cursor else {}
        page = stage.administrator.get("/events", **asked).must(200).body
        if not page["results"]:
            break
        rows += page["results"]
        cursor = page["next_cursor"]
    return [
        row
        for row in rows
        if row["type"].startswith("uk.qiflow.compliance.")
        and row["data"]["subject_id"] == committee
        and row["data"]["rule_id"] == "C01"
    ]


# 4. What is recorded late


def _a_late_suspension_changes_the_past(stage: Stage, committee: str, appointment: str) -> None:
    call = stage.administrator
    last_week = days(stage.today, -7)
    yesterday = (clock.now() - timedelta(days=1)).isoformat()
    assert call.outcome(committee, "C01", as_at=last_week)[0] == "at_risk"

    path = f"/psp-appointments/{appointment}"
    call.step(
        path,
        "suspend",
        effective_on=days(stage.today, -30),
        reason="Recorded late.",
        concern_reference="CR-2",
        support_offered=True,
        review_on=days(stage.today, -20),
    ).must(201)

    _becomes(stage, committee, "C01", "fail", as_at=last_week)
    then = call.outcome(committee, "C01", as_at=last_week, known_at=yesterday)[0]
    assert then == "at_risk"


# 5. A project


def _a_project_is_approved(stage: Stage) -> tuple[str, dict[str, str]]:
    call, today = stage.administrator, stage.today.isoformat()
    made = call.post(
        "/projects",
        organisation_id=stage.organisation,
        title="Nobody waits alone",
        problem="People wait for hours without a word.",
    ).must(201)
    path = f"/projects/{made.id}"
    call.step(path, "propose").must(201)

    refused = stage.colleague.step(path, "approve_setup").must(422)
    assert {one["code"] for one in refused.body["unmet"]} == {
        "P01",
        "P02",
        "charter_approved_by_sponsor",
        "charter_approved_by_partner",
        "partner_payment_plan",
        "partner_support_plan",
        "lead_named",
    }
    assert all(one["sentence"] for one in refused.body["unmet"])

    members = {
        role: _joins(stage, path, role, **about)
        for role, about in (
            ("executive_sponsor", {}),
            ("project_lead", {}),
            ("partner", {"relevant_experience": True, "involvement": "big_i"}),
        )
    }
    partner = _person_of(call, path, members["partner"])
    members["partner_at_the_bedside"] = (
        call.post(
            f"{path}/team",
            person_id=partner,
            team="point_of_care",
            role="partner",
            relevant_experience=True,
        )
        .must(201)
        .id
    )
    call.post(
        f"{path}/charter",
        etag=call.get(path).etag,
        purpose="Nobody waits without knowing why.",
        partner_payment="Paid by the hour.",
        partner_support="A named person to call.",
    ).must(201)
    for role, given_as in (("executive_sponsor", "sponsor"), ("partner", "partner")):
        call.post(
            f"{path}/sign-offs",
            about="charter",
            given_as=given_as,
            person_id=_person_of(call, path, members[role]),
            way="meeting",
            given_on=today,
        ).must(201)
    moved = stage.colleague.step(path, "approve_setup").must(201)
    assert moved.body["stage"] == "co_design"
    _becomes(stage, made.id, "P01", "pass")
    return made.id, members


def _joins(stage: Stage, path: str, role: str, **about: Any) -> str:
    call = stage.administrator
    person = call.post("/people", organisation_id=stage.organisation, name=role.title()).must(201)
    joined = call.post(f"{path}/team", person_id=person.id, team="oversight", role=role, **about)
    return joined.must(201).id


def _person_of(call: Caller, path: str, membership: str) -> str:
    team = call.get(f"{path}/team").must(200).body["results"]
    return next(str(row["person_id"]) for row in team if row["id"] == membership)


def _its_partner_leaves(stage: Stage, project: str, members: dict[str, str]) -> None:
    call, path = stage.administrator, f"/projects/{project}"
    today = stage.today.isoformat()
    for membership in (members["partner"], members["partner_at_the_bedside"]):
        etag = call.get(path).must(200).etag
        call.patch(f"{path}/team/{membership}", etag=etag, to_date=today).must(200)
    _becomes(stage, project, "P01", "at_risk", as_at=days(stage.today, 1))

    gap, found = call.outcome(project, "P01", as_at=days(stage.today, 30))
    assert (gap, found["ends_on"]) == ("at_risk", days(stage.today, 30))
    assert call.outcome(project, "P01", as_at=days(stage.today, 31))[0] == "fail"
    assert call.get(path).must(200).body["stage"] == "co_design"


# 6. Another organisation


def _others_find_nothing(stage: Stage, committee: str, appointment: str) -> None:
    nobody = uuid4()
    call = stage.stranger
    for tail in ("", "/seats", "/transitions", "/history", "/organisations"):
        _same_nothing(call, f"/committees/{committee}{tail}", f"/committees/{nobody}{tail}")
    for tail in ("", "/transitions", "/history", "/terms"):
        ours = f"/psp-appointments/{appointment}{tail}"
        _same_nothing(call, ours, f"/psp-appointments/{nobody}{tail}")

    def changes(subject: str, partner: str) -> list[Answer]:
        path, person = f"/committees/{subject}", f"/psp-appointments/{partner}"
        return [
            call.step(path, "suspend", etag='"v1"', reason="None of ours."),
            call.patch(path, etag='"v1"', quorum=3),
            call.post(f"{path}/seats", seat_kind="psp"),
            call.step(person, "pause", etag='"v1"'),
            call.patch(
                f"{person}/terms",
                etag='"v1"',
                number=0,
                from_date="2026-01-01",
                to_date="2027-01-01",
            ),
            call.get(f"/findings/{2**40}"),
        ]

    pairs = zip(changes(committee, appointment), changes(str(nobody), str(nobody)), strict=True)
    for theirs, missing in pairs:
        assert _told(theirs.must(404)) == _told(missing.must(404))
    assert call.get("/findings", subject=committee).must(200).body["results"] == []


def _same_nothing(call: Caller, theirs: str, missing: str) -> None:
    assert _told(call.get(theirs).must(404)) == _told(call.get(missing).must(404)), theirs


def _told(answer: Answer) -> dict[str, Any]:
    return {name: value for name, value in answer.body.items() if name != "request_id"}


# The service


def _becomes(stage: Stage, subject: str, rule: str, outcome: str, **when: Any) -> Any:
    """Within the time promised, with no call that asks for a re-check."""
    call = stage.administrator
    began = monotonic()
    until(
        lambda: call.outcome(subject, rule, **when)[0] == outcome,
        seconds=PROMISED_SECONDS,
        what=f"{rule} {outcome}",
    )
    assert monotonic() - began <= PROMISED_SECONDS
    return call.outcome(subject, rule, **when)[1]


def _stays(stage: Stage, subject: str, rule: str, outcome: str) -> None:
    end, pause = monotonic() + UNCHANGED_SECONDS, Pause()
    while monotonic() < end:
        assert stage.administrator.outcome(subject, rule)[0] == outcome
        pause.wait(0.2)


def _stop_workers(stage: Stage) -> None:
    for worker in stage.workers:
        worker.ask_to_end()
    for worker in stage.workers:
        worker.wait(10)
        worker.kill()
        assert worker.pid is None


def _start_workers(stage: Stage) -> None:
    """Returns at their first sign of life."""
    since = _last_beat()
    for worker in stage.workers:
        worker.tend()  # notices the end
        until(_again(worker), seconds=5, what="The start of the workers")
    _wait_for_workers(since=since)


def _again(child: Child) -> Callable[[], bool]:
    def started() -> bool:
        child.tend()
        return child.pid is not None

    return started


def _wait_for_workers(*, since: datetime | None) -> None:
    until(
        lambda: _last_beat() not in (None, since),
        seconds=WORKERS_START_SECONDS,
        what="A sign of life from the workers",
    )


def _last_beat() -> datetime | None:
    """When a worker last answered the relay, by the clock of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT at FROM workflows_heartbeat WHERE name = 'worker'")
        row = cursor.fetchone()
    return row[0] if row else None
