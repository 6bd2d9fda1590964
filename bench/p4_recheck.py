"""P4: a full re-check of every committee with all its rules, beside one ORM prefetch of the rows.

The re-check reads facts, evaluates every rule over past and a year ahead, compares with what is
stored and writes what changed; here nothing changed. The limit is what Django itself needs to
bring the same rows into memory, and nothing else.

Committees have eight seats, two of them for partners; P4b has eight partners in each.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bench.figures import Figure, Target, number
from bench.run import Run
from bench.timing import median_seconds, seconds
from governance.models import (
    AppointmentTerm,
    Committee,
    CommitteeClassification,
    CommitteeTerms,
    Induction,
    PspAppointment,
    SeatAssignment,
    SeatTerm,
)
from kernel import clock, garbage, tenancy
from kernel.models import Finding, Standing, Transition
from kernel.rules.rulebook import RULEBOOK
from workflows import recheck

PAGE = 1000


#: What the first bar and the goal are of the prefetch that was measured with them (0.817 s).
BAR_OF_PREFETCH, GOAL_OF_PREFETCH = 3.0 / 0.817, 1.0


def measure(run: Run, *, partners: int = 2, usual: int = 10_000) -> list[Figure]:
    count = run.size(usual, large=usual * 10, least=1_000)
    run.populate(organisations=209, committees=count, partners=partners)
    tenancy.open_to_all()
    garbage.collect_seldom()  # as `manage.py recheck` does
    first = seconds(lambda: recheck_all(clock.now()))
    again = median_seconds(lambda: recheck_all(clock.now()), rounds=run.rounds)
    prefetch = median_seconds(prefetch_all, rounds=run.rounds)
    queries = _queries_a_page()
    print(f"first time {first:.2f} s, {queries} queries a page of {PAGE}")
    whose = f"{count:,} committees of 8 members, {partners} of them partners"
    return [
        Figure(
            id="P4" if partners == 2 else "P4b",
            what=f"Re-check of {whose}, all rules, nothing changed",
            ours=f"{again:.2f} s; {queries} queries a thousand",
            limit=f"ORM prefetch of the same rows {prefetch:.2f} s",
            judged=again,
            bar=Target(value=3.0 * count / 10_000),
            goal=Target(value=0.8 * count / 10_000),
        ),
        Figure(
            id="P4" if partners == 2 else "P4b",
            what="The same, as a multiple of the ORM prefetch",
            ours=f"{again:.2f} s",
            limit=f"{prefetch:.2f} s",
            judged=again / prefetch,
            bar=Target(value=round(BAR_OF_PREFETCH, 1)),
            goal=Target(value=GOAL_OF_PREFETCH),
        ),
        Figure(
            id="P4" if partners == 2 else "P4b",
            what=f"The first check of {whose}: every finding written",
            ours=f"{first:.2f} s",
            limit=f"nothing changed {number(again)} s",
            judged=first,
        ),
    ]


def recheck_all(now: datetime) -> int:
    """Every committee, a thousand in each transaction, as `manage.py recheck` does."""
    subject = RULEBOOK.subjects["committee"]
    done, last = 0, None
    while ids := subject.ids_after(last, PAGE):
        with transaction.atomic():
            recheck.check({"committee": ids}, now=now)
        done, last = done + len(ids), ids[-1]
    return done


def prefetch_all() -> int:
    """The same rows as model instances, page by page."""
    subject = RULEBOOK.subjects["committee"]
    done, last = 0, None
    while ids := subject.ids_after(last, PAGE):
        done, last = done + _prefetch(ids), ids[-1]
    return done


def _prefetch(ids: object) -> int:
    seats = SeatTerm.objects.select_related("seat")
    committees = list(Committee.objects.filter(pk__in=ids).select_related("organisation"))
    list(CommitteeClassification.objects.filter(committee_id__in=ids))
    list(CommitteeTerms.objects.filter(committee_id__in=ids))
    list(seats.filter(committee_id__in=ids))
    assignments = list(SeatAssignment.objects.filter(committee_id__in=ids))
    appointments = list(
        PspAppointment.objects.filter(
            pk__in={row.appointment_id for row in assignments}
        ).select_related("person")
    )
    mine = [row.pk for row in appointments]
    list(AppointmentTerm.objects.filter(appointment_id__in=mine))
    list(Induction.objects.filter(appointment_id__in=mine))
    list(Transition.objects.filter(subject_id__in=[*mine, *(row.pk for row in committees)]))
    list(Finding.objects.filter(subject_id__in=ids, superseded_at__isnull=True))
    list(Standing.objects.filter(subject_id__in=ids))
    return len(committees)


def _queries_a_page() -> int:
    ids = RULEBOOK.subjects["committee"].ids_after(None, PAGE)
    with CaptureQueriesContext(connection) as captured, transaction.atomic():
        recheck.check({"committee": ids}, now=clock.now())
    return len(captured)
