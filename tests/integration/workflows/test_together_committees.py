"""Two drains that need each other's facts, on a real committee and its organisation."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from governance.commands.service import pause, return_
from governance.commands.stepping import Taking
from kernel import clock, tenancy
from kernel.actors import SYSTEM
from kernel.models import Pending
from tests.factories import governance, people
from tests.integration.workflows.test_governance import outcome
from workflows import beside
from workflows.drain import drain, settle
from workflows.horizons import drift, roll_ups_agree
from workflows.subjects import SubjectKey

pytestmark = pytest.mark.usefixtures("everywhere")
RACES = 200


def turn(appointment, number: int) -> None:
    """A break from today on, and the end of it; each is recorded at once."""
    step = return_ if number % 2 else pause
    step(appointment_id=appointment.pk, taking=Taking(actor=SYSTEM, now=clock.now()))


class TestTwoPartnersOfOneCommittee:
    def test_who_change_at_once_leave_committee_and_organisation_right(self):
        trust = people.organisation()
        made = governance.staffed(trust, now=clock.now())
        settle()
        starts = threading.Barrier(2, timeout=60)
        shown: list[tuple[str, str]] = []

        def look() -> None:
            """Both have drained; what their events lead to is worked, and then it must be right."""
            settle()
            shown.append((outcome(made.committee, "C01"), outcome(trust, "C14")))

        drained = threading.Barrier(2, action=look, timeout=60)

        def race(appointment) -> None:
            tenancy.open_to_all()
            for number in range(RACES):
                starts.wait()
                turn(appointment, number)
                drain([SubjectKey("psp_appointment", appointment.pk)])
                drained.wait()
            beside.close()
            connection.close()

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(race, made.appointments))

        assert shown == [("at_risk", "at_risk"), ("pass", "pass")] * (RACES // 2)
        assert drift(kinds=["committee", "psp_appointment", "organisation"]) == []
        assert roll_ups_agree()
        assert not Pending.objects.exists()
