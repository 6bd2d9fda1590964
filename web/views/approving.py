"""Approving a committee again, after another organisation took the place of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from governance.commands.approving import approve_again as command
from governance.queries.approvals import Approving, approving
from governance.queries.committees import get_committee
from people import queries as people
from web.forms import ChangeForm
from web.forms.committees import ApproveAgain
from web.views.changing import by, change_committee
from web.visit import Visit, page
from web.words.dates import british_date


@page
def approve_again(visit: Visit, committee_id: UUID) -> HttpResponse:
    found = get_committee(actor=visit.actor, committee_id=committee_id, as_at=visit.today)
    open_to = approving(visit.actor, found, today=visit.today)
    bodies = people.organisation_names(open_to.successors)
    names = {str(one): bodies[one].name for one in open_to.successors}

    def make(found: Mapping[str, Any]) -> ChangeForm:
        return ApproveAgain(
            visit.posted,
            version=found["version"],
            successors=sorted(names.items(), key=lambda pair: pair[1]),
            initial={"approved_on": visit.today},
        )

    def act(form: ChangeForm) -> None:
        command(
            committee_id=committee_id,
            approved_on=form.cleaned_data["approved_on"],
            organisation_id=form.cleaned_data.get("organisation_id"),
            **by(visit, form),
        )

    return change_committee(
        visit,
        committee_id,
        make,
        act,
        title="Approve the committee again",
        done="The committee is approved again.",
        button="Approve it",
        intro=_intro(open_to, sorted(names.values())),
        closed=open_to.closed,
    )


def _intro(open_to: Approving, names: list[str]) -> tuple[str, ...]:
    """What an approval does, and whether there was one."""
    if open_to.closed:
        return ()
    effect = (
        f"Another organisation has taken the place of the one that kept it. From the day of the "
        f"approval {names[0] if len(names) == 1 else 'the organisation that you choose'} keeps it."
        if names
        else "Another organisation has taken the place of yours. The committee carries on here "
        "until somebody of that organisation approves it too and takes it over."
    )
    before = open_to.approved_on
    return (effect, f"It was last approved on {british_date(before)}.") if before else (effect,)
