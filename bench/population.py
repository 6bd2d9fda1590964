"""Organisations, projects and committees at any size, made by the database itself.

    DATABASE_URL=... python -m bench.population --projects 100000 --committees 2000

Rows are as the commands would leave them; identifiers follow from kind and number, so every run
makes the same ones. A column that is not named here gets the default of its model.
"""

from __future__ import annotations

import argparse
import hashlib
import os
from typing import Any
from uuid import UUID

import django
import psycopg
from psycopg import sql

KEY_PREFIX = "benchkey"
KEY_SECRET = "bench-" + "k" * 37
TOKEN = f"qif_{KEY_PREFIX}_{KEY_SECRET}"
ROLES = ("administrator", "project_lead", "project_sponsor", "ps_specialist", "senior_lead")
PEOPLE_EACH = 60  # of an organisation, who take part in its projects
UNITS_EACH = 8
SEATS_EACH = 8  # of a committee: partners, and seats of other members

#: Twenty projects in a row, by stage: most are ready to start testing.
STAGES = ("co_design",) * 12 + ("draft",) * 2 + ("testing",) * 3 + ("implementing",) * 3
#: The steps that led to each stage, with the days since they were taken.
PATHS = {
    "co_design": (("propose", "draft", "setup", 200), ("approve_setup", "setup", "co_design", 180)),
    "testing": (("start_testing", "co_design", "testing", 120),),
    "implementing": (("complete_testing", "testing", "implementing", 60),),
}


def uid(kind: str, number: str = "i") -> str:
    """The identifier of a numbered thing, as SQL."""
    return f"md5('{kind}:' || ({number})::bigint)::uuid"


def uid_of(kind: str, number: int) -> UUID:
    """The identifier of a numbered thing."""
    return UUID(hashlib.md5(f"{kind}:{number}".encode(), usedforsecurity=False).hexdigest())


