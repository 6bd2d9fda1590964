"""Two organisations that hold the same kinds of things, and what the second shares with the first.

Every name in an organisation holds its canary: a word that nobody outside may ever be shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID, uuid4

from governance.commands.committees import share_committee
from governance.commands.pools import make_pool
from governance.commands.seats import start_recruiting
from governance.models import Committee, CommitteeOrganisation, SeatAssignment
from kernel import clock
from kernel.actors import SYSTEM
from kernel.models import Event, Finding, Pending, RollUpStep
from kernel.tokens import token_of
from people.commands import ask_reset, hand_over, invite
from people.models import (
    AuthenticatorApp,
    Consent,
    IdentityProvider,
    Organisation,
    OversightGrant,
    Passkey,
    PasswordReset,
    Person,
    RoleGrant,
    User,
    UserPerson,
    UserSession,
)
from projects import commands as projects
from projects.commands import measures
from projects.commands.measures.signals import note_signals
from projects.models import Measure, OpeningPosition, Project
from records.commands.actions import add_action
from records.commands.discussion import edit_comment, write_comment
from records.commands.files import add_file
from records.commands.imports import start_import, take_step
from records.commands.invitees import invite as invite_to
from records.commands.jobs import queue_job
from records.commands.last_seen import look_at
from records.commands.links import make_link
from records.commands.occasions import plan_occasion
from records.commands.tags import put_tag
from records.commands.views import save_view
from records.events import ImportChecked
from records.links.declared import Recipient
from records.models import Comment, Import, ImportedRow, Job, JobPart, Message, Occasion
from tests.factories import files as make_files
from tests.factories import governance as make_governance
from tests.factories import measures as make_measures
from tests.factories import people as make
from tests.factories import projects as make_projects
from tests.integration.walls import keys

CANARIES = {"home": "Quokkaword", "other": "Zanzibarword"}
NUMBERS = ("finding", "pending")
EMPTY_REPORT = {
    "id": None,
    "loaded": False,
    "new": 0,
    "changes_nothing": True,
    "sheets": [],
    "errors": [],
    "notes": [],
    "ignored_sheets": [],
}
#: No table of a test grows this far.
MISSING_NUMBER = "999999999"


class Relation(StrEnum):
    """What a thing is to the home organisation, in which most actors hold their role."""

    #: The door leads to no single thing: a list, or what belongs to everybody.
    NOTHING = "no thing"
    OWN = "own"
    FOREIGN = "foreign"
    MISSING = "missing"
    SHARED = "shared"
    #: Parent of the home organisation, child of the other one.
    MIXED = "own parent, foreign child"
    MIXED_MISSING = "own parent, missing child"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Identifiers of things by name, for each relation.

    `versions`: of the home organisation's things, by the first part of their address.
    """

    home: Organisation
    other: Organisation
    ids: Mapping[Relation, Mapping[str, str]]
    versions: Mapping[str, int]


def build() -> World:
    """Make everything. The connection must be open to all."""
    now = clock.now()
    home = make.organisation(name=f"{CANARIES['home']} Trust", ods_code="RQW")
    # Names of bodies are public, and what is shared names its body: no canary here.
    other = make.organisation(name="Other Trust", ods_code="RZW")
    third = make.organisation(name="Third Trust")
    of_home = _things(home, CANARIES["home"], beside=third, now=now)
    of_other = _things(other, CANARIES["other"], beside=third, now=now)
    # The names of what is shared carry no canary: the home organisation may read them.
    shared = _things(other, "Joint", beside=home, now=now)
    missing = {name: MISSING_NUMBER if name in NUMBERS else str(uuid4()) for name in of_home}
    return World(
        home=home,
        other=other,
        ids={
            Relation.OWN: of_home,
            Relation.FOREIGN: of_other,
            Relation.MISSING: missing,
            Relation.SHARED: shared,
        },
        versions=_versions(of_home),
    )


