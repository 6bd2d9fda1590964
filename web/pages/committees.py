"""What the pages of committees show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from markupsafe import Markup

from governance.policies.committees import may_manage
from governance.queries import committees as queries
from governance.queries.approvals import approving
from governance.queries.names import committee_names, partner_names
from governance.queries.steps import committee_steps
from governance.queries.timeline import PartnersOfCommittee, SeatLine, partners_of_committee
from governance.things import committee_thing
from people import queries as people
from web.pages.findings import FindingLine, findings_of, words_of
from web.pages.frame import Answer, tasks
from web.pages.history import History, history_of
from web.pages.sections import Sections, sections_of
from web.pages.steps import StepView
from web.pictures.spans import Row, Span, draw, window_around
from web.visit import Visit
from web.words import choices
from web.words.dates import british_date
from web.words.outcomes import OutcomeWords, outcome_words
from web.words.states import StateWords, committee_state
from web.words.steps import committee_step

_SPANS = {
    "counts": ("held", "Held, and counts"),
    "break": ("uncounted", "Held, and does not count"),
    "empty": ("gap", "Vacant"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A committee in the list."""

    id: UUID
    name: str
    state: StateWords
    place: str
    outcome: OutcomeWords | None
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRow:
    """One stretch of one seat, for the table beside the picture."""

    seat: str
    words: str
    from_date: date
    to_date: date | None
    ahead: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatView:
    """One seat on the day that is looked at: who holds it, and who looks for somebody."""

    id: UUID
    label: str
    kind: str
    required: bool
    holders: tuple[Mapping[str, Any], ...]
    uncounted_since: date | None
    recruiting: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteePage:
    """One committee, ready for its template."""

    id: UUID
    name: str
    version: int
    state: StateWords
    proposed: bool
    alive: bool
    awaited: bool
    as_at: date
    known_on: date | None
    today: date
    sentence: str
    outcome: OutcomeWords | None
    picture: Markup
    stretches: tuple[SeatRow, ...]
    seats: tuple[SeatView, ...]
    about: tuple[Answer, ...]
    classification: str
    steps: tuple[StepView, ...]
    outcomes: tuple[FindingLine, ...]
    participants: tuple[Mapping[str, Any], ...]
    sections: Sections
    history: History
    may_manage: bool
    may_approve: bool


def keeper_of(found: Mapping[str, Any]) -> UUID:
    """The organisation whose roles keep a committee: its own, or a successor that took it over."""
    keeper: UUID = found["kept_by_id"] or found["organisation_id"]
    return keeper