class Population:
    """Fills one database, each table with one statement."""

    def __init__(self, url: str, *, organisations: int = 10) -> None:
        self._link = psycopg.connect(
            url, autocommit=True, options="-c role=qiflow_owner -c qiflow.scope=all"
        )
        self._link.execute("SET synchronous_commit = off")
        self._organisations = organisations
        self._start = 0
        self._partners = SEATS_EACH

    def close(self) -> None:
        """Let the planner know what is there."""
        self._link.execute("ANALYZE")
        self._link.close()

    def settle_disk(self) -> None:
        """Write everything out, so that a measurement does not pay for this."""
        self._link.execute("SET ROLE NONE")
        self._link.execute("VACUUM ANALYZE")
        self._link.execute("CHECKPOINT")

    def add_organisations(self) -> None:
        """Organisations with units, people, one administrator each, and a key for number 0."""
        from people.models import Organisation, Person, Unit

        count = self._organisations
        self._fill(
            Organisation,
            count,
            id=uid("organisation"),
            name="'Trust ' || i",
            type="'trust'",
            ods_code="'Q' || lpad(i::text, 4, '0')",
            **_BEGUN,
        )
        self._fill(
            Unit,
            count * UNITS_EACH,
            id=uid("unit"),
            organisation_id=uid("organisation", f"i / {UNITS_EACH}"),
            name="'Ward ' || i",
            type="'ward'",
            **_BEGUN,
        )
        self._fill(
            Person,
            count * PEOPLE_EACH,
            id=uid("person"),
            organisation_id=uid("organisation", f"i / {PEOPLE_EACH}"),
            name="'Person ' || i",
            partner_kind=f"CASE WHEN i % {PEOPLE_EACH} < 20 THEN 'patient' ELSE '' END",
            **_BEGUN,
        )
        self._add_access(count)

    def _add_access(self, count: int) -> None:
        from people.models import ApiKey, RoleGrant, User

        self._fill(
            User,
            count,
            id=uid("user"),
            email="'bench' || i || '@example.org'",
            name="'User ' || i",
            password="'!'",  # noqa: S106 - nobody signs in with it
            joined_at="now()",
            last_login="NULL",
        )
        secret = hashlib.sha256(KEY_SECRET.encode()).hexdigest()
        self._fill(
            ApiKey,
            1,
            id=uid("key"),
            organisation_id=uid("organisation"),
            name="'bench'",
            prefix=f"'{KEY_PREFIX}'",
            secret_hash=f"'{secret}'",
            scopes="""'["read", "write"]'""",
            created_by_id=uid("user"),
            created_at="now()",
            expires_at="now() + interval '30 days'",
            last_used_at="now()",
        )
        for role in ROLES:
            held = {"role_id": f"'{role}'", "scope": "'organisation'", "from_date": _days_ago(400)}
            organisation = {"organisation_id": uid("organisation")}
            self._fill(
                RoleGrant, count, id=uid(f"u-{role}"), user_id=uid("user"), **held, **organisation
            )
            self._fill(
                RoleGrant, 1, id=uid(f"k-{role}"), api_key_id=uid("key"), **held, **organisation
            )

    def add_projects(
        self, count: int, *, start: int = 0, findings: bool = False, measures: bool = True
    ) -> None:
        """Projects at several stages with teams, charters, sign-offs, history and events.

        `start`: how many there are already. `findings`: with the outcomes of P01 and P02.
        `measures`: those that are ready to test have two, each with a baseline.
        """
        from projects.models import Project

        self._start = start
        stages = "(ARRAY[" + ",".join(f"'{stage}'" for stage in STAGES) + "])[1 + i % 20]"
        self._fill(
            Project,
            count,
            id=uid("project"),
            organisation_id=self._owner_of_project(),
            unit_id=uid("unit", self._unit_number()),
            title=_TITLE,
            problem="'Too often this goes wrong, and it matters. ' || repeat(md5(i::text), 4)",
            method="CASE WHEN i % 2 = 0 THEN 'always_event' ELSE 'model_for_improvement' END",
            vision="'I will always know what happens next.'",
            aim="'By the end of next year, 95 of 100 patients say so.'",
            stage=stages,
            stage_since=f"CASE WHEN i % 20 IN (12, 13) THEN NULL ELSE {_days_ago(60)} END",
            started_on=f"CASE WHEN i % 20 IN (12, 13) THEN NULL ELSE {_days_ago(180)} END",
            version="CASE WHEN i % 20 < 12 THEN 3 WHEN i % 20 < 14 THEN 1"
            " WHEN i % 20 < 17 THEN 4 ELSE 5 END",
            created_at="now() - interval '300 days'",
            # Far apart and without order, as in life.
            updated_at="now() - (i * 7919 % 8640000) * interval '1 second'"
            " - i * interval '1 microsecond'",
        )
        self._add_teams(count)
        self._add_papers(count)
        if measures:
            self._add_measures(count)
        self._add_project_history(count)
        if findings:
            self._add_findings(count)
        self._start = 0

    def _add_findings(self, count: int) -> None:
        """Intervals, standings and roll-up sums of two rules: one project in ten fails P01."""
        from kernel.models import Finding, Standing

        for rule, code, fails in (("P01", "on_both", "i % 10 = 3"), ("P02", "in_post", "false")):
            outcome = {
                "organisation_id": self._owner_of_project(),
                "unit_id": uid("unit", self._unit_number()),
                "subject_kind": "'project'",
                "subject_id": uid("project"),
                "rule_id": f"'{rule}'",
                "severity": "'major'",
                "outcome": f"CASE WHEN {fails} THEN 'fail' ELSE 'pass' END",
                "met": f"CASE WHEN {fails} THEN 'no' ELSE 'yes' END",
                "code": f"CASE WHEN {fails} THEN 'none_on_point_of_care' ELSE '{code}' END",
            }
            where = "i % 20 NOT IN (12, 13)"
            begins = {"starts_on": _days_ago(180), "recorded_at": "now() - interval '180 days'"}
            self._fill(Finding, count, where=where, rule_version="1", **begins, **outcome)
            self._fill(
                Standing,
                count,
                where=where,
                since=_days_ago(180),
                evaluated_to="current_date + 365",
                updated_at="now()",
                **outcome,
            )
        self._link.execute("DELETE FROM kernel_rollupstep")
        self._link.execute(
            "INSERT INTO kernel_rollupstep (organisation_id, unit_id, rule_id, outcome, met, day,"
            " step) SELECT organisation_id, unit_id, rule_id, outcome, met, starts_on, count(*)"
            " FROM kernel_finding GROUP BY 1, 2, 3, 4, 5, 6"
        )

    def _add_teams(self, count: int) -> None:
        from projects.models import TeamMembership

        roles = (
            ("executive_sponsor", "oversight", "learnt", 30),
            ("project_lead", "oversight", "learnt", 35),
            ("coach", "support", "learnt", 40),
            ("partner", "oversight", "lived", 0),
            ("partner", "point_of_care", "lived", 10),
        )
        for number, (role, team, capacity, first) in enumerate(roles):
            self._fill(
                TeamMembership,
                count,
                id=uid(f"member{number}"),
                line_id=uid(f"member{number}"),
                project_id=uid("project"),
                organisation_id=self._owner_of_project(),
                person_id=uid(
                    "person", f"{self._owner_number()} * {PEOPLE_EACH} + {first} + i % 5"
                ),
                team=f"'{team}'",
                role=f"'{role}'",
                capacity=f"'{capacity}'",
                involvement="'big_i'" if role == "partner" else "''",
                relevant_experience="true" if role == "partner" else "NULL",
                from_date=_days_ago(190),
                recorded_at="now() - interval '190 days'",
            )

    def _add_papers(self, count: int) -> None:
        from projects.models import Charter, SignOff

        self._fill(
            Charter,
            count,
            id=uid("charter"),
            project_id=uid("project"),
            organisation_id=self._owner_of_project(),
            number="1",
            purpose="'To do this better together.'",
            partner_support="'A named person supports our partners.'",
            partner_payment="'By the policy of the trust.'",
            recorded_at="now() - interval '190 days'",
        )
        signed = (("vision", "partner"), ("aim", "partner"), ("start_testing", "partner"))
        for about, given_as in signed:
            self._fill(
                SignOff,
                count,
                id=uid(f"sign-{about}"),
                project_id=uid("project"),
                organisation_id=self._owner_of_project(),
                about=f"'{about}'",
                given_as=f"'{given_as}'",
                person_id=uid("person", f"{self._owner_number()} * {PEOPLE_EACH} + i % 5"),
                way="'meeting'",
                given_on=_days_ago(20),
                recorded_at="now() - interval '20 days'",
            )

    def _add_measures(self, count: int) -> None:
        """Of each project that is ready to test, two measures with a baseline of eight weeks."""
        from projects.models import Measure, MeasurePoint

        ready = f"i % 20 < {STAGES.count('co_design')}"
        for family in ("outcome", "process"):
            owned = {
                "organisation_id": self._owner_of_project(),
                "project_id": uid("project"),
            }
            self._fill(
                Measure,
                count,
                where=ready,
                id=uid(family),
                name=f"'The {family} measure'",
                family=f"'{family}'",
                definition="'Everyone who came, and whom of them it happened to.'",
                data_kind="'proportion'",
                direction="'increase'",
                frequency="'week'",
                rule_set="'making_data_count.v1'",
                begins_on=f"date_trunc('week', {_days_ago(100)})::date",
                version="1",
                created_at="now() - interval '100 days'",
                updated_at="now() - interval '100 days'",
                **owned,
            )
            for week in range(8):
                self._fill(
                    MeasurePoint,
                    count,
                    where=ready,
                    id=uid(f"{family}{week}"),
                    measure_id=uid(family),
                    on_date=f"date_trunc('week', {_days_ago(100)})::date + {week * 7}",
                    numerator=f"{15 + week % 3} + i % 3",
                    denominator="20",
                    recorded_at="now() - interval '10 days'",
                    **owned,
                )

    def _add_project_history(self, count: int) -> None:
        from projects.events import ProjectRegistered
        from projects.policies.steps import STEPS

        self._add_events("project", count, ProjectRegistered.type, 300, seq=1)
        version = 1
        for stage, steps in PATHS.items():
            reached = {"co_design": (0, 12, 14, 20), "testing": (14, 20), "implementing": (17, 20)}
            bounds = reached[stage]
            pairs = zip(bounds[::2], bounds[1::2], strict=True)
            here = " OR ".join(f"i % 20 >= {low} AND i % 20 < {high}" for low, high in pairs)
            for step, source, target, days in steps:
                version += 1
                self._add_events("project", count, STEPS[step].event.type, days, version, here)
                self._add_step("project", count, (step, source, target), days, version, here)

    def add_committees(self, count: int, *, steps: int = 1, partners: int = SEATS_EACH) -> None:
        """Active safety committees of eight seats; a quarter of them fails, some will.

        `steps`: how much history each appointment has, 1 (brought in as active) to 5 (all of it).
        `partners`: how many of the seats are for partners, each with one of its own.
        """
        from governance.models import Committee, CommitteeClassification, CommitteeTerms

        self._partners = partners
        owner = {"organisation_id": self._owner_of_committee()}
        self._fill(
            Committee,
            count,
            id=uid("committee"),
            name="'Safety committee ' || i",
            state="'active'",
            established_on=_days_ago(800),
            version="2",
            created_at="now() - interval '800 days'",
            updated_at="now() - (i * 7919 % 864000) * interval '1 second'",
            unit_id="NULL",
            **owner,
        )
        of_committee = {"committee_id": uid("committee"), **owner}
        self._fill(
            CommitteeClassification,
            count,
            id=uid("classification"),
            safety_related="CASE WHEN i % 5 = 4 THEN 'no' ELSE 'yes' END",
            reason="CASE WHEN i % 5 = 4 THEN 'It plans training only.' ELSE '' END",
            approved_by=uid("user", "0"),
            confirmed_on=_days_ago(100),
            **_held(780),
            **of_committee,
        )
        self._fill(
            CommitteeTerms,
            count,
            id=uid("terms"),
            reference="'Terms of reference, version 3'",
            **_held(400),
            **of_committee,
        )
        self._add_step("committee", count, ("constitute", "proposed", "active"), 780, 2, "true")
        self._add_seats(count)
        self._add_partners(count, steps)

    def _add_seats(self, count: int) -> None:
        from governance.models import Seat, SeatAssignment, SeatTerm

        places = count * self._partners
        of_committee = {
            "committee_id": uid("committee", f"i / {self._partners}"),
            "organisation_id": self._owner_of_committee(f"(i / {self._partners})"),
        }
        self._fill(
            Seat,
            places,
            id=uid("seat"),
            seat_no=f"1 + i % {self._partners}",
            seat_kind="'psp'",
            **of_committee,
        )
        self._add_other_seats(count)
        self._fill(
            SeatTerm,
            places,
            id=uid("seatterm"),
            seat_id=uid("seat"),
            **_held(780),
            **of_committee,
        )
        self._late = lambda: self._fill(
            SeatAssignment,
            places,
            id=uid("assignment"),
            line=uid("assignment"),
            seat_id=uid("seat"),
            appointment_id=uid("appointment"),
            membership="'full'",
            **_held(700),
            **of_committee,
        )

    def _add_other_seats(self, count: int) -> None:
        """Seats of members who are no partners: stored with the others, and not counted."""
        from governance.models import Seat

        others = SEATS_EACH - self._partners
        if not others:
            return
        number = f"(i / {others})"
        self._fill(
            Seat,
            count * others,
            id=uid("otherseat"),
            seat_no=f"{self._partners} + 1 + i % {others}",
            seat_kind="'staff'",
            committee_id=uid("committee", number),
            organisation_id=self._owner_of_committee(number),
        )

    def _add_partners(self, count: int, steps: int) -> None:
        from governance.models import AppointmentTerm, Induction, PspAppointment
        from people.models import Person

        places = count * self._partners
        owner = {"organisation_id": self._owner_of_committee(f"(i / {self._partners})")}
        self._fill(
            Person,
            places,
            id=uid("partner"),
            name="'Partner ' || i",
            partner_kind="'patient'",
            **_BEGUN,
            **owner,
        )
        self._fill(
            PspAppointment,
            places,
            id=uid("appointment"),
            person_id=uid("partner"),
            state="'active'",
            applied_on=_days_ago(760),
            version="2",
            **{name: at for name, at in _BEGUN.items() if name != "version"},
            **owner,
        )
        self._late()
        of_appointment = {"appointment_id": uid("appointment"), **owner}
        fails = f"(i / {self._partners}) % 4 = 3 AND i % {self._partners} > 0"
        self._fill(
            AppointmentTerm,
            places,
            id=uid("term"),
            from_date=_days_ago(700),
            to_date=f"CASE WHEN {fails} THEN {_days_ago(20)}"
            f" ELSE current_date + 20 + (i * 37 % 700)::int END",
            recorded_at="now() - interval '700 days'",
            **of_appointment,
        )
        self._fill(
            Induction,
            places,
            id=uid("induction"),
            confidentiality_signed_on=_days_ago(710),
            **_held(705),
            **of_appointment,
        )
        for number, step in enumerate(_APPOINTMENT_STEPS[-steps:]):
            days = 760 - 10 * number if steps > 1 else 705
            self._add_step("appointment", places, step, days, number + 2, "true", _APPOINTMENT)

    def _add_step(
        self,
        kind: str,
        count: int,
        step: tuple[str, str, str],
        days: int,
        version: int,
        where: str,
        subject_kind: str = "",
    ) -> None:
        from kernel.models import Transition

        self._fill(
            Transition,
            count,
            where=where,
            organisation_id=self._tenant(kind),
            subject_kind=f"'{subject_kind or kind}'",
            subject_id=uid(kind),
            version=str(version),
            transition=f"'{step[0]}'",
            source=f"'{step[1]}'",
            target=f"'{step[2]}'",
            effective_on=_days_ago(days),
            recorded_at=f"now() - interval '{days} days'",
            actor_kind="'system'",
        )

    def _add_events(
        self, kind: str, count: int, type_: str, days: int, seq: int, where: str = "true"
    ) -> None:
        from kernel.models import Event

        self._fill(
            Event,
            count,
            where=where,
            uuid="gen_random_uuid()",
            organisation_id=self._tenant(kind),
            type=f"'{type_}'",
            aggregate_kind=f"'{kind}'",
            aggregate_id=uid(kind),
            seq=str(seq),
            data=f"jsonb_build_object('project_id', {uid(kind)})",
            effective_on=_days_ago(days),
            recorded_at=f"now() - interval '{days} days'",
            actor_kind="'system'",
        )

    def _tenant(self, kind: str) -> str:
        if kind == "project":
            return self._owner_of_project()
        return self._owner_of_committee("i" if kind == "committee" else f"(i / {self._partners})")

    def _owner_number(self) -> str:
        return f"((i / 20) % {self._organisations})"

    def _unit_number(self) -> str:
        return f"{self._owner_number()} * {UNITS_EACH} + i % {UNITS_EACH}"

    def _owner_of_project(self) -> str:
        return uid("organisation", self._owner_number())

    def _owner_of_committee(self, number: str = "i") -> str:
        return uid("organisation", f"{number} % {self._organisations}")

    def _fill(self, model: Any, count: int, *, where: str = "true", **columns: str) -> None:
        """Insert rows numbered `i` from 0; what is not named gets the model's own default."""
        fields = {field.column: field for field in model._meta.concrete_fields}
        unknown = set(columns) - set(fields)
        assert not unknown, f"{model.__name__} has no {unknown}"
        given = {name: sql.SQL(text) for name, text in columns.items()}  # type: ignore[arg-type]
        for name, field in fields.items():
            if name not in given and not field.primary_key and not _database_knows(field):
                given[name] = _default(field)
        statement = sql.SQL(
            "INSERT INTO {} ({}) SELECT {} FROM generate_series({}, {}) AS i WHERE {}"
        ).format(
            sql.Identifier(model._meta.db_table),
            sql.SQL(", ").join(map(sql.Identifier, given)),
            sql.SQL(", ").join(given.values()),
            sql.Literal(self._start),
            sql.Literal(count - 1),
            sql.SQL(where),  # type: ignore[arg-type]
        )
        self._link.execute(statement)


