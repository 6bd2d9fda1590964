"""Constraints that every fact with two clocks shares."""

from __future__ import annotations

from django.db.models import CheckConstraint, F, Q, UniqueConstraint


def in_order(name: str) -> CheckConstraint:
    """A fact does not end before it begins."""
    condition = Q(to_date__isnull=True) | Q(to_date__gte=F("from_date"))
    return CheckConstraint(condition=condition, name=f"{name}_ends_after_it_begins")


def open_once(name: str, *fields: str) -> UniqueConstraint:
    """At most one open fact is in force for the same thing."""
    return UniqueConstraint(
        fields=fields,
        condition=Q(superseded_at__isnull=True, to_date__isnull=True),
        name=f"{name}_open_once",
    )


def in_force_once(name: str, field: str) -> UniqueConstraint:
    """A line of corrections has one row in force."""
    return UniqueConstraint(
        fields=[field], condition=Q(superseded_at__isnull=True), name=f"{name}_in_force_once"
    )
