"""Several sites as one: numerators and denominators are summed, percentages never averaged. Pure.

Source: QIflow field notes 8.3.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from math import fsum

from projects.measures.series import Row


def pooled(sites: Iterable[Sequence[Row]]) -> tuple[Row, ...]:
    """One row a period, over the sites that have both a numerator and a denominator then.

    A period in which no site has both is a gap, known to be one.
    """
    periods: dict[date, list[tuple[float, float]]] = {}
    for rows in sites:
        for row in rows:
            known = periods.setdefault(row.on_date, [])
            if row.numerator is not None and row.denominator is not None:
                known.append((row.numerator, row.denominator))
    return tuple([_summed(day, periods[day]) for day in sorted(periods)])


def partly_known(sites: Sequence[Sequence[Row]]) -> tuple[date, ...]:
    """The periods of which some sites have figures and others have not, oldest first."""
    known: list[set[date]] = [
        {row.on_date for row in rows if None not in (row.numerator, row.denominator)}
        for rows in sites
    ]
    anywhere: set[date] = set().union(*known)
    return tuple(sorted(day for day in anywhere if not all(day in site for site in known)))


def _summed(day: date, known: Sequence[tuple[float, float]]) -> Row:
    if not known:
        return Row(day)
    above, below = fsum([n for n, _ in known]), fsum([d for _, d in known])
    return Row(day, numerator=above, denominator=below)
