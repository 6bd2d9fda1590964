"""Reads the Standard rows and resolves them for organisations; writes belong to workflows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from kernel.rules.standards import Standards, resolve


def standards_of(
    organisation_ids: Iterable[UUID], *, known_at: datetime | None = None
) -> dict[UUID, Standards]:
    """The standards of each organisation, in one query.

    `known_at`: as known at that instant; None is as known now.
    """
    wanted = set(organisation_ids)
    with connection.cursor() as cursor:
        cursor.execute(
            _IN_FORCE if known_at is None else _KNOWN_AT,
            {"wanted": list(wanted), "at": known_at},
        )
        rows = cursor.fetchall()
    national: dict[str, list[tuple[date, int]]] = defaultdict(list)
    own: dict[UUID, dict[str, list[tuple[date, int | None]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for organisation_id, name, valid_from, value in rows:
        if organisation_id is None:
            if value is not None:
                national[name].append((valid_from, value))
        else:
            own[organisation_id][name].append((valid_from, value))
    shared = resolve(national=national, own={})
    return {
        wanted_id: resolve(national=national, own=own[wanted_id]) if wanted_id in own else shared
        for wanted_id in wanted
    }


_IN_FORCE = """
    SELECT organisation_id, name, valid_from, value FROM kernel_standard
    WHERE (organisation_id = ANY (%(wanted)s) OR organisation_id IS NULL) AND superseded_at IS NULL
"""
_KNOWN_AT = """
    SELECT organisation_id, name, valid_from, value FROM kernel_standard
    WHERE (organisation_id = ANY (%(wanted)s) OR organisation_id IS NULL)
        AND recorded_at <= %(at)s AND (superseded_at IS NULL OR superseded_at > %(at)s)
"""


def known(at: datetime | None) -> Q:
    """Rows of a fact with two clocks as they were known at an instant (None: as known now)."""
    if at is None:
        return Q(superseded_at__isnull=True)
    return Q(recorded_at__lte=at) & (Q(superseded_at__isnull=True) | Q(superseded_at__gt=at))
