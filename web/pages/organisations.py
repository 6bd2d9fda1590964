"""What the pages show of organisations, the visitor's or not."""

from __future__ import annotations

from uuid import UUID

from kernel.errors import FieldError, Invalid
from people import queries


def body_coded(code: str) -> UUID:
    """The organisation with an ODS code.

    Raises:
        Invalid: there is none.
    """
    found = queries.organisations_coded([code])
    if not found:
        raise Invalid(
            FieldError(
                pointer="/code",
                code="unknown",
                message="Enter the ODS code of an organisation that QIflow knows",
            )
        )
    return next(iter(found.values())).id