def lines(visit: Visit, rows: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
    bodies = people.organisation_names(row["organisation_id"] for row in rows)
    units = people.unit_names(visit.actor, (row["unit_id"] for row in rows if row["unit_id"]))
    return tuple(
        Line(
            id=row["id"],
            name=row["name"],
            state=committee_state(row["state"]),
            place=", ".join(
                filter(None, (units.get(row["unit_id"]), bodies[row["organisation_id"]].name))
            ),
            outcome=_standing(row["standing"]),
            sentence=row["standing"]["sentence"] if row["standing"] else "",
        )
        for row in rows
    )


def committee_page(
    visit: Visit, committee_id: UUID, *, as_at: date | None, known_at: datetime | None
) -> CommitteePage:
    """Everything the page of a committee shows on a day, in a fixed number of queries."""
    day = as_at or visit.today
    found = queries.get_committee(
        actor=visit.actor, committee_id=committee_id, as_at=day, known_at=known_at
    )
    partners = partners_of_committee(
        actor=visit.actor, committee_id=committee_id, as_at=day, known_at=known_at
    )
    outcomes = findings_of(visit, committee_id, as_at=day, known_at=known_at)
    managed = may_manage(
        visit.actor,
        organisation_id=keeper_of(found),
        unit_id=found["unit_id"],
    )
    thing = committee_thing(found)
    return CommitteePage(
        id=committee_id,
        name=found["name"],
        version=found["version"],
        state=committee_state(found["state"]),
        proposed=found["state"] == "proposed",
        alive=found["state"] not in ("merged", "ended"),
        awaited=found["state"] == "active" and day == visit.today and not outcomes,
        as_at=day,
        known_on=known_at.date() if known_at else None,
        today=visit.today,
        sentence=partners.sentence,
        outcome=_answer(outcomes, partners),
        picture=picture(partners, today=visit.today, as_at=day),
        stretches=tuple(_stretches(partners.seats, visit.today)),
        seats=_seats(visit, found["seats"], uncounted=_uncounted(partners.seats, day)),
        about=_about(visit, found),
        classification=_classified(found["classification"]),
        steps=step_views(visit, committee_id) if day == visit.today else (),
        outcomes=outcomes,
        participants=tuple(found["organisations"]),
        sections=sections_of(visit, thing, page="committee"),
        history=history_of(visit, "committee", committee_id),
        may_manage=managed.allowed,
        may_approve=not approving(visit.actor, found, today=visit.today).closed,
    )


def links(committee_id: UUID) -> dict[str, str]:
    """Where each relation that a guard of a committee names is mended."""
    details = reverse("web:committee-details", args=[committee_id])
    return {
        "terms": details,
        "chair": details,
        "meeting_frequency": details,
        "classification": reverse("web:classify-committee", args=[committee_id]),
        "safety_related": reverse("web:classify-committee", args=[committee_id]),
        "seats": reverse("web:add-seat", args=[committee_id]),
        "actions": f"{reverse('web:committee', args=[committee_id])}#actions",
        "C05": reverse("web:classify-committee", args=[committee_id]),
    }


def step_views(visit: Visit, committee_id: UUID) -> tuple[StepView, ...]:
    """The steps from here, those that can be taken first."""
    found = committee_steps(actor=visit.actor, committee_id=committee_id, now=visit.now)
    mended = links(committee_id)
    return tuple(
        StepView(
            words=committee_step(step["transition"]),
            href=reverse("web:committee-step", args=[committee_id, step["transition"]]),
            denied=step["denied"],
            tasks=tasks(step["unmet"], mended),
            asks=tuple(step["asks"]),
        )
        for step in found["transitions"]
    )


def picture(partners: PartnersOfCommittee, *, today: date, as_at: date) -> Markup:
    """The seats as a timeline, or nothing while there are none."""
    if not partners.seats:
        return Markup()
    days = [one.starts_on for seat in partners.seats for one in seat.stretches]
    rows = [Row(label=f"Seat {seat.number}", spans=_spans(seat)) for seat in partners.seats]
    window = window_around(days, today=today, as_at=as_at)
    drawn = draw(rows, window, title="Seats of patient safety partners over time")
    return Markup(drawn)  # noqa: S704 -- made here, every text in it escaped


def _spans(seat: SeatLine) -> tuple[Span, ...]:
    return tuple(
        Span(
            kind=_SPANS[one.kind][0],
            from_date=one.starts_on,
            to_date=one.ends_on,
            words=_SPANS[one.kind][1],
        )
        for one in seat.stretches
    )


def _stretches(seats: Iterable[SeatLine], today: date) -> Iterable[SeatRow]:
    for seat in seats:
        for one in seat.stretches:
            yield SeatRow(
                seat=f"Seat {seat.number}",
                words=_SPANS[one.kind][1],
                from_date=one.starts_on,
                to_date=one.ends_on,
                ahead=one.starts_on > today,
            )


def _uncounted(lines: Sequence[SeatLine], day: date) -> dict[UUID, date]:
    """Since when the seats that are held and do not count on a day have not counted."""
    return {
        line.seat_id: one.starts_on
        for line in lines
        for one in line.stretches
        if one.kind == "break" and one.starts_on <= day and (one.ends_on or day) >= day
    }


def _seats(
    visit: Visit, seats: Sequence[Mapping[str, Any]], *, uncounted: Mapping[UUID, date]
) -> tuple[SeatView, ...]:
    held = [one for seat in seats for one in seat["assignments"]]
    names = partner_names(
        visit.actor, (one["appointment_id"] for one in held if one["appointment_id"])
    )
    owners = people.person_names(
        visit.actor, (seat["recruitment"]["owner_id"] for seat in seats if seat["recruitment"])
    )
    return tuple(
        SeatView(
            id=seat["id"],
            label=f"Seat {seat['seat_no']}",
            kind=choices.said(choices.SEAT_KIND, seat["seat_kind"]),
            required=seat["required"],
            holders=tuple(_holder(one, names) for one in seat["assignments"]),
            uncounted_since=uncounted.get(seat["id"]),
            recruiting=(
                {**seat["recruitment"], "owner": owners.get(seat["recruitment"]["owner_id"], "")}
                if seat["recruitment"]
                else None
            ),
        )
        for seat in seats
    )


def _answer(outcomes: Sequence[FindingLine], partners: PartnersOfCommittee) -> OutcomeWords | None:
    """What is stored of the day, with its date; what the seats say where nothing is stored yet."""
    stored = next((one.outcome for one in outcomes if one.rule_id == "C01"), None)
    return stored or (outcome_words(partners.outcome) if partners.outcome else None)


def _holder(one: Mapping[str, Any], names: Mapping[UUID, str]) -> dict[str, Any]:
    appointment = one["appointment_id"]
    return {
        **one,
        "name": names.get(appointment, "A patient safety partner")
        if appointment
        else "A pool of partners",
        "href": reverse("web:partner", args=[appointment]) if appointment in names else "",
        "membership_words": choices.said(choices.MEMBERSHIP, one["membership"]),
    }


def _about(visit: Visit, found: Mapping[str, Any]) -> tuple[Answer, ...]:
    bodies = people.organisation_names([found["organisation_id"], keeper_of(found)])
    units = people.unit_names(visit.actor, filter(None, [found["unit_id"]]))
    chairs = people.person_names(visit.actor, filter(None, [found["chair_id"]]))
    duties = committee_names(visit.actor, filter(None, [found["duties_go_to_id"]]))
    terms = found["terms_of_reference"]
    rows = [
        ("Organisation", bodies[found["organisation_id"]].name),
        ("Kept by", bodies[found["kept_by_id"]].name if found["kept_by_id"] else ""),
        ("Part of it", units.get(found["unit_id"], "The whole organisation")),
        ("Established", british_date(found["established_on"])),
        ("Ended", british_date(found["ended_on"])),
        ("Chair", chairs.get(found["chair_id"], "Not named yet")),
        (
            "Meets",
            choices.said(choices.MEETING_FREQUENCY, found["meeting_frequency"]) or "Not said yet",
        ),
        ("Quorum", f"{found['quorum']} members" if found["quorum"] else ""),
        ("Equivalent of", found["equivalent_of"]),
        ("Safety duties taken by", duties.get(found["duties_go_to_id"], "")),
        (
            "Terms of reference",
            f"{terms['reference']}, dated {british_date(terms['from_date'])}"
            if terms
            else "Not recorded yet",
        ),
    ]
    return tuple(Answer(key=key, value=value) for key, value in rows if value)


def _classified(row: Mapping[str, Any] | None) -> str:
    if row is None:
        return "Nobody has said yet whether this committee reviews safety data."
    words = choices.said(choices.CLASSIFIED, row["safety_related"])
    reason = f" Reason: {row['reason']}" if row["reason"] else ""
    return f"{words}, since {british_date(row['from_date'])}.{reason}"


def _standing(row: Mapping[str, Any] | None) -> OutcomeWords | None:
    if row is None:
        return None
    next_on = row["next_on"]
    breaks_on = next_on.isoformat() if next_on and row["met"] == "yes" else None
    return words_of(
        {**row, "params": {"fails_on": breaks_on} if breaks_on else {}, "ends_on": None}
    )
