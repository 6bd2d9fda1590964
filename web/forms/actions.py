"""Forms about actions: add one, change it, and its steps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from records.commands.actions import Owner
from web.forms.answers import Chosen, Options
from web.forms.base import ChangeForm, PageForm
from web.forms.dates import BritishDateField
from web.forms.text import LineField, TextField

_NOTE = 2_000
#: One list offers users and people.
_ONE_BOX = {"owner_person_id": "owner_id"}


#: Begins the value of a person in the list of owners; stands in it for nobody.
PERSON, NOBODY = "person:", "nobody"


def _owner(label: str) -> Chosen:
    return Chosen(
        label=label,
        help_text="Colleagues whose role reads this, and people without an account",
        coerce=_chosen_owner,
    )


def _chosen_owner(value: str) -> Owner:
    if value == NOBODY:
        return Owner()
    if value.startswith(PERSON):
        return Owner(person_id=UUID(value.removeprefix(PERSON)))
    return Owner(user_id=UUID(value))


def _by_when() -> BritishDateField:
    return BritishDateField(label="By when?", what="the day", help_text="For example, 31 3 2027")


class AddAction(PageForm):
    """Somebody is to do something by a day."""

    ANSWERED_BY = _ONE_BOX

    title = LineField(
        label="What is to be done?",
        max_length=200,
        free=True,
        help_text="Begin with a verb: Order, Ask, Send",
    )
    owner_id = _owner("Who does it?")
    due_on = _by_when()

    def __init__(self, *args: Any, owners: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner_id"].offer(owners)  # type: ignore[attr-defined]


class ChangeAction(ChangeForm):
    """Other words, or another day."""

    title = LineField(label="What is to be done?", max_length=200, free=True)
    due_on = _by_when()


class CompleteAction(ChangeForm):
    """It is done."""

    note = TextField(label="What came of it?", max_length=_NOTE, required=False)


class DropAction(ChangeForm):
    """It will not be done."""

    reason = TextField(label="Why will it not be done?", max_length=_NOTE)


class HandOverAction(ChangeForm):
    """Somebody else takes it on."""

    ANSWERED_BY = _ONE_BOX

    owner_id = _owner("Who takes it on?")
    reason = TextField(label="Why?", max_length=_NOTE)

    def __init__(self, *args: Any, owners: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner_id"].offer(owners)  # type: ignore[attr-defined]


class ReopenAction(ChangeForm):
    """It has to be done after all."""

    reason = TextField(label="Why is it opened again?", max_length=_NOTE)
    due_on = _by_when()
