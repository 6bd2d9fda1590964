"""Forms of meetings and events: plan, change, call off, invite, answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from records.links.declared import PERSON, USER, Recipient
from web.forms.answers import OneOf, Options
from web.forms.base import ChangeForm, PageForm
from web.forms.dates import BritishDateField
from web.forms.text import LineField, TextField
from web.forms.times import TimeField
from web.words.choices import COMING


class _Words(forms.Form):
    """What a meeting or event is, when and where."""

    title = LineField(
        label="What is it?",
        max_length=200,
        free=True,
        help_text="For example, Co-design session 2",
    )
    on_date = BritishDateField(label="On which day?", what="the day")
    from_time = TimeField(label="When does it begin?", what="when it begins")
    to_time = TimeField(label="When does it end?", what="when it ends", required=False)
    place = LineField(
        label="Where is it?",
        max_length=300,
        free=True,
        required=False,
        help_text="Room and address",
    )
    way_to_join = LineField(
        label="How can people join from elsewhere?",
        max_length=500,
        free=True,
        contact=True,
        required=False,
        help_text="An address to open, or a number to ring",
    )


class PlanOccasion(_Words, PageForm):
    """Something new."""


class ChangeOccasion(_Words, ChangeForm):
    """Another day, time or place."""


class CancelOccasion(ChangeForm):
    """It will not take place."""

    reason = TextField(label="Why is it called off?", max_length=2_000)


def _recipient(value: str) -> Recipient:
    kind, _, key = value.partition(":")
    return Recipient(kind=kind, id=UUID(key))


class InvitePeople(ChangeForm):
    """Whom to invite."""

    ANSWERED_BY = {"person_ids": "people", "person_id": "people", "user_id": "people"}

    people = forms.TypedMultipleChoiceField(
        label="Whom do you invite?",
        coerce=_recipient,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select whom you invite"},
    )
    note = TextField(
        label="A word to them",
        max_length=1_000,
        required=False,
        help_text="They see it on the page that their link opens.",
    )

    def __init__(self, *args: Any, users: Options, people: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["people"].choices = [  # type: ignore[attr-defined]
            *((f"{USER}:{key}", name) for key, name in users),
            *((f"{PERSON}:{key}", f"{name} (no account)") for key, name in people),
        ]


class OwnAnswer(PageForm):
    """Whether somebody who is signed in comes."""

    answer = OneOf(label="Will you come?", choices=COMING, radios=True)
    words = TextField(
        label="Anything that we should know",
        max_length=2_000,
        required=False,
        help_text="For example, what you need to take part. Whoever invites people reads it.",
    )
