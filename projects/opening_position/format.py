"""The sheets of an opening position and their columns: one table that reader, template and
documentation share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from governance.models import (
    AppointmentState,
    Classified,
    CommitteeState,
    EndReason,
    MeetingFrequency,
    Membership,
    SeatKind,
)
from people.models.organisation import UnitKind
from people.models.person import EmploymentBasis, PartnerKind
from projects.models import (
    Capacity,
    DataDisposition,
    Involvement,
    Method,
    Stage,
    StopReason,
    Team,
    TeamRole,
)
from projects.models.project import WORKING
from records.tables.columns import Column, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet, or one CSV file of that name. `key` are the columns that tell its rows apart."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def _own_id(meaning: str) -> Column:
    return Column(name="external_id", meaning=meaning, required=True, longest=100)


def _link(name: str, sheet: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name=name, meaning=meaning, required=required, refers_to=sheet, longest=100)


def _day(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name=name, meaning=meaning, kind=Kind.DAY, required=required)


def _one_of(name: str, words: Sequence[str], meaning: str, *, required: bool = False) -> Column:
    choices = tuple(str(word) for word in words)
    return Column(name=name, meaning=meaning, kind=Kind.CHOICE, required=required, choices=choices)


def _long(name: str, meaning: str) -> Column:
    return Column(name=name, meaning=meaning, kind=Kind.LONG, longest=10_000)


def _yes_no(name: str, meaning: str) -> Column:
    return Column(name=name, meaning=meaning, kind=Kind.YES_NO)


UNITS = Sheet(
    name="units",
    meaning="Divisions, directorates, sites, wards and teams.",
    key=("external_id",),
    columns=(
        _own_id("Your own code of the unit."),
        Column(name="name", meaning="What it is called.", required=True),
        _one_of("type", UnitKind.values, "What kind of unit it is.", required=True),
        _link("parent", "units", "The unit above it; empty at the top."),
        _day("opened_on", "Since when it exists."),
    ),
)

PEOPLE = Sheet(
    name="people",
    meaning="Everybody whom the other sheets name: partners, chairs, sponsors, leads, staff.",
    key=("external_id",),
    columns=(
        _own_id("Your own code of the person. Not a name, and never an NHS number."),
        Column(name="name", meaning="The full name.", required=True),
        Column(name="email", meaning="Email address.", kind=Kind.EMAIL, longest=254),
        Column(name="phone", meaning="Telephone.", kind=Kind.PHONE, longest=40),
        _long("access_needs", "What the person needs to take part."),
        _one_of("partner_kind", PartnerKind.values, "For partners only."),
        _one_of(
            "employment_basis",
            EmploymentBasis.values,
            "How the person works for the employer. Payment for involvement is no employment.",
        ),
        Column(
            name="employer",
            meaning="ODS code or name of the employer; empty with a basis: this organisation.",
        ),
        _day("employed_from", "First day of that work."),
        _day("employed_to", "Last day of that work."),
        _day("consent_given_on", "When the person agreed to serve as a partner."),
    ),
)

COMMITTEES = Sheet(
    name="committees",
    meaning="Committees that govern clinical safety, or are like them under any name.",
    key=("external_id",),
    columns=(
        _own_id("Your own code of the committee."),
        Column(name="name", meaning="What it is called.", required=True),
        _link("unit", "units", "The unit it belongs to; empty: the whole organisation."),
        _day("established_on", "When it was established.", required=True),
        _one_of("state", CommitteeState.values, "What it is now.", required=True),
        _day("state_since", "First day of that state; empty: since it was established."),
        _one_of("meeting_frequency", MeetingFrequency.values, "How often it meets."),
        _link("chair", "people", "Who chairs it."),
        Column(name="quorum", meaning="Members needed to decide.", kind=Kind.WHOLE),
        Column(name="equivalent_of", meaning="The usual name of a committee like this one."),
        _yes_no("psirf_oversight", "Does it oversee the patient safety incident response?"),
        Column(name="terms_of_reference", meaning="Where they are kept.", longest=500),
        _day("terms_dated_on", "The date of the terms of reference."),
        _one_of("safety_related", Classified.values, "Does it review safety data?"),
        _long("classification_reason", "Why it does not review safety data."),
        _one_of("classification_approver", ("chair", "another"), "Who approved that it does not."),
        _day("classification_confirmed_on", "When that was last confirmed."),
        _link("duties_go_to", "committees", "Where its duties go: suspended, merged or ended."),
    ),
)

SEATS = Sheet(
    name="seats",
    meaning="The seats that the terms of reference give each committee.",
    key=("committee", "seat_no"),
    columns=(
        _link("committee", "committees", "The committee.", required=True),
        Column(name="seat_no", meaning="Its number.", kind=Kind.WHOLE, required=True),
        _one_of("seat_kind", SeatKind.values, "For whom it is.", required=True),
        _yes_no("required", "Must it be filled? Empty: yes."),
        _day("from_date", "Since when; empty: since the committee was established."),
        _day("to_date", "Last day, if the seat is no more."),
        _link("recruiting_owner", "people", "Who is finding somebody for it."),
        _day("recruiting_since", "Since when; empty: since today."),
    ),
)

APPOINTMENTS = Sheet(
    name="appointments",
    meaning="Patient safety partners: applications, those who serve and those who have served.",
    key=("external_id",),
    columns=(
        _own_id("Your own code of the appointment."),
        _link("person", "people", "Who it is.", required=True),
        _one_of("state", AppointmentState.values, "Where it stands now.", required=True),
        _day("state_since", "First day of that state; empty: the first day of the first term."),
        _day("applied_on", "When the person applied.", required=True),
        Column(name="role_level", meaning="1 to 4; empty: 4.", kind=Kind.WHOLE),
        _long("task_profile", "What the role is."),
        _day("inducted_on", "When induction was complete."),
        _day("confidentiality_signed_on", "Empty: with induction."),
        _one_of("end_reason", EndReason.values, "For ended ones; read by few."),
    ),
)

TERMS = Sheet(
    name="terms",
    meaning="The terms of office of each appointment, renewals as rows of their own.",
    key=("appointment", "from_date"),
    columns=(
        _link("appointment", "appointments", "The appointment.", required=True),
        _day("from_date", "First day.", required=True),
        _day("to_date", "Last day.", required=True),
    ),
)

SEAT_ASSIGNMENTS = Sheet(
    name="seat_assignments",
    meaning="Who holds or held which seat.",
    key=("committee", "seat_no", "appointment", "from_date"),
    columns=(
        _link("committee", "committees", "The committee.", required=True),
        Column(name="seat_no", meaning="The seat.", kind=Kind.WHOLE, required=True),
        _link("appointment", "appointments", "Whose appointment.", required=True),
        _day("from_date", "First day in the seat.", required=True),
        _day("to_date", "Last day in the seat, if it is known."),
        _one_of("membership", Membership.values, "Empty: full."),
    ),
)

PROJECTS = Sheet(
    name="projects",
    meaning="Improvement projects at any stage.",
    key=("external_id",),
    columns=(
        _own_id("Your own code of the project."),
        Column(name="title", meaning="What it is called.", required=True, free=True),
        _long("problem", "What is to get better."),
        _one_of("method", Method.values, "Empty: model_for_improvement."),
        _link("unit", "units", "Where it is."),
        _long("vision", "The vision, in the words of patients."),
        _long("aim", "The aim."),
        _one_of("stage", Stage.values, "The stage it is in.", required=True),
        _day("stage_since", "First day of that stage; not for a draft."),
        _one_of("stage_before_pause", [str(stage) for stage in WORKING], "For paused ones."),
        _day("review_on", "When a paused one is looked at again."),
        _day("started_on", "When work began."),
        _day("target_on", "When it is to be done."),
        _one_of("stop_reason", StopReason.values, "For stopped ones."),
        _long("learning", "What was learnt."),
        _one_of("data_disposition", DataDisposition.values, "What became of the data."),
        _long("public_summary", "A summary for everybody."),
    ),
)

STAGES = Sheet(
    name="stages",
    meaning="Stages that a project went through before the one it is in. May be left out.",
    key=("project", "from_date"),
    columns=(
        _link("project", "projects", "The project.", required=True),
        _one_of("stage", Stage.values, "The stage.", required=True),
        _day("from_date", "Its first day.", required=True),
    ),
)

TEAM = Sheet(
    name="team",
    meaning="Who is or was on the teams of each project.",
    key=("project", "person", "team", "role", "from_date"),
    columns=(
        _link("project", "projects", "The project.", required=True),
        _link("person", "people", "Who it is.", required=True),
        _one_of("team", Team.values, "The team.", required=True),
        _one_of("role", TeamRole.values, "The role.", required=True),
        _one_of("capacity", Capacity.values, "Empty: lived for partners, learnt for others."),
        _one_of("involvement", Involvement.values, "For partners."),
        _yes_no("relevant_experience", "Has lived with what the project is about."),
        _yes_no("partner_agreed", "Partners agreed that a member of staff speaks from life."),
        _day("from_date", "First day on the team.", required=True),
        _day("to_date", "Last day on the team, if it is known."),
    ),
)

#: In the order in which they are loaded.
SHEETS = (
    UNITS,
    PEOPLE,
    COMMITTEES,
    SEATS,
    APPOINTMENTS,
    TERMS,
    SEAT_ASSIGNMENTS,
    PROJECTS,
    STAGES,
    TEAM,
)
BY_NAME = {sheet.name: sheet for sheet in SHEETS}
