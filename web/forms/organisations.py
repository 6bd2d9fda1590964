"""Forms about organisations: the register, who looks at one from above, what one came from."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from web.forms.answers import Chosen, OneOf, Options
from web.forms.base import ChangeForm, PageForm
from web.forms.dates import BritishDateField
from web.forms.text import LineField
from web.words import choices

#: What the register says beside the name; the answers are the operators' to give.
KEPT_BY_OPERATORS = ("type", "ods_code", "opened_on", "closed_on")


class _Registered(forms.Form):
    """What the register says of an organisation."""

    name = LineField(label="Name", max_length=200)
    type = OneOf(label="What is it?", choices=choices.ORGANISATION_TYPE)
    ods_code = LineField(
        label="ODS code",
        max_length=8,
        required=False,
        help_text="For example, RXX. Empty where it has none. A code cannot be changed later.",
    )
    icb = LineField(label="Integrated care board", max_length=200, required=False)
    region = LineField(label="Region", max_length=100, required=False)
    opened_on = BritishDateField(
        label="Since when does it exist?", what="the first day", required=False
    )

    def clean_ods_code(self) -> str | None:
        """Codes are written in capitals; what has none has no empty one either."""
        code: str = self.cleaned_data["ods_code"]
        return code.upper() or None


class RegisterOrganisation(_Registered, PageForm):
    """A body that is to keep records here."""


class OrganisationDetails(_Registered, ChangeForm):
    """What the register says; of their own, administrators change less than operators."""

    closed_on = BritishDateField(
        label="When did it close?",
        what="the last day",
        required=False,
        help_text="Empty: it has not",
    )

    def __init__(self, *args: Any, kept: tuple[str, ...], **options: Any) -> None:
        """`kept`: what the visitor may not change."""
        super().__init__(*args, **options)
        for name in kept:
            del self.fields[name]


class GrantOversight(ChangeForm):
    """A wider body may read findings."""

    ANSWERED_BY: ClassVar[dict[str, str]] = {"overseer_id": "code"}

    code = LineField(
        label="ODS code of the organisation that may look",
        max_length=10,
        help_text="For example, that of your integrated care board",
    )
    from_date = BritishDateField(label="From which day?", what="the first day")
    to_date = BritishDateField(
        label="Until which day?", what="the last day", required=False, help_text="Empty: no end"
    )


class EndOversight(ChangeForm):
    """A wider body may read findings no longer."""

    to_date = BritishDateField(
        label="What was, or will be, the last day on which it may look?", what="the last day"
    )


class RecordSuccession(PageForm):
    """One body stands in the place of another."""

    predecessor_id = Chosen(label="In whose place does it stand?")
    from_date = BritishDateField(
        label="From which day?", what="the first day", help_text="The day of the merger"
    )

    def __init__(self, *args: Any, bodies: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["predecessor_id"].offer(bodies)  # type: ignore[attr-defined]
