"""An organisation arrives in mid-life."""

from __future__ import annotations

from datetime import date
from time import perf_counter

import pytest

from governance.models import (
    AppointmentTerm,
    Committee,
    PspAppointment,
    SeatAssignment,
)
from kernel.actors import Actor
from kernel.models import Event, Transition
from people.models import Employment, Person, Unit
from projects.models import OpeningPosition, Project, TeamMembership
from tests.factories import opening, people
from tests.integration.arrival.conftest import NOW, Send

pytestmark = pytest.mark.django_db

IN_SECONDS = 20  # measured: 2 s alone; the machine of a test may be busy


class TestLoading:
    def test_everything_arrives_with_its_true_dates(self, load: Send) -> None:
        report = load(opening.small())

        assert report.loaded, report.faults
        committee = Committee.objects.get(external_id="C1")
        assert (committee.state, committee.established_on) == ("active", date(2021, 4, 1))
        assert str(committee.chair) == "Dr Priya Raman"
        partner = PspAppointment.objects.get(external_id="A1")
        assert partner.state == "active"
        terms = AppointmentTerm.objects.filter(appointment=partner).order_by("from_date")
        assert [(term.from_date, term.to_date) for term in terms] == [
            (date(2022, 4, 1), date(2024, 3, 31)),
            (date(2024, 4, 1), date(2027, 3, 31)),
        ]
        assert SeatAssignment.objects.filter(seat__seat_no=1).get().from_date == date(2022, 4, 1)
        project = Project.objects.get(external_id="J1")
        assert (project.stage, project.stage_since) == ("testing", date(2026, 6, 1))
        assert TeamMembership.objects.filter(project=project).count() == 2
        assert Unit.objects.get(external_id="U2").places.get().parent.external_id == "U1"
        employment = Employment.objects.get(person__external_id="P3")
        assert employment.confirmed
        assert employment.employer_id == committee.organisation_id

    def test_steps_of_the_past_are_marked_as_opening_position(self, load: Send) -> None:
        load(opening.small())

        steps = Transition.objects.filter(subject_kind="project").order_by("effective_on")
        assert [(step.target, step.effective_on) for step in steps] == [
            ("co_design", date(2026, 2, 1)),
            ("testing", date(2026, 6, 1)),
        ]
        assert all(Transition.objects.values_list("opening_position", flat=True))

    def test_one_sign_off_says_who_and_when(self, load: Send, administrator: Actor) -> None:
        report = load(opening.small())

        position = OpeningPosition.objects.get()
        assert position.pk == report.position_id
        assert (position.signed_off_by, position.signed_off_at) == (administrator.id, NOW)
        assert position.content is None
        assert Event.objects.filter(type="uk.qiflow.opening_position.loaded.v1").count() == 1

    def test_same_file_twice_changes_nothing_and_says_so(self, load: Send) -> None:
        load(opening.small())
        before = Event.objects.count()

        again = load(opening.small())

        assert again.changes_nothing
        assert all(sheet.already_here == sheet.rows for sheet in again.sheets)
        assert Event.objects.count() == before
        assert OpeningPosition.objects.count() == 1

    def test_dry_run_leaves_nothing(self, load: Send) -> None:
        report = load(opening.small(), dry_run=True)

        assert (report.loaded, report.faults, report.new) == (False, (), 19)
        assert not Person.objects.exists()
        assert not Event.objects.exists()

    def test_second_file_adds_to_what_is_here(self, load: Send) -> None:
        load(opening.small())
        more = {
            "people": [{"external_id": "P4", "name": "Wei Zhang"}],
            "seats": [{"committee": "C1", "seat_no": 3, "seat_kind": "staff"}],
            "team": [
                {
                    "project": "J1",
                    "person": "P4",
                    "team": "point_of_care",
                    "role": "partner",
                    "from_date": date(2026, 10, 1),
                }
            ],
        }

        report = load(more)

        assert report.loaded, report.faults
        assert report.new == 3
        assert Project.objects.get().version == 2

    def test_a_wrong_row_keeps_everything_out(self, load: Send) -> None:
        sheets = opening.small()
        sheets["projects"][0]["stage"] = "dreaming"

        report = load(sheets)

        assert not report.loaded
        assert not Person.objects.exists()
        assert [(fault.pointer, fault.code) for fault in report.faults] == [
            ("/file/projects/2/stage", "not_a_choice")
        ]

    def test_what_only_commands_know_is_told_by_row_too(self, load: Send) -> None:
        load(opening.small())
        second = {
            "appointments": [
                {
                    "external_id": "A9",
                    "person": "P1",
                    "state": "applied",
                    "applied_on": date(2026, 1, 1),
                }
            ]
        }

        report = load(second)

        assert [(fault.pointer, fault.code) for fault in report.faults] == [
            ("/file/appointments/2/person", "taken")
        ]

    def test_codes_of_another_organisation_are_not_found(self, load: Send) -> None:
        people.unit(people.organisation(), external_id="U9")
        sheets = opening.small()
        sheets["committees"][0]["unit"] = "U9"

        report = load(sheets)

        assert [(fault.pointer, fault.code) for fault in report.faults] == [
            ("/file/committees/2/unit", "not_found")
        ]

    def test_people_who_served_before_come_back(self, load: Send) -> None:
        sheets = opening.small()
        sheets["appointments"].append(
            {
                "external_id": "A0",
                "person": "P1",
                "state": "ended",
                "state_since": date(2021, 4, 1),
                "applied_on": date(2019, 1, 1),
                "inducted_on": date(2019, 3, 1),
                "end_reason": "term",
            }
        )
        sheets["terms"].append(
            {"appointment": "A0", "from_date": date(2019, 4, 1), "to_date": date(2021, 3, 31)}
        )

        report = load(sheets)

        assert report.loaded, report.faults

    def test_every_state_of_a_committee_arrives(self, load: Send) -> None:
        sheets = opening.small()
        for number, state in enumerate(("suspended", "merged", "ended", "proposed")):
            sheets["committees"].append(
                {
                    "external_id": f"X{number}",
                    "name": f"Committee {state}",
                    "state": state,
                    "state_since": None if state == "proposed" else date(2025, 1, 1),
                    "established_on": date(2021, 1, 1),
                    "duties_go_to": "C1",
                }
            )

        report = load(sheets)

        assert report.loaded, report.faults
        states = dict(Committee.objects.values_list("external_id", "state"))
        assert states["X1"] == "merged"
        assert Committee.objects.get(external_id="X2").ended_on == date(2024, 12, 31)
        assert Committee.objects.get(external_id="X0").duties_go_to.external_id == "C1"

    def test_a_paused_project_remembers_its_stage(self, load: Send) -> None:
        sheets = opening.small()
        sheets["projects"][0] |= {"stage": "paused", "stage_before_pause": "testing"}

        assert load(sheets).loaded

        assert Project.objects.get().stage_before_pause == "testing"

    @pytest.mark.alone
    def test_a_whole_trust_is_live_in_seconds(self, load: Send) -> None:
        began = perf_counter()
        report = load(opening.large())

        assert report.loaded, report.faults
        assert perf_counter() - began < IN_SECONDS
        assert (Committee.objects.count(), PspAppointment.objects.count()) == (9, 14)
        assert (Project.objects.count(), TeamMembership.objects.count()) == (140, 560)