def _versions(ids: Mapping[str, str]) -> dict[str, int]:
    things = {
        "organisations": Organisation.objects.get(pk=ids["organisation"]),
        "people": Person.objects.get(pk=ids["person"]),
        "committees": Committee.objects.get(pk=ids["committee"]),
        "projects": Project.objects.get(pk=ids["project"]),
        "measures": Measure.objects.get(pk=ids["measure"]),
    }
    return {name: thing.version for name, thing in things.items()}


def _things(
    organisation: Organisation, canary: str, *, beside: Organisation, now: datetime
) -> dict[str, str]:
    """One of every kind of thing in an organisation; `beside` takes part in what can be shared."""
    ids = _of_people(organisation, canary, beside=beside)
    ids |= _of_committees(organisation, canary, ids, beside=beside, now=now)
    ids |= _of_projects(organisation, canary, beside=beside, now=now)
    ids |= _of_records(organisation, canary, now=now)
    ids |= _of_things(organisation, canary, ids, now=now)
    ids |= _of_access(organisation, canary, UUID(ids["owner"]), now=now)
    ids |= _of_files(organisation, canary, ids, now=now)
    return ids | _of_the_queue(organisation, ids["committee"], now=now)


def _of_people(organisation: Organisation, canary: str, *, beside: Organisation) -> dict[str, str]:
    unit = make.unit(organisation, name=f"{canary} Ward")
    person = make.person(organisation, name=f"{canary} Person", email=f"{canary}@example.org")
    twin = make.person(organisation, name=f"{canary} Twin")
    colleague = make.user(
        "coach", organisation, name=f"{canary} Colleague", email=f"c.{uuid4()}@{canary}.example"
    )
    oversight = OversightGrant.objects.create(
        organisation=organisation,
        overseer=make.organisation(type="icb"),
        from_date=make.LONG_AGO,
        recorded_at=make.RECORDED,
    )
    Consent.objects.create(
        organisation=organisation,
        person=person,
        scope="serve",
        from_date=make.LONG_AGO,
        recorded_at=make.RECORDED,
    )
    UserPerson.objects.create(organisation=organisation, user=colleague, person=twin)
    return {
        "organisation": str(organisation.pk),
        "beside": str(beside.pk),
        "unit": str(unit.pk),
        "person": str(person.pk),
        "twin": str(twin.pk),
        "employment": str(make.employment(person, employer=organisation).pk),
        "user": str(colleague.pk),
        "role_grant": str(RoleGrant.objects.get(user=colleague).pk),
        "oversight": str(oversight.pk),
        "key": str(keys.issue(organisation, name=f"{canary} key").key.pk),
        **_of_sign_in(organisation, colleague, canary),
    }


def _of_sign_in(organisation: Organisation, user: User, canary: str) -> dict[str, str]:
    """How a colleague signs in, and where they are; the provider answers nobody."""
    at = clock.real()
    session = UserSession.objects.create(
        user=user,
        key_hash=uuid4().hex,
        device=f"{canary} browser",
        started_at=at,
        last_seen_at=at,
    )
    AuthenticatorApp.objects.create(user=user, secret="sealed", last_step=0, made_at=at)
    passkey = Passkey.objects.create(
        user=user,
        name=f"{canary} telephone",
        credential_id=uuid4().bytes,
        credential=b"",
        made_at=at,
    )
    provider = IdentityProvider.objects.create(
        organisation=organisation,
        name=f"{canary} login",
        issuer="http://127.0.0.1:1",
        client_id=uuid4().hex,
        client_secret="sealed",
        email_domain="trust.example",
        made_at=at,
    )
    return {
        "session": str(session.pk),
        "passkey": str(passkey.pk),
        "provider": str(provider.pk),
    }


