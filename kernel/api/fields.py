"""Fields that say no clearly: no silent conversion, no unknown names, no broken text."""

from __future__ import annotations

import re
import sys
from datetime import date
from decimal import Decimal
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.fields import empty

from kernel.api.body import DEEPEST, depth_of
from kernel.api.guard import Guard
from kernel.clock import LONDON
from kernel.text import BadText, clean

LARGEST_INTEGER = 2**31 - 1


class Text(serializers.CharField):
    """Text, trimmed and in NFC. `multiline` allows line breaks.

    `free`: somebody writes in their own words, so the text guard looks at it; several lines always
    are. `contact`: a telephone number belongs here, so nothing is said about one.
    """

    def __init__(
        self,
        *,
        multiline: bool = False,
        free: bool | None = None,
        contact: bool = False,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("max_length", 10_000 if multiline else 200)
        super().__init__(trim_whitespace=False, **kwargs)
        self.multiline = multiline
        self.free = multiline if free is None else free
        self.contact = contact

    def run_validation(self, data: Any = empty) -> Any:
        if isinstance(data, str):
            try:
                data = clean(data, multiline=self.multiline)
            except BadText as error:
                raise serializers.ValidationError(str(error), code="bad_text") from None
        value = super().run_validation(data)
        if self.free and isinstance(value, str):
            self._guard(value)
        return value

    def _guard(self, text: str) -> None:
        guard: Guard = self.context.get("guard") or Guard()
        problems = guard.judge(self._pointer(), text, contact=self.contact)
        if problems:
            raise serializers.ValidationError(
                [ErrorDetail(problem.sentence, code=problem.code) for problem in problems]
            )

    def _pointer(self) -> str:
        names = []
        field: Any = self
        while field is not None:
            names.append(field.field_name)
            field = field.parent
        return "".join(f"/{name}" for name in reversed(names) if name)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            raise serializers.ValidationError("Send text.", code="not_text")
        return super().to_internal_value(data)


class Whole(serializers.IntegerField):
    """A whole number, as a JSON number."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_value", LARGEST_INTEGER)
        kwargs.setdefault("min_value", 0)
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            raise serializers.ValidationError("Send a whole number.", code="not_a_number")
        return data


class Number(serializers.FloatField):
    """A number, as a JSON number; kept exactly as it was written."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, bool) or not isinstance(data, int | float):
            raise serializers.ValidationError("Send a number.", code="not_a_number")
        if not abs(data) <= sys.float_info.max:
            raise serializers.ValidationError("Send a smaller number.", code="max_value")
        return Decimal(str(data))


class YesNo(serializers.BooleanField):
    """true or false, nothing that looks like it."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            raise serializers.ValidationError("Send true or false.", code="not_a_boolean")
        return data


class Day(serializers.DateField):
    """A calendar date in the form 2027-03-31."""

    earliest = date(1900, 1, 1)
    latest = date(2199, 12, 31)

    def to_internal_value(self, value: Any) -> date:
        if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            raise serializers.ValidationError(
                "Send a date in the form 2027-03-31.", code="not_a_date"
            )
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise serializers.ValidationError(
                "There is no such day. Send a date in the form 2027-03-31.", code="not_a_date"
            ) from None
        if not self.earliest <= day <= self.latest:
            raise serializers.ValidationError(
                "Send a year between 1900 and 2199.", code="not_a_date"
            )
        return day


class Instant(serializers.DateTimeField):
    """An instant with its offset, in the form 2027-03-31T14:30:00Z."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default_timezone=LONDON, **kwargs)

    def to_internal_value(self, value: Any) -> Any:
        if not isinstance(value, str) or not re.search(r"(Z|[+-]\d\d:\d\d)$", value):
            raise serializers.ValidationError(
                "Send an instant with its offset, such as 2027-03-31T14:30:00Z.", code="no_offset"
            )
        return super().to_internal_value(value)


class Id(serializers.UUIDField):
    """An identifier, in the form 123e4567-e89b-12d3-a456-426614174000."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str) or len(data) != 36:
            raise serializers.ValidationError("Send an identifier (a UUID).", code="not_an_id")
        return super().to_internal_value(data)


class Choice(serializers.ChoiceField):
    """One of a fixed list of words."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str) or data not in self.choices:
            allowed = ", ".join(str(choice) for choice in self.choices if choice != "")
            raise serializers.ValidationError(f"Send one of: {allowed}.", code="not_a_choice")
        return data


class Strict(serializers.Serializer[Any]):
    """A body: every name is known, every value is of its type."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, dict):
            raise serializers.ValidationError(
                {"non_field_errors": [ErrorDetail("Send an object.", code="not_an_object")]}
            )
        if depth_of(data) > DEEPEST:
            raise serializers.ValidationError(
                {
                    "non_field_errors": [
                        ErrorDetail("At most 20 levels of nesting.", code="too_deep")
                    ]
                }
            )
        known = {name for name, field in self.fields.items() if not field.read_only}
        unknown = [name for name in data if name not in known]
        if unknown:
            listed = ", ".join(sorted(known))
            raise serializers.ValidationError(
                {
                    _short(name): [
                        ErrorDetail(
                            f"Unknown field. This address takes: {listed}.", code="unknown_field"
                        )
                    ]
                    for name in unknown[:20]
                }
            )
        return super().to_internal_value(data)


def _short(name: str) -> str:
    return name[:60]
