"""Forms about projects: register, words, team, charter, sign-offs and steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms

from web.forms.answers import Chosen, OneOf, Options, Tick, YesOrNo
from web.forms.base import ChangeForm, PageForm
from web.forms.dates import BritishDateField
from web.forms.people import choose_organisation
from web.forms.text import LineField, TextField
from web.words import choices

_LONG = 10_000


class RegisterProject(PageForm):
    """What a team wants to improve; the rest is added as the work goes on."""

    organisation_id = Chosen(label="Organisation")
    title = LineField(
        label="What is the project called?",
        max_length=200,
        free=True,
        help_text="A few plain words",
    )
    problem = TextField(
        label="What is the problem, and why does it matter to patients?",
        max_length=_LONG,
        required=False,
        help_text="You can add this later. It is needed before the project is proposed.",
    )
    method = OneOf(
        label="How will you work?",
        choices=choices.METHOD,
        radios=True,
        help_text="An Always Event is something that should happen for every patient, every time.",
    )
    unit_id = Chosen(
        label="Where is it?",
        required=False,
        help_text="The ward, site or team. Leave empty for the whole organisation.",
    )

    def __init__(self, *args: Any, organisations: Options, units: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose_organisation(self, organisations)
        self.fields["unit_id"].offer(units)  # type: ignore[attr-defined]


class ProjectDetails(ChangeForm):
    """The words of a project. A new vision or aim needs to be agreed anew."""

    title = LineField(label="Title", max_length=200, free=True)
    problem = TextField(
        label="What is the problem, and why does it matter to patients?",
        max_length=_LONG,
        required=False,
    )
    vision = TextField(
        label="Vision, in the words of patients",
        max_length=_LONG,
        required=False,
        help_text="A change needs a patient partner's approval again.",
    )
    aim = TextField(
        label="Aim",
        max_length=_LONG,
        required=False,
        help_text="How much, by when, for whom. A change needs approval again.",
    )
    method = OneOf(label="How do you work?", choices=choices.METHOD, radios=True)
    unit_id = Chosen(label="Where is it?", required=False)
    started_on = BritishDateField(label="When did it start?", what="the start", required=False)
    target_on = BritishDateField(
        label="When do you hope to finish?", what="the finish", required=False
    )
    public_summary = TextField(
        label="Summary that anyone may read",
        max_length=_LONG,
        required=False,
        help_text="Needed before the project is archived.",
    )
    retention_from = BritishDateField(
        label="From which day does the retention period count?",
        what="the first day of the retention period",
        required=False,
    )

    def __init__(self, *args: Any, units: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit_id"].offer(units)  # type: ignore[attr-defined]


class _Membership(ChangeForm):
    """What is recorded of somebody on a team."""

    role = OneOf(label="In which role?", choices=choices.TEAM_ROLE)
    team = OneOf(label="On which team?", choices=choices.TEAM, radios=True)
    from_date = BritishDateField(label="From which day?", what="the first day")
    involvement = OneOf(
        label="For partners: how are they involved?",
        choices=(*choices.INVOLVEMENT, ("", "Not a partner")),
        radios=True,
        required=False,
    )
    capacity = OneOf(
        label="From which experience do they speak?",
        choices=choices.CAPACITY,
        radios=True,
        help_text="Patients and carers usually speak from lived experience, staff from learnt.",
    )
    relevant_experience = YesOrNo(
        label="Have they lived through what the project is about?", unsure="Not said"
    )
    partner_agreed = YesOrNo(
        label="For staff who speak from lived experience: have the partners agreed?",
        unsure="Not said, or does not apply",
    )


class TeamMember(_Membership):
    """Somebody joins a team of a project."""

    field_order = ("person_id",)

    person_id = Chosen(label="Who?")

    def __init__(self, *args: Any, people: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person_id"].offer(people)  # type: ignore[attr-defined]


class CorrectMember(_Membership):
    """A membership was recorded wrongly."""

    field_order = ("role", "team", "from_date", "to_date")

    to_date = BritishDateField(
        label="Until which day?", what="the last day", required=False, help_text="Empty: no end"
    )


class EndMember(ChangeForm):
    """Somebody leaves a team."""

    to_date = BritishDateField(
        label="What was, or will be, their last day?",
        what="the last day",
        help_text="They are on the team on this day, and not from the next",
    )


class CharterForm(ChangeForm):
    """What is agreed at set-up, above all how partners are found, supported and paid."""

    purpose = TextField(label="Purpose", max_length=_LONG, required=False)
    population = TextField(label="Whom is it for?", max_length=_LONG, required=False)
    partner_recruitment = TextField(
        label="How are partners found?", max_length=_LONG, required=False
    )
    partner_support = TextField(
        label="How are partners supported?",
        max_length=_LONG,
        required=False,
        help_text="Needed before set-up is approved.",
    )
    partner_payment = TextField(
        label="How are partners paid?",
        max_length=_LONG,
        required=False,
        help_text="Needed before set-up is approved.",
    )


class SignOffForm(ChangeForm):
    """Somebody agreed, in a way, on a day."""

    about = OneOf(label="What was agreed?", choices=choices.SIGN_OFF_ABOUT)
    person_id = Chosen(label="Who agreed?", help_text="Somebody who is on the team on that day")
    given_as = OneOf(label="As what?", choices=choices.SIGN_OFF_AS, radios=True)
    way = OneOf(label="In which way?", choices=choices.SIGN_OFF_WAY, radios=True)
    given_on = BritishDateField(label="On which day?", what="the day")

    def __init__(self, *args: Any, people: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person_id"].offer(people)  # type: ignore[attr-defined]


class ParticipantForm(ChangeForm):
    """Another organisation takes part in a project or committee."""

    code = LineField(
        label="ODS code of the organisation",
        max_length=10,
        help_text="For example, RXX. Its members will be able to read this.",
    )
    from_date = BritishDateField(label="From which day?", what="the first day")


class EndParticipation(ChangeForm):
    """An organisation takes part no longer."""

    last_day = BritishDateField(
        label="What was, or will be, the last day on which it takes part?",
        what="the last day",
        help_text="From the next day its members can no longer read this",
    )

    ANSWERED_BY: ClassVar[dict[str, str]] = {"to_date": "last_day"}


class ProjectStep(ChangeForm):
    """One step along the stages: its day, and what this step asks."""

    effective_on = BritishDateField(
        label="From which day does this count?",
        what="the day",
        help_text="Today or earlier. A day long ago needs somebody else's approval.",
    )
    reason = TextField(label="Why?", max_length=2_000, required=False)
    review_on = BritishDateField(
        label="When is it looked at again?", what="the review date", required=False
    )
    partners_told = Tick(label="The partners were told")
    stop_reason = OneOf(
        label="Why does it stop?", choices=choices.STOP_REASON, radios=True, required=False
    )
    learning = TextField(
        label="What can others learn from this project?", max_length=_LONG, required=False
    )
    partners_thanked = Tick(label="The partners were thanked and told why")
    data_disposition = OneOf(
        label="What happens to the data?",
        choices=choices.DATA_DISPOSITION,
        radios=True,
        required=False,
    )
    approved_by = Chosen(
        label="Who else approves it?",
        required=False,
        help_text="Only for a day long ago. Somebody who could take this step themselves.",
    )

    ANSWERED_BY: ClassVar[dict[str, str]] = {
        "review_date": "review_on",
        "learning_note": "learning",
    }

    def __init__(self, *args: Any, asks: Sequence[str], approvers: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        keep_only(self, ("ticket", "version", "effective_on", "approved_by", *asks))
        self.fields["approved_by"].offer(approvers)  # type: ignore[attr-defined]


def keep_only(form: forms.Form, wanted: Iterable[str]) -> None:
    """Take away the questions that this step does not ask."""
    keep = set(wanted)
    for name in [name for name in form.fields if name not in keep]:
        del form.fields[name]