def _of_committees(
    organisation: Organisation,
    canary: str,
    ids: Mapping[str, str],
    *,
    beside: Organisation,
    now: datetime,
) -> dict[str, str]:
    staffed = make_governance.staffed(organisation, now=now)
    committee = staffed.committee
    Committee.objects.filter(pk=committee.pk).update(name=f"{canary} Committee")
    share_committee(
        committee_id=committee.pk,
        participant_id=beside.pk,
        from_date=clock.london_date(now) - timedelta(days=30),
        actor=SYSTEM,
        now=now,
    )
    recruitment = start_recruiting(
        committee_id=committee.pk,
        seat_id=staffed.seats[1].pk,
        owner_id=UUID(ids["person"]),
        actor=SYSTEM,
        now=now,
    )
    line = SeatAssignment.objects.get(seat=staffed.seats[0], superseded_at=None).line
    pool = make_pool(organisation_id=organisation.pk, name=f"{canary} pool", actor=SYSTEM)
    return {
        "committee": str(committee.pk),
        "seat": str(staffed.seats[0].pk),
        "participant": str(CommitteeOrganisation.objects.get(committee=committee).participant_id),
        "recruitment": str(recruitment.line),
        "appointment": str(staffed.appointments[0].pk),
        "assignment": str(line),
        "pool": str(pool.pk),
    }


def _of_projects(
    organisation: Organisation, canary: str, *, beside: Organisation, now: datetime
) -> dict[str, str]:
    project = make_projects.project(organisation, title=f"{canary} Project", now=now)
    since = clock.london_date(now) - timedelta(days=30)
    member = make_projects.member(project, "project_lead", now=now, from_date=since)
    projects.write_charter(project_id=project.pk, purpose=f"{canary}", actor=SYSTEM, now=now)
    make_projects.member(
        project, "partner", person=member.person, team="point_of_care", now=now, from_date=since
    )
    _, given = projects.sign_off(
        project_id=project.pk,
        about="charter",
        given_as="partner",
        person_id=member.person_id,
        way="meeting",
        actor=SYSTEM,
        now=now,
    )
    _, taking_part = projects.add_participant(
        project_id=project.pk, participant_id=beside.pk, from_date=since, actor=SYSTEM, now=now
    )
    return {
        **_of_measures(project, canary, now=now),
        "project": str(project.pk),
        "membership": str(member.line_id),
        "sign_off": str(given.pk),
        "participation": str(taking_part.line_id),
        "opening": str(_opening(organisation, canary, now=now).pk),
    }


def _of_measures(project: Project, canary: str, *, now: datetime) -> dict[str, str]:
    """A measure of a project with all that can be set on its chart, and one of no project."""
    measure = make_measures.measure(project, name=f"{canary} Measure", now=now)
    whose = {"measure_id": measure.pk, "actor": SYSTEM, "now": now}
    day = date(2025, 6, 1)
    calm = [(18, 20), (17, 20), (18, 20), (16, 20)] * 3
    make_measures.filled(measure, make_measures.monthly([*calm, (9, 20)]), now=now)
    _, target = measures.set_target(on_date=day, value=Decimal(95), reason=canary, **whose)
    _, marker = measures.mark(on_date=day, words=f"{canary} word", **whose)
    note_signals([measure.pk], now=now)
    _, rebase = measures.rebase(on_date=day, reason=f"{canary} reason", **whose)
    alone = make_measures.measure(
        organisation=project.organisation, name=f"{canary} Share", now=now
    )
    return {
        "measure": str(measure.pk),
        "measure_alone": str(alone.pk),
        "target": str(target.pk),
        "marker": str(marker.pk),
        "rebase": str(rebase.pk),
    }


def _opening(organisation: Organisation, canary: str, *, now: datetime) -> OpeningPosition:
    return OpeningPosition.objects.create(
        organisation=organisation,
        file_name=f"{canary}.xlsx",
        sha256="0" * 64,
        content=b"checked",
        report=EMPTY_REPORT,
        checked_at=now,
    )


