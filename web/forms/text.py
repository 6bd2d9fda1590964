"""Text that people type: kept as typed where it can be, refused with a way out where it cannot."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kernel.text import BadText, clean


class TextField(forms.CharField):
    """Several lines of text, with the count said when there is too much of it."""

    widget: type[forms.Widget] = forms.Textarea
    multiline = True

    def __init__(
        self,
        *,
        max_length: int,
        free: bool | None = None,
        contact: bool = False,
        **options: Any,
    ) -> None:
        self.limit = max_length
        # The text guard looks at what people write in their own words (`web.forms.guard`).
        self.free = self.multiline if free is None else free
        self.contact = contact
        # The limit is said with the count below; Django's own sentence has no way out.
        super().__init__(max_length=None, **options)
        # Django's answer to NUL is "not allowed"; the kernel's says what to do.
        self.validators = [
            check
            for check in self.validators
            if type(check).__name__ != "ProhibitNullCharactersValidator"
        ]

    def to_python(self, value: Any) -> str:
        text = (super().to_python(value) or "").replace("\r\n", "\n")
        try:
            return clean(text, multiline=self.multiline)
        except BadText as refusal:
            raise ValidationError(str(refusal), code="text") from None

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.limit:
            raise ValidationError(
                f"Use {self.limit:,} characters or fewer. You have used {len(value):,}.",
                code="too_long",
            )


class OneTimeInput(forms.TextInput):
    """A box for a code that works once: like a password, it is never sent back."""


class LineField(TextField):
    """One line of text, such as a title or a name."""

    widget = forms.TextInput
    multiline = False