def _database_knows(field: Any) -> bool:
    from django.db.models import NOT_PROVIDED

    return bool(field.generated) or field.db_default is not NOT_PROVIDED


def _default(field: Any) -> sql.Composable:
    value = field.get_default()
    if field.get_internal_type() == "JSONField":
        return sql.SQL("{}::jsonb").format("{}" if value == {} else "[]")
    return sql.Literal(value)


def _days_ago(days: int) -> str:
    return f"(current_date - {days})"


def _held(days: int) -> dict[str, str]:
    """A fact that began so many days ago and goes on."""
    return {"from_date": _days_ago(days), "recorded_at": f"now() - interval '{days} days'"}


_BEGUN = {
    "version": "1",
    "created_at": "now() - interval '800 days'",
    "updated_at": "now() - i * interval '1 second'",
}
_APPOINTMENT = "psp_appointment"
_APPOINTMENT_STEPS = (
    ("shortlist", "applied", "shortlisted"),
    ("offer", "shortlisted", "offered"),
    ("accept", "offered", "checks"),
    ("clear_checks", "checks", "inducting"),
    ("complete_induction", "inducting", "active"),
)
_TITLE = (
    "(ARRAY['Reducing','Preventing','Improving','Understanding','Redesigning'])[1 + i % 5]"
    " || ' ' || (ARRAY['falls','delays','pressure ulcers','discharge','medication errors',"
    "'handover','waiting','pain relief'])[1 + i * 31 % 8] || ' on ward ' || i % 400"
    " || CASE WHEN i % 5000 = 7 THEN ' with aromatherapy' ELSE '' END"
    " || ' no. ' || i"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organisations", type=int, default=10)
    parser.add_argument("--projects", type=int, default=0)
    parser.add_argument("--committees", type=int, default=0)
    asked = parser.parse_args()
    django.setup()
    population = Population(os.environ["DATABASE_URL"], organisations=asked.organisations)
    population.add_organisations()
    if asked.projects:
        population.add_projects(asked.projects)
    if asked.committees:
        population.add_committees(asked.committees)
    population.close()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qiflow.settings")
    main()
