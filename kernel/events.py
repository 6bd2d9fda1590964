"""The catalogue of domain events: ids and facts only, never people's names or free text."""

from __future__ import annotations

import dataclasses
import re
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

_TYPE = re.compile(r"^uk\.qiflow\.[a-z_]+\.[a-z_]+\.v[1-9][0-9]*$")

CATALOGUE: dict[str, type[DomainEvent]] = {}


@dataclasses.dataclass(frozen=True, kw_only=True)
class DomainEvent:
    """Something that happened to one aggregate, named in the past tense.

    Subclasses set `type` (`uk.qiflow.<noun>.<happened>.v<n>`) and list their facts as fields.
    """

    type: ClassVar[str]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not _TYPE.match(cls.type):
            raise TypeError(f"{cls.type!r} is not of the form uk.qiflow.<noun>.<happened>.v<n>")
        known = CATALOGUE.get(cls.type)
        if known is not None and known.__qualname__ != cls.__qualname__:
            raise TypeError(f"{cls.type} is taken by {known.__qualname__}")
        CATALOGUE[cls.type] = cls

    def data(self) -> dict[str, Any]:
        """The facts as JSON values; None is left out."""
        return {
            field.name: _plain(value)
            for field in dataclasses.fields(self)
            if (value := getattr(self, field.name)) is not None
        }


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, tuple | list | frozenset):
        return [_plain(item) for item in value]
    return value