def _of_records(organisation: Organisation, canary: str, *, now: datetime) -> dict[str, str]:
    """A job, an import and a view of somebody who asks for nothing here."""
    somebody = make.user("administrator", organisation, name=f"{canary} Administrator")
    actor = make.actor_of(somebody)
    job = queue_job(
        "export",
        title=f"{canary} as CSV",
        organisation_id=organisation.pk,
        actor=actor,
        now=now,
        arguments={"list": "people", "file": "csv", "filters": {}},
    )
    table = start_import(
        what="people",
        organisation_id=organisation.pk,
        file_name=f"{canary}.csv",
        content=b"external_id,name",
        actor=actor,
        now=now,
    )
    checked = ImportChecked(import_id=table.pk, rows=0, faults=0)
    take_step(table, "check_rows", checked, actor=actor, now=now, changes={})
    _rows_below(job, table)
    look_at(kind="job", thing_id=job.pk, actor=actor, now=now)
    view = save_view(of="projects", name=f"{canary} view", filters={}, actor=actor, now=now)
    return {"job": str(job.pk), "import": str(table.pk), "view": str(view.pk)}


def _of_things(
    organisation: Organisation, canary: str, ids: Mapping[str, str], *, now: datetime
) -> dict[str, str]:
    """An action about each kind of thing, and somebody who could take one on."""
    owner = make.user("senior_lead", organisation, name=f"{canary} Owner")
    made = {
        kind: add_action(
            subject_kind=kind,
            subject_id=UUID(ids[name]),
            title=f"{canary} action",
            owner_id=owner.pk,
            due_on=clock.london_date(now),
            actor=SYSTEM,
            now=now,
        )
        for kind, name in (
            ("project", "project"),
            ("committee", "committee"),
            ("psp_appointment", "appointment"),
        )
    }
    said = _said(canary, ids["project"], owner, now=now)
    asked = make_link(
        purpose="comment",
        subject_kind="project",
        subject_id=UUID(ids["project"]),
        recipient=Recipient(kind="person", id=UUID(ids["person"])),
        note=f"{canary} note",
        actor=SYSTEM,
        now=now,
    )
    meeting = _meeting(canary, ids, now=now)
    return {
        **_messages(organisation, owner.pk, made["project"].pk, now=now),
        "occasion": str(meeting.pk),
        "comment": str(said.pk),
        "link": str(asked.pk),
        "owner": str(owner.pk),
        "action": str(made["project"].pk),
        "committee_action": str(made["committee"].pk),
        "partner_action": str(made["psp_appointment"].pk),
    }


def _messages(
    organisation: Organisation, reader: UUID, action: UUID, *, now: datetime
) -> dict[str, str]:
    """What somebody was told of an action: in the inbox, by email that failed, by letter."""
    made = {
        way: Message.objects.create(
            organisation=organisation,
            event=uuid4(),
            notice="uk.qiflow.action.added.v1",
            thing_kind="action",
            thing_id=action,
            seq=1,
            recipient_kind="user",
            recipient_id=reader,
            channel=way,
            status=status,
            due_at=now,
            created_at=now,
        )
        for way, status in (("inbox", "sent"), ("email", "failed"), ("letter", "waiting"))
    }
    return {way: str(one.pk) for way, one in made.items()}


def _of_access(
    organisation: Organisation, canary: str, owner_id: UUID, *, now: datetime
) -> dict[str, str]:
    """Somebody who is invited, somebody who lost a password, and somebody who leaves."""
    invitation = invite(
        organisation_id=organisation.pk,
        email=f"i.{uuid4()}@{canary}.example",
        name=f"{canary} Newcomer",
        roles=["project_sponsor"],
        actor=SYSTEM,
        now=now,
    )
    forgetful = make.user("auditor", organisation, name=f"{canary} Forgetful")
    ask_reset(email=forgetful.email, address=canary, now=now)
    reset = PasswordReset.objects.get(user=forgetful)
    leaver = make.user("project_sponsor", organisation, name=f"{canary} Leaver")
    hand_over(
        user_id=leaver.pk,
        organisation_id=organisation.pk,
        last_day=clock.london_date(now) + timedelta(days=30),
        receiver_id=owner_id,
        choices={},
        actor=SYSTEM,
        now=now,
    )
    return {
        "invitation": str(invitation.pk),
        "invitation_token": token_of("invitation", invitation.link),
        "reset_token": token_of("reset", reset.pk),
        "leaver": str(leaver.pk),
    }


