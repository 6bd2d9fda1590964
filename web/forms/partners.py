"""Forms about appointments of patient safety partners."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from web.forms.answers import Chosen, OneOf, Options, Tick
from web.forms.base import ChangeForm, PageForm
from web.forms.dates import BritishDateField
from web.forms.numbers import CountField
from web.forms.people import choose_organisation
from web.forms.projects import keep_only
from web.forms.text import LineField, TextField
from web.words import choices

_LEVELS = (
    ("4", "Level 4: partner in governance and strategy"),
    ("3", "Level 3"),
    ("2", "Level 2"),
    ("1", "Level 1"),
)


class NewApplication(PageForm):
    """Somebody would like to be a patient safety partner."""

    organisation_id = Chosen(label="Organisation")
    person_id = Chosen(label="Who?")
    applied_on = BritishDateField(label="When did they apply?", what="the day they applied")
    role_level = OneOf(label="For which level of role?", choices=_LEVELS, coerce=int)

    def __init__(self, *args: Any, organisations: Options, people: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose_organisation(self, organisations)
        self.fields["person_id"].offer(people)  # type: ignore[attr-defined]


class CorrectTerm(ChangeForm):
    """The dates of a term were entered wrongly."""

    number = CountField(label="Which term?", min_value=0, max_value=50)
    from_date = BritishDateField(label="First day", what="the first day")
    to_date = BritishDateField(label="Last day", what="the last day")


class RecordInduction(ChangeForm):
    """Induction and the signature on confidentiality, with their true days."""

    completed_on = BritishDateField(
        label="When was induction completed?", what="the day of induction"
    )
    confidentiality_signed_on = BritishDateField(
        label="When was confidentiality signed?", what="the day of the signature"
    )


class AppointmentStep(ChangeForm):
    """One step of an appointment: its day, and what this step asks."""

    effective_on = BritishDateField(
        label="From which day does this count?",
        what="the day",
        help_text="Today or earlier. A day long ago needs somebody else's approval.",
    )
    panel_had_partner = Tick(
        label="A partner sat on the panel",
        help_text="Where you have none yet, one from Healthwatch or another organisation.",
    )
    feedback_offered = Tick(label="The person was offered feedback")
    task_profile = TextField(label="Role and tasks", max_length=10_000, required=False)
    payment_explained_on = BritishDateField(
        label="When was payment explained, and that it may be declined?",
        what="the day payment was explained",
        required=False,
    )
    terms_accepted_on = BritishDateField(
        label="When did the person accept the terms?", what="the day", required=False
    )
    confidentiality_draft_seen_on = BritishDateField(
        label="When did the person see the draft on confidentiality?",
        what="the day",
        required=False,
    )
    identity_seen_on = BritishDateField(
        label="When was identity seen?", what="the day", required=False
    )
    references_seen_on = BritishDateField(
        label="When were references seen?", what="the day", required=False
    )
    benefits_advice_offered_on = BritishDateField(
        label="When was advice on tax and benefits offered?", what="the day", required=False
    )
    induction_completed_on = BritishDateField(
        label="When was induction completed?", what="the day of induction", required=False
    )
    confidentiality_signed_on = BritishDateField(
        label="When was confidentiality signed?", what="the day of the signature", required=False
    )
    starts_on = BritishDateField(
        label="When does the role begin?",
        what="the first day",
        required=False,
        help_text="Empty: from the day on which this counts. A day to come is waited for.",
    )
    term_ends_on = BritishDateField(
        label="What is the last day of the term?",
        what="the last day of the term",
        required=False,
        help_text="Empty: the usual length",
    )
    from_date = BritishDateField(
        label="First day of the new term", what="the first day", required=False
    )
    to_date = BritishDateField(
        label="Last day of the new term",
        what="the last day",
        required=False,
        help_text="Empty: the usual length",
    )
    signed_on = BritishDateField(
        label="When was it signed?", what="the day of the signature", required=False
    )
    review_held = Tick(label="A review was held with the partner")
    over_limit_reason = TextField(
        label="Why one more renewal than the limit?", max_length=2_000, required=False
    )
    return_expected_on = BritishDateField(
        label="When is the partner expected back?", what="the day", required=False
    )
    refresher_done = Tick(label="The partner had a refresher")
    concern_reference = LineField(
        label="Under which reference is the concern kept?",
        max_length=200,
        free=True,
        required=False,
        help_text="No names and no details here.",
    )
    raised_by = Chosen(
        label="Which colleague raised the concern?",
        required=False,
        help_text="Empty where it was nobody who signs in here.",
    )
    support_offered = Tick(label="The partner was offered support")
    review_on = BritishDateField(
        label="When is it reviewed?",
        what="the review date",
        required=False,
        help_text="Within two weeks",
    )
    outcome = TextField(label="What was the outcome?", max_length=2_000, required=False)
    end_reason = OneOf(
        label="How does it end?", choices=choices.END_REASON, radios=True, required=False
    )
    exit_conversation_offered = Tick(label="A last conversation was offered")
    access_removed_on = BritishDateField(
        label="When was access to papers and systems removed?", what="the day", required=False
    )
    reason = TextField(label="Why?", max_length=2_000, required=False)
    approved_by = Chosen(
        label="Who else approves it?",
        required=False,
        help_text="Only for a day long ago. Somebody who manages appointments too.",
    )

    def __init__(
        self, *args: Any, asks: Sequence[str], colleagues: Options, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        keep_only(self, ("ticket", "version", "effective_on", "approved_by", *asks))
        for name in ("approved_by", "raised_by"):
            if name in self.fields:
                self.fields[name].offer(colleagues)  # type: ignore[attr-defined]
