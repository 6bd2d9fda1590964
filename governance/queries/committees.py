"""Committees: the list with today's standing, one committee, its seats, who takes part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from governance.models import (
    Committee,
    CommitteeClassification,
    CommitteeOrganisation,
    CommitteeTerms,
    RecruitmentAction,
    Seat,
    SeatAssignment,
    SeatTerm,
)
from governance.policies.committees import may_read
from kernel.actors import Actor
from kernel.api.pages import Page, key_of
from kernel.decisions import require
from kernel.errors import NotFound
from kernel.models import Standing
from kernel.rules.rule import say
from kernel.rules.rulebook import RULEBOOK
from kernel.standards import known
from people.queries.alike import SHORTEST, alike_to, least_alike
from people.queries.bodies import organisation_names
from records.queries.tags import tagged

_ROW = (
    "id",
    "organisation_id",
    "unit_id",
    "name",
    "state",
    "established_on",
    "ended_on",
    "meeting_frequency",
    "chair_id",
    "quorum",
    "equivalent_of",
    "psirf_oversight",
    "duties_go_to_id",
    "kept_by_id",
    "external_id",
    "version",
    "updated_at",
)


def committees(
    *,
    actor: Actor,
    page: Page,
    organisation: UUID | None = None,
    unit: UUID | None = None,
    state: str | None = None,
    outcome: str | None = None,
    tag: str | None = None,
    q: str | None = None,
) -> list[dict[str, Any]]:
    """Committees by name with how C01 stands today, at most one more than the page holds.

    A person of an organisation where no role of theirs reads committees sees none of them.
    """
    rows = Committee.objects.visible_to(actor).filter(_readable(actor))
    rows = rows.filter(_kept_by(organisation)) if organisation else rows
    rows = rows.filter(unit_id=unit) if unit else rows
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(name__icontains=q) if q else rows
    rows = rows.filter(pk__in=tagged("committee", tag)) if tag else rows
    if outcome:
        standing = Standing.objects.filter(rule_id="C01", outcome=outcome)
        rows = rows.filter(pk__in=standing.values("subject_id"))
    if after := key_of(page, str, UUID):
        name, last = after
        rows = rows.filter(Q(name__gt=name) | Q(name=name, pk__gt=last))
    found = list(rows.order_by("name", "pk").values(*_ROW)[: page.fetch])
    today = standings([row["id"] for row in found])
    return [{**row, "standing": today.get(row["id"])} for row in found]


def _kept_by(organisation_id: UUID) -> Q:
    own = Q(organisation_id=organisation_id, kept_by__isnull=True)
    return own | Q(kept_by_id=organisation_id)


def committees_named_like(actor: Actor, words: str, *, most: int) -> list[dict[str, Any]]:
    """Committees whose names hold the words, by name; what nearly does where none holds them."""
    columns = ("id", "organisation_id", "name", "state")
    rows = Committee.objects.visible_to(actor).filter(_readable(actor))
    held = rows.filter(name__icontains=words).order_by("name", "pk").values(*columns)[:most]
    holding = [dict(row) for row in held]
    if holding or len(words) < SHORTEST:
        return holding
    near = rows.annotate(alike=alike_to(words)).filter(alike__gte=least_alike(words))
    return [dict(row) for row in near.order_by("-alike", "name").values(*columns)[:most]]


def readable_committees(actor: Actor) -> QuerySet[Committee]:
    """The committees whose pages the actor may open."""
    return Committee.objects.visible_to(actor).filter(_readable(actor))


def _readable(actor: Actor) -> Q:
    if actor.everywhere:
        return Q()
    where = {
        grant.organisation_id for grant in actor.grants if "committee.read" in grant.permissions
    }
    shared = actor.shared_ids if actor.may_somewhere("committee.read") else frozenset()
    return Q(organisation_id__in=where) | Q(pk__in=shared)


def standings(ids: Iterable[UUID], rule_id: str = "C01") -> dict[UUID, dict[str, Any]]:
    """How a rule stands today for many committees, in one query, with its sentence."""
    rule = RULEBOOK.rules[rule_id]
    rows = Standing.objects.filter(subject_id__among=list(ids), rule_id=rule_id).values(
        "subject_id",
        "rule_id",
        "outcome",
        "met",
        "code",
        "params",
        "since",
        "next_on",
        "next_outcome",
    )
    return {
        row["subject_id"]: {
            **{name: value for name, value in row.items() if name in _STANDING},
            "sentence": say(rule, row["code"], row["params"]),
        }
        for row in rows
    }


_STANDING = ("rule_id", "outcome", "met", "since", "next_on", "next_outcome")


def readable_committee(committee_id: UUID, actor: Actor) -> dict[str, Any]:
    """The row of one committee.

    Raises:
        NotFound, Denied
    """
    row = Committee.objects.visible_to(actor).filter(pk=committee_id).values(*_ROW).first()
    if row is None:
        raise NotFound("There is no such committee.")
    shared = committee_id in actor.shared_ids
    require(may_read(actor, organisation_id=row["organisation_id"], shared=shared))
    return dict(row)


def get_committee(
    *,
    actor: Actor,
    committee_id: UUID,
    as_at: date,
    known_at: datetime | None = None,
) -> dict[str, Any]:
    """One committee with what holds on a day: classification, terms, seats, who takes part.

    Raises:
        NotFound, Denied
    """
    row = readable_committee(committee_id, actor)
    on = _on(as_at, known_at)
    return {
        **row,
        "classification": _first(
            CommitteeClassification,
            committee_id,
            on,
            "safety_related",
            "reason",
            "approved_by",
            "approver_is_chair",
            "confirmed_on",
            "papers_noted_on",
            "from_date",
            "to_date",
        ),
        "terms_of_reference": _first(
            CommitteeTerms, committee_id, on, "reference", "from_date", "review_on"
        ),
        "organisations": participants(committee_id, on),
        "seats": seats(committee_id, on),
        "standing": standings([committee_id]).get(committee_id),
    }


def _on(day: date, known_at: datetime | None) -> Q:
    in_days = Q(from_date__lte=day) & (Q(to_date__isnull=True) | Q(to_date__gte=day))
    return in_days & known(known_at)


def _first(model: Any, committee_id: UUID, on: Q, *columns: str) -> Mapping[str, Any] | None:
    found: Mapping[str, Any] | None = (
        model.objects.filter(on, committee_id=committee_id).values(*columns).first()
    )
    return found


def participants(committee_id: UUID, on: Q) -> list[dict[str, Any]]:
    """The other organisations that take part, with their names."""
    rows = list(
        CommitteeOrganisation.objects.filter(on, committee_id=committee_id)
        .order_by("from_date", "participant_id")
        .values("participant_id", "from_date", "to_date", "keeps")
    )
    names = organisation_names([row["participant_id"] for row in rows])
    return [
        {
            "organisation_id": row["participant_id"],
            "name": names[row["participant_id"]].name if row["participant_id"] in names else "",
            "from_date": row["from_date"],
            "to_date": row["to_date"],
            "keeps": row["keeps"],
        }
        for row in rows
    ]


def committee_organisations(
    *, actor: Actor, committee_id: UUID, as_at: date, known_at: datetime | None = None
) -> list[dict[str, Any]]:
    """The organisations that take part in a committee on a day.

    Raises:
        NotFound, Denied
    """
    readable_committee(committee_id, actor)
    return participants(committee_id, _on(as_at, known_at))


def present_participant(
    *, actor: Actor, committee_id: UUID, organisation_id: UUID
) -> dict[str, Any]:
    """An organisation that takes part in a committee and has no last day yet.

    Raises:
        NotFound, Denied
    """
    readable_committee(committee_id, actor)
    of_it = Q(participant_id=organisation_id, to_date__isnull=True)
    found = participants(committee_id, of_it & known(None))
    if not found:
        raise NotFound("This organisation does not take part.")
    return found[0]


def committee_seats(
    *, actor: Actor, committee_id: UUID, as_at: date, known_at: datetime | None = None
) -> list[dict[str, Any]]:
    """The seats of a committee on a day, each with who holds it and who recruits for it.

    Raises:
        NotFound, Denied
    """
    readable_committee(committee_id, actor)
    return seats(committee_id, _on(as_at, known_at))


def require_seat(*, actor: Actor, committee_id: UUID, seat_id: UUID) -> None:
    """Refuse to speak of a seat that the committee never had.

    Raises:
        NotFound, Denied
    """
    readable_committee(committee_id, actor)
    if not Seat.objects.filter(committee_id=committee_id, pk=seat_id).exists():
        raise NotFound("There is no such seat.")


def seats(committee_id: UUID, on: Q) -> list[dict[str, Any]]:
    columns = ("required", "from_date", "to_date")
    terms = {
        row["seat_id"]: {name: value for name, value in row.items() if name in columns}
        for row in SeatTerm.objects.filter(on, committee_id=committee_id).values(
            "seat_id", *columns
        )
    }
    held = _by_seat(
        SeatAssignment.objects.filter(on, committee_id=committee_id),
        "line",
        "appointment_id",
        "pool_id",
        "membership",
        "holds_seat",
        "from_date",
        "to_date",
    )
    recruiting = _by_seat(
        RecruitmentAction.objects.filter(on, committee_id=committee_id),
        "line",
        "owner_id",
        "from_date",
        "to_date",
    )
    rows = Seat.objects.filter(committee_id=committee_id, pk__in=terms).order_by("seat_no")
    return [
        {
            **row,
            **terms[row["id"]],
            "assignments": held.get(row["id"], []),
            "recruitment": next(iter(recruiting.get(row["id"], [])), None),
        }
        for row in rows.values("id", "seat_no", "seat_kind", "external_id")
    ]


def _by_seat(rows: Any, *columns: str) -> dict[UUID, list[dict[str, Any]]]:
    """Rows by seat; the stable `line` of a fact is shown as its id."""
    found: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows.order_by("from_date", "line").values("seat_id", *columns):
        row["id"] = row.pop("line")
        found.setdefault(row.pop("seat_id"), []).append(row)
    return found


def committee_names(ids: Iterable[UUID], actor: Actor) -> dict[UUID, str]:
    """Names of committees, for whoever may read names of bodies; others are left out."""
    rows = Committee.objects.named_to(actor).filter(pk__among=list(ids))
    return dict(rows.values_list("pk", "name"))
