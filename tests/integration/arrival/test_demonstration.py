"""The demonstration."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from threading import Event
from time import perf_counter
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from governance.models import AppointmentState, Committee, CommitteeState, PspAppointment
from kernel import clock, tenancy
from kernel.actors import SYSTEM
from kernel.models import Event as KernelEvent
from kernel.models import Pending, Standing
from people.models import Organisation, RoleGrant, User
from people.roles import BY_CODE
from projects.demonstration.loading import load_demonstration
from projects.models import Measure, Method, Project, Stage
from projects.queries.measures import chart_of
from records.models import Action, Comment, File, Invitee, Link, Message, Tagging
from tests.factories import people
from tests.integration.committed import committed
from workflows.drain import settle
from workflows.timers import Timers

pytestmark = pytest.mark.django_db

#: Outcomes that a rule can have in any service; C14 has one for each organisation.
WANTED = {
    "C01": {"pass", "fail", "at_risk", "unknown", "not_applicable"},
    "C03": {"pass", "fail", "at_risk", "unknown", "not_applicable"},
    "C04": {"pass", "fail", "at_risk", "unknown", "not_applicable"},
    "C05": {"pass", "fail", "at_risk", "unknown", "not_applicable"},
    "C07": {"pass", "fail", "at_risk", "unknown", "not_applicable"},
    "C10": {"pass", "at_risk", "unknown", "not_applicable"},
    "C14": {"fail", "at_risk"},
    "P01": {"pass", "fail", "at_risk", "unknown", "not_applicable"},
    "P02": {"pass", "fail", "at_risk", "not_applicable"},
}


LOADED_SECONDS = 20  # measured: 2.4 s alone, of which half are slow hashes of passwords


@pytest.fixture(scope="class")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demonstration, with everything that follows from it."""
    with committed(django_db_blocker, _load):
        yield


def _load() -> None:
    load_demonstration(now=clock.now())
    settle()


class TestLoading:
    @pytest.mark.alone
    def test_takes_seconds(self) -> None:
        began = perf_counter()

        load_demonstration(now=clock.now())

        assert perf_counter() - began < LOADED_SECONDS


@pytest.mark.usefixtures("loaded")
class TestDemonstration:
    def test_every_rule_has_something_to_say(self) -> None:
        rows = Standing.objects.values_list("rule_id", "outcome").distinct()
        found = {rule: {outcome for one, outcome in rows if one == rule} for rule in WANTED}

        assert found == WANTED
        assert not Pending.objects.exists()

    def test_projects_are_at_every_stage_and_of_both_methods(self) -> None:
        assert set(Project.objects.values_list("stage", flat=True)) == set(Stage.values)
        assert set(Project.objects.values_list("method", flat=True)) == set(Method.values)

    def test_committees_and_partners_are_in_every_state(self) -> None:
        committees = set(Committee.objects.values_list("state", flat=True))
        partners = set(PspAppointment.objects.values_list("state", flat=True))
        assert committees == set(CommitteeState.values)
        assert partners == set(AppointmentState.values)

    def test_somebody_has_something_to_do_something_late_and_something_done(self) -> None:
        today = clock.london_date(clock.now())
        found = Action.objects.values_list("state", "due_on")
        assert {(state, state == "open" and day < today) for state, day in found} == {
            ("open", False),
            ("open", True),
            ("done", False),
        }

    def test_a_team_has_evidence_tags_a_discussion_a_meeting_and_a_letter_to_post(self) -> None:
        project = Project.objects.get(external_id="Q03").pk
        said = Comment.objects.filter(subject_id=project)
        assert File.objects.filter(subject_id=project).exists()
        assert Tagging.objects.filter(subject_id=project).count() == 2
        assert [one.in_reply_to_id is None for one in said.order_by("created_at")] == [True, False]
        assert set(Invitee.objects.values_list("answer", flat=True)) == {"", "yes"}
        assert set(Link.objects.values_list("purpose", flat=True)) == {"rsvp", "comment"}
        assert Message.objects.filter(channel="letter").exists()

    def test_measures_show_what_charts_have_to_say(self) -> None:
        found = {
            measure.name: chart_of(measure.pk, SYSTEM, today=clock.today())
            for measure in Measure.objects.all()
        }
        said = {name: (chart.variation_icon, chart.assurance_icon) for name, chart in found.items()}

        assert said == {
            "Told what happens next and how long it may take": ("common_cause", "inconsistent"),
            "Waiting times on the board up to date": ("improvement_high", None),
            "Median minutes until triage": ("common_cause", None),
            "Staff who say that feedback informs decisions": ("concern_low", None),
            "Days between falls with harm": ("improvement_high", None),
        }
        assert len(found["Told what happens next and how long it may take"].phases) == 2

    def test_every_role_has_a_user(self) -> None:
        assert set(RoleGrant.objects.values_list("role_id", flat=True)) == set(BY_CODE)
        assert Organisation.objects.count() == 2

    def test_a_moved_clock_shows_a_term_ending(self) -> None:
        clock.move_by(timedelta(days=41))
        stop = Event()
        while Timers(stop).fire_due(clock.now()):
            settle()

        forum = Committee.objects.get(external_id="MSF")
        assert Standing.objects.get(subject_id=forum.pk, rule_id="C01").outcome == "fail"


class TestCommand:
    def test_prints_the_sign_ins_and_lets_them_in(self) -> None:
        told = _run()

        password = re.search(r"Password for all: (\S+)", told)
        assert password
        for user in User.objects.all():
            assert user.email in told
            assert user.check_password(password[1])

    def test_second_run_does_nothing(self) -> None:
        _run()
        before = KernelEvent.objects.count()

        assert "nothing was changed" in _run()
        assert KernelEvent.objects.count() == before

    def test_refuses_a_service_in_use(self) -> None:
        people.user()

        with pytest.raises(CommandError, match="has users already"):
            _run()

        assert not Organisation.objects.exists()


def _run() -> str:
    out = StringIO()
    call_command("load_demonstration", stdout=out)
    tenancy.open_to_all()
    return out.getvalue()


class TestInAUsedService:
    def test_is_refused(self):
        people.user()

        with pytest.raises(CommandError, match="has users already"):
            call_command("load_demonstration")

    def test_is_left_out_where_that_is_what_is_wanted(self):
        people.user()
        out, told = StringIO(), StringIO()

        call_command("load_demonstration", "--unless-used", stdout=out, stderr=told)

        assert out.getvalue() == ""
        assert "has users already" in told.getvalue()
