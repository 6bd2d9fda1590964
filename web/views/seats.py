"""What a committee is made of: its description, its seats, and who sits in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from governance.commands import committees as commands
from governance.commands import seats
from governance.queries.appointments import appointments, get_assignment
from governance.queries.committees import require_seat
from governance.queries.names import partner_names
from kernel.api.pages import Page
from people.queries.colleagues import who_may
from web.forms import ChangeForm
from web.forms.committees import (
    AddSeat,
    ClassifyProposed,
    CloseSeat,
    CommitteeDetails,
    EndAssignment,
    FillSeat,
    Recruit,
    StopRecruiting,
)
from web.pages import choices
from web.pages.committees import keeper_of
from web.views.changing import by, change_committee
from web.visit import Visit, page

_DETAILS = (
    "name",
    "unit_id",
    "chair_id",
    "meeting_frequency",
    "quorum",
    "equivalent_of",
    "psirf_oversight",
)
_OVER = ("ended", "withdrawn", "declined")


@page
def details(visit: Visit, committee_id: UUID) -> HttpResponse:
    offered = choices.people(visit)

    def make(found: Mapping[str, Any]) -> ChangeForm:
        terms = found["terms_of_reference"]
        return CommitteeDetails(
            visit.posted,
            version=found["version"],
            units=choices.units(visit, organisation=keeper_of(found)),
            people=offered,
            initial={
                **{name: found[name] for name in _DETAILS},
                "terms_of_reference": terms["reference"] if terms else "",
                "terms_dated_on": terms["from_date"] if terms else None,
            },
        )

    def act(form: ChangeForm) -> None:
        given = form.cleaned_data
        changes = {name: given[name] for name in _DETAILS}
        if given["terms_of_reference"]:
            changes["terms_of_reference"] = given["terms_of_reference"]
            changes["terms_dated_on"] = given["terms_dated_on"]
        commands.change_committee(committee_id=committee_id, changes=changes, **by(visit, form))

    return change_committee(
        visit,
        committee_id,
        make,
        act,
        title="Describe the committee",
        done="The description is saved.",
        finder=choices.people_finder(visit, offered),
    )


@page
def classify(visit: Visit, committee_id: UUID) -> HttpResponse:
    """Before it is constituted; later this is the step “Say whether it reviews safety data”."""

    def make(found: Mapping[str, Any]) -> ChangeForm:
        approvers = who_may(
            visit.actor,
            ["committee.manage"],
            organisation_id=keeper_of(found),
            on=visit.today,
        )
        mine = [(visit.user_id, "I approve it myself")]
        return ClassifyProposed(
            visit.posted,
            version=found["version"],
            approvers=[(str(one), name) for one, name in (*mine, *approvers)],
        )

    def act(form: ChangeForm) -> None:
        names = ("safety_related", "classification_reason", "classification_approved_by")
        commands.change_committee(
            committee_id=committee_id,
            changes={name: form.cleaned_data[name] for name in names},
            **by(visit, form),
        )

    return change_committee(
        visit,
        committee_id,
        make,
        act,
        title="Say whether it reviews safety data",
        done="That is recorded.",
        intro=("Incidents, complaints, risks, deaths, claims, harm.",),
    )


@page
def add_seat(visit: Visit, committee_id: UUID) -> HttpResponse:
    def act(form: ChangeForm) -> None:
        given = form.cleaned_data
        seats.add_seat(
            committee_id=committee_id,
            **{name: given[name] for name in ("seat_kind", "required", "from_date")},
            **by(visit, form),
        )

    return change_committee(
        visit,
        committee_id,
        lambda found: AddSeat(
            visit.posted,
            version=found["version"],
            initial={"from_date": visit.today, "seat_kind": "psp", "required": "yes"},
        ),
        act,
        title="Add a seat",
        done="The seat is added.",
    )


@page
def close_seat(visit: Visit, committee_id: UUID, seat_id: UUID) -> HttpResponse:
    require_seat(actor=visit.actor, committee_id=committee_id, seat_id=seat_id)

    def act(form: ChangeForm) -> None:
        seats.close_seat(
            committee_id=committee_id,
            seat_id=seat_id,
            first_day_after=form.cleaned_data["first_day_after"],
            **by(visit, form),
        )

    return change_committee(
        visit,
        committee_id,
        lambda found: CloseSeat(
            visit.posted, version=found["version"], initial={"first_day_after": visit.today}
        ),
        act,
        title="Close a seat",
        done="The seat is closed.",
        intro=("Whoever sits in it holds it until the day before.",),
    )


@page
def fill_seat(visit: Visit, committee_id: UUID, seat_id: UUID) -> HttpResponse:
    require_seat(actor=visit.actor, committee_id=committee_id, seat_id=seat_id)

    def act(form: ChangeForm) -> None:
        given = form.cleaned_data
        names = ("appointment_id", "from_date", "to_date", "membership", "holds_seat")
        seats.assign_seat(
            committee_id=committee_id,
            seat_id=seat_id,
            **{name: given[name] for name in names},
            **by(visit, form),
        )

    return change_committee(
        visit,
        committee_id,
        lambda found: FillSeat(
            visit.posted,
            version=found["version"],
            partners=_partners(visit),
            initial={"from_date": visit.today, "membership": "full"},
        ),
        act,
        title="Fill a seat",
        done="The seat is filled.",
    )


@page
def end_assignment(visit: Visit, committee_id: UUID, assignment_id: UUID) -> HttpResponse:
    get_assignment(actor=visit.actor, assignment_id=assignment_id)

    def act(form: ChangeForm) -> None:
        seats.change_assignment(
            assignment_id=assignment_id,
            to_date=form.cleaned_data["to_date"],
            **by(visit, form),
        )

    return change_committee(
        visit,
        committee_id,
        lambda found: EndAssignment(
            visit.posted, version=found["version"], initial={"to_date": visit.today}
        ),
        act,
        title="A partner leaves a seat",
        done="The seat is vacant from the next day.",
    )


@page
def recruit(visit: Visit, committee_id: UUID, seat_id: UUID) -> HttpResponse:
    require_seat(actor=visit.actor, committee_id=committee_id, seat_id=seat_id)
    offered = choices.people(visit)

    def act(form: ChangeForm) -> None:
        seats.start_recruiting(
            committee_id=committee_id,
            seat_id=seat_id,
            owner_id=form.cleaned_data["owner_id"],
            from_date=form.cleaned_data["from_date"],
            **by(visit, form),
        )

    return change_committee(
        visit,
        committee_id,
        lambda found: Recruit(
            visit.posted,
            version=found["version"],
            people=offered,
            initial={"from_date": visit.today},
        ),
        act,
        title="Start recruiting for a seat",
        done="The search is recorded.",
        finder=choices.people_finder(visit, offered),
    )


@page
def stop_recruiting(visit: Visit, committee_id: UUID, recruitment_id: UUID) -> HttpResponse:
    def act(form: ChangeForm) -> None:
        seats.stop_recruiting(
            committee_id=committee_id,
            recruitment_id=recruitment_id,
            first_day_after=form.cleaned_data["first_day_after"],
            **by(visit, form),
        )

    return change_committee(
        visit,
        committee_id,
        lambda found: StopRecruiting(
            visit.posted, version=found["version"], initial={"first_day_after": visit.today}
        ),
        act,
        title="End the search for a partner",
        done="The search has ended.",
    )


def _partners(visit: Visit) -> list[tuple[str, str]]:
    """Partners whose appointment has not ended, by name."""
    rows = appointments(actor=visit.actor, page=Page(limit=choices.MOST))
    ids = [row["id"] for row in rows if row["state"] not in _OVER]
    names = partner_names(visit.actor, ids)
    return sorted(((str(one), name) for one, name in names.items()), key=lambda pair: pair[1])
