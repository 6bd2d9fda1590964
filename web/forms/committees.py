"""Forms about committees: register, describe, seats, who sits in them, steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from web.forms.answers import Chosen, OneOf, Options, Tick, YesOrNo
from web.forms.base import ChangeForm, PageForm
from web.forms.dates import PARTS, BritishDateField, PartError
from web.forms.numbers import CountField
from web.forms.people import choose_organisation
from web.forms.projects import keep_only
from web.forms.text import LineField, TextField
from web.words import choices


class DatedTerms(PageForm):
    """Terms of reference count by their date, so nobody guesses it."""

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        undated = not given.get("terms_dated_on") and "terms_dated_on" not in self.errors
        if given.get("terms_of_reference") and undated:
            self.add_error(
                "terms_dated_on",
                PartError(
                    "Enter the date of the terms of reference, for example 31 3 2027", parts=PARTS
                ),
            )
        return given


class RegisterCommittee(DatedTerms):
    """A group that governs clinical safety, or one like it under any name."""

    organisation_id = Chosen(label="Organisation")
    name = LineField(label="What is the committee called?", max_length=200, free=True)
    established_on = BritishDateField(
        label="When was it established?", what="the day it was established"
    )
    unit_id = Chosen(
        label="Which part of the organisation is it for?",
        required=False,
        help_text="Leave empty for the whole organisation.",
    )
    chair_id = Chosen(
        label="Who chairs it?", required=False, help_text="Needed before it is constituted."
    )
    meeting_frequency = OneOf(
        label="How often does it meet?",
        choices=choices.MEETING_FREQUENCY,
        required=False,
        help_text="Needed before it is constituted.",
    )
    terms_of_reference = LineField(
        label="Where are its terms of reference kept?",
        max_length=500,
        free=True,
        required=False,
        help_text="An address or a reference. Needed before it is constituted.",
    )
    terms_dated_on = BritishDateField(
        label="What date do the terms of reference bear?",
        what="the date of the terms of reference",
        required=False,
    )
    safety_related = OneOf(
        label="Does it review safety data?",
        choices=(*choices.CLASSIFIED, ("", "Not decided yet")),
        radios=True,
        required=False,
        help_text="Incidents, complaints, risks, deaths, claims, harm. A committee that does has "
        "patient safety partners.",
    )
    psp_seats = CountField(
        label="How many seats for patient safety partners?",
        min_value=0,
        max_value=20,
        required=False,
        help_text="At least two where it reviews safety data. You can add seats later.",
    )

    def __init__(
        self,
        *args: Any,
        organisations: Options,
        units: Options,
        people: Options,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        choose_organisation(self, organisations)
        self.fields["unit_id"].offer(units)  # type: ignore[attr-defined]
        self.fields["chair_id"].offer(people)  # type: ignore[attr-defined]


class CommitteeDetails(DatedTerms, ChangeForm):
    """What describes a committee."""

    name = LineField(label="Name", max_length=200, free=True)
    unit_id = Chosen(label="Which part of the organisation is it for?", required=False)
    chair_id = Chosen(label="Who chairs it?", required=False)
    meeting_frequency = OneOf(
        label="How often does it meet?", choices=choices.MEETING_FREQUENCY, required=False
    )
    quorum = CountField(
        label="How many members make a quorum?", min_value=1, max_value=500, required=False
    )
    equivalent_of = LineField(
        label="Which committee is it the equivalent of?",
        max_length=200,
        free=True,
        required=False,
        help_text="For example, Quality and Safety Committee",
    )
    psirf_oversight = Tick(label="It oversees the response to patient safety incidents (PSIRF)")
    terms_of_reference = LineField(
        label="Where are its terms of reference kept?",
        max_length=500,
        free=True,
        required=False,
    )
    terms_dated_on = BritishDateField(
        label="What date do the terms of reference bear?",
        what="the date of the terms of reference",
        required=False,
    )

    def __init__(self, *args: Any, units: Options, people: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit_id"].offer(units)  # type: ignore[attr-defined]
        self.fields["chair_id"].offer(people)  # type: ignore[attr-defined]


class ClassifyProposed(ChangeForm):
    """Whether a committee that is not constituted yet reviews safety data."""

    safety_related = OneOf(
        label="Does it review safety data?", choices=choices.CLASSIFIED, radios=True
    )
    classification_reason = TextField(label="Why?", max_length=2_000, required=False)
    classification_approved_by = Chosen(label="Who approves this?", required=False)

    def __init__(self, *args: Any, approvers: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["classification_approved_by"].offer(approvers)  # type: ignore[attr-defined]


class AddSeat(ChangeForm):
    """The terms of reference give the committee one more seat."""

    seat_kind = OneOf(label="Whom is it for?", choices=choices.SEAT_KIND, radios=True)
    required = YesOrNo(label="Do the terms of reference ask for it?")
    from_date = BritishDateField(label="From which day?", what="the first day")


class CloseSeat(ChangeForm):
    """A seat is no more."""

    first_day_after = BritishDateField(
        label="What is the first day without this seat?", what="the first day without it"
    )


class FillSeat(ChangeForm):
    """A partner takes a seat."""

    appointment_id = Chosen(
        label="Which partner?", help_text="Partners whose appointment has not ended"
    )
    from_date = BritishDateField(label="From which day?", what="the first day")
    to_date = BritishDateField(
        label="Until which day?", what="the last day", required=False, help_text="Empty: no end"
    )
    membership = OneOf(label="As what?", choices=choices.MEMBERSHIP, radios=True)
    holds_seat = Tick(
        label="A deputy who holds the seat in their own right",
        help_text="Only then does a deputy count.",
    )

    def __init__(self, *args: Any, partners: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["appointment_id"].offer(partners)  # type: ignore[attr-defined]


class EndAssignment(ChangeForm):
    """A partner leaves a seat."""

    to_date = BritishDateField(
        label="What was, or will be, their last day in the seat?", what="the last day"
    )


class Recruit(ChangeForm):
    """Somebody is finding a partner for a seat."""

    owner_id = Chosen(label="Who finds a partner for this seat?")
    from_date = BritishDateField(label="From which day?", what="the first day")

    def __init__(self, *args: Any, people: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner_id"].offer(people)  # type: ignore[attr-defined]


class StopRecruiting(ChangeForm):
    """A partner was found, or the search was given up."""

    first_day_after = BritishDateField(label="On which day did the search end?", what="the day")


class ApproveAgain(ChangeForm):
    """A committee carries on after its organisation merged."""

    organisation_id = Chosen(label="Which organisation keeps it from then on?")
    approved_on = BritishDateField(
        label="On which day was it approved?", what="the day", help_text="Today or earlier"
    )

    def __init__(self, *args: Any, successors: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose_organisation(self, successors)
        if not list(successors):
            del self.fields["organisation_id"]


class CommitteeStep(ChangeForm):
    """One step of a committee: its day, and what this step asks."""

    ANSWERED_BY: ClassVar[dict[str, str]] = {"approver": "approved_by"}

    effective_on = BritishDateField(
        label="From which day does this count?",
        what="the day",
        help_text="Today or earlier. A day long ago needs somebody else's approval.",
    )
    safety_related = OneOf(
        label="Does it review safety data?",
        choices=choices.CLASSIFIED,
        radios=True,
        required=False,
    )
    duties_go_to = Chosen(label="Which committee takes its safety duties?", required=False)
    into = Chosen(label="Which committee does it merge into?", required=False)
    assignments = OneOf(
        label="What becomes of those who hold its seats?",
        choices=(("end", "They end"), ("move", "They move to the other committee")),
        radios=True,
        required=False,
    )
    review_on = BritishDateField(
        label="When are its terms of reference reviewed?", what="the review date", required=False
    )
    partners_told = Tick(label="Its patient safety partners were told")
    reason = TextField(label="Why?", max_length=2_000, required=False)
    approved_by = Chosen(label="Who else approves it?", required=False)
    seen_by_specialist = Chosen(
        label="Which patient safety specialist has seen it?",
        required=False,
        help_text="Needed where a committee no longer counts as reviewing safety data.",
    )

    def __init__(
        self,
        *args: Any,
        asks: Sequence[str],
        committees: Options,
        approvers: Options,
        specialists: Options,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        keep_only(self, ("ticket", "version", "effective_on", "approved_by", *asks))
        for name, offered in (
            ("duties_go_to", committees),
            ("into", committees),
            ("approved_by", approvers),
            ("seen_by_specialist", specialists),
        ):
            if name in self.fields:
                self.fields[name].offer(offered)  # type: ignore[attr-defined]
