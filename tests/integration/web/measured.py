"""A measure of the pages' tests, and what is typed into them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.test import Client

from kernel import clock
from projects.commands import measures as commands
from projects.measures.periods import next_period
from projects.models import Measure
from tests.factories import measures
from tests.integration.web.conftest import Furnished

MONDAY = date(2026, 1, 5)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def day(name: str, on: date) -> dict[str, Any]:
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def weekly(furnished: Furnished, **values: Any) -> Measure:
    """A weekly measure of the project that began half a year ago."""
    return measures.measure(
        furnished.project,
        name="Told what happens next",
        frequency="week",
        begins_on=MONDAY,
        now=clock.now(),
        **values,
    )


def block(weeks: int = 26, quiet: Sequence[int] = (7, 19)) -> str:
    lines = ["Week\tTold\tAsked"]
    for week in range(weeks):
        on = MONDAY + timedelta(weeks=week)
        counts = "0\t0" if week in quiet else f"{14 + week % 5}\t20"
        lines.append(f"{on:%d/%m/%Y}\t{counts}")
    return "\n".join(lines)


def fourteen_months(kind: str) -> list[commands.Entered]:
    """Fourteen months of one kind of data, one of them without any."""
    parts = kind in ("proportion", "rate")
    months = [next_period("month", date(2025, 1, 1), steps=step) for step in range(14)]
    made = []
    for step, month in enumerate(months):
        number = Decimal(5 + step * 7 % 5)
        values: dict[str, Any] = {"value": number}
        if parts:
            values = {"numerator": number, "denominator": Decimal(20)}
        elif kind == "sample":
            values = {"sample": (number, number + 1, number + 3)}
        made.append(commands.Entered(on_date=month, **({} if step == 6 else values)))
    return made