def _of_files(
    organisation: Organisation, canary: str, ids: Mapping[str, str], *, now: datetime
) -> dict[str, str]:
    """A file about each kind of thing and a word on each; the canary is in name, text and word."""
    things = (
        ("project", "project", ""),
        ("committee", "committee", "committee_"),
        ("psp_appointment", "appointment", "partner_"),
    )
    found = {}
    for kind, name, before in things:
        about = {"subject_kind": kind, "subject_id": UUID(ids[name]), "actor": SYSTEM, "now": now}
        judged = make_files.judged(f"{canary} slept".encode(), f"{canary}.txt")
        found[f"{before}file"] = str(add_file(judged=judged, **about).pk)  # type: ignore[arg-type]
        put = put_tag(word=f"{canary} word", **about)  # type: ignore[arg-type]
        found[f"{before}tagging"] = str(put.pk)
        found["tag"] = str(put.tag_id)
    second = put_tag(
        subject_kind="project",
        subject_id=UUID(ids["project"]),
        word=f"{canary} second",
        actor=SYSTEM,
        now=now,
    )
    return {**found, "second_tag": str(second.tag_id)}


def _said(canary: str, project: str, writer: User, *, now: datetime) -> Comment:
    """What somebody who asks for nothing here wrote about a project, and wrote anew."""
    actor = make.actor_of(writer)
    said = write_comment(
        subject_kind="project",
        subject_id=UUID(project),
        text=f"{canary} comment",
        actor=actor,
        now=now,
    )
    return edit_comment(comment_id=said.pk, text=f"{canary} comment again", actor=actor, now=now)


def _meeting(canary: str, ids: Mapping[str, str], *, now: datetime) -> Occasion:
    """A meeting about a project, with somebody invited who asks for nothing here."""
    meeting = plan_occasion(
        subject_kind="project",
        subject_id=UUID(ids["project"]),
        title=f"{canary} meeting",
        on_date=clock.london_date(now) + timedelta(days=7),
        from_time=time(14),
        place=f"{canary} room",
        actor=SYSTEM,
        now=now,
    )
    invited = (Recipient(kind="person", id=UUID(ids["twin"])),)
    return invite_to(occasion_id=meeting.pk, recipients=invited, actor=SYSTEM, now=now)


def _rows_below(job: Job, table: Import) -> None:
    """A piece of the job's file, and what one row of the import did."""
    whose = {"organisation_id": table.organisation_id}
    JobPart.objects.create(job=job, number=1, content=b"name", **whose)
    ImportedRow.objects.create(
        imported=table, number=1, outcome="made", subject_id=uuid4(), version=1, **whose
    )


def _of_the_queue(organisation: Organisation, committee: str, *, now: datetime) -> dict[str, str]:
    finding = Finding.objects.create(
        organisation_id=organisation.pk,
        subject_kind="committee",
        subject_id=committee,
        rule_id="C01",
        rule_version=1,
        severity="major",
        outcome="fail",
        met="no",
        code="too_few",
        starts_on=clock.london_date(now) - timedelta(days=9),
        recorded_at=now,
    )
    RollUpStep.objects.get_or_create(
        organisation_id=organisation.pk,
        unit_id=UUID(int=0),
        rule_id="C01",
        outcome="fail",
        met="no",
        day=clock.london_date(now) - timedelta(days=9),
        defaults={"step": 1},
    )
    event = Event.objects.filter(aggregate_id=committee).latest("id")
    pending, _ = Pending.objects.update_or_create(
        event=event,
        subject_id=committee,
        subject_kind="committee",
        defaults={
            "organisation_id": organisation.pk,
            "seq": event.seq,
            "attempts": 3,
            "quarantined_at": now,
            "problem": "ValueError",
        },
    )
    return {"finding": str(finding.pk), "pending": str(pending.pk)}
