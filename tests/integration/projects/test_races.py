"""What happens when many take the same step at the same moment."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from kernel import tenancy
from kernel.errors import Refusal
from kernel.models import Event, Transition
from projects.models import Project
from tests.factories import people, projects

CALLERS = 20


@pytest.mark.django_db(transaction=True)
class TestTwentyCallers:
    def test_one_moves_the_project_and_the_others_hear_that_it_has_moved(self):
        tenancy.open_to_all()
        trust = people.organisation()
        lead = people.actor_of(people.user("project_lead", trust))
        project = projects.project(trust)
        answers: list[str] = []
        start = Barrier(CALLERS)

        def call() -> None:
            tenancy.open_to_all()
            start.wait()
            try:
                projects.step(project, "propose", actor=lead, expected_version=1)
                answers.append("moved")
            except Refusal as refusal:
                answers.append(type(refusal).__name__)
            finally:
                connection.close()

        callers = [Thread(target=call) for _ in range(CALLERS)]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()

        assert sorted(answers) == [*["Blocked"] * (CALLERS - 1), "moved"]
        assert Project.objects.get(pk=project.pk).version == 2
        assert Transition.objects.filter(subject_id=project.pk).count() == 1
        assert Event.objects.filter(aggregate_id=project.pk).count() == 2
