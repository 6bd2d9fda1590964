"""The last attempt at an event whose workers died: in a process of its own."""

import pytest

from kernel import clock
from kernel.models import Pending
from tests.factories import governance, people
from tests.integration.workflows import killer
from tests.integration.workflows.test_together_committees import turn
from workflows import beside
from workflows.drain import Last, drain, settle
from workflows.subjects import SubjectKey
from workflows.undone import MOST_WITHOUT_VERDICT

pytestmark = pytest.mark.usefixtures("everywhere")


@pytest.fixture
def suspect() -> SubjectKey:
    """A subject whose event has brought down two workers, so far as anybody knows."""
    made = governance.staffed(people.organisation(), now=clock.now())
    settle()
    appointment = made.appointments[0]
    turn(appointment, 0)
    Pending.objects.update(attempts=2)
    return SubjectKey("psp_appointment", appointment.pk)


def attempt(subject: SubjectKey) -> None:
    drain([subject], last=Last.APART)
    beside.close()


class TestEventWhoseWorkersDied:
    def test_is_done_where_it_was_not_to_blame(self, suspect):
        attempt(suspect)

        assert not Pending.objects.filter(subject_id=suspect.id).exists()

    def test_is_held_where_its_own_process_dies_of_it(self, suspect, monkeypatch):
        monkeypatch.setenv("QIFLOW_EXTRA_REACTIONS", f"{killer.__name__}.react")
        monkeypatch.setenv(killer.SUBJECT, str(suspect.id))

        attempt(suspect)

        held = Pending.objects.get(quarantined_at__isnull=False)
        assert (held.subject_id, held.attempts) == (suspect.id, 3)
        assert "ended while it worked on this event. (status 9)" in held.problem

    def test_is_held_in_the_end_where_nobody_lived_to_give_a_verdict(self, suspect):
        Pending.objects.update(attempts=MOST_WITHOUT_VERDICT)

        attempt(suspect)

        assert Pending.objects.get(subject_id=suspect.id).quarantined_at is not None

    def test_rests_before_another_looks(self, suspect, monkeypatch):
        tried = []
        monkeypatch.setattr("workflows.trials.attempt", tried.append)

        attempt(suspect)

        assert tried == [suspect]
        head = Pending.objects.get(subject_id=suspect.id)
        assert head.attempts == 3
        assert head.retry_at > clock.now()
