"""Pages that put right what was recorded: teams, agreements, who takes part, who keeps."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from governance.commands.committees import share_committee
from governance.models import CommitteeOrganisation
from kernel import clock, tenancy
from kernel.actors import SYSTEM
from people.commands import record_succession
from people.models import Organisation
from projects import commands
from projects.models import Project, ProjectOrganisation, SignOff, TeamMembership
from tests.factories import governance, people, projects
from tests.integration.web.conftest import Trust

pytestmark = pytest.mark.django_db


def send(client: Client, path: str, version: int, **typed: Any) -> Any:
    return client.post(path, {"version": version, **typed})


def typed_day(name: str, day: date) -> dict[str, str]:
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
    }


@pytest.fixture
def project(trust: Trust) -> Project:
    return projects.project(trust.organisation, title="Quieter nights", now=clock.now())


def member_of(project: Project) -> TeamMembership:
    """A partner on the team since sixty days, recorded as speaking from lived experience."""
    day = clock.today() - timedelta(days=60)
    member = projects.member(project, "partner", now=clock.now(), from_date=day)
    project.refresh_from_db()
    return member


class TestMembership:
    def test_is_corrected_where_it_is_shown(self, trust: Trust, project: Project) -> None:
        member = member_of(project)
        client = trust.client()
        home = f"/projects/{project.pk}"
        path = f"{home}/team/{member.line_id}/correct"
        assert path in client.get(home).content.decode()
        opened = client.get(path).content.decode()
        first = member.from_date + timedelta(days=10)

        answer = send(
            client,
            path,
            project.version,
            role="partner",
            team=member.team,
            capacity="both",
            relevant_experience="yes",
            partner_agreed="",
            involvement="big_i",
            **typed_day("from_date", first),
            **typed_day("to_date", clock.today()),
        )

        assert f'value="{member.from_date.year}"' in opened
        assert answer.status_code == 302
        stands = TeamMembership.objects.current().get(line_id=member.line_id)
        assert (stands.from_date, stands.to_date) == (first, clock.today())
        assert (stands.capacity, stands.relevant_experience) == ("both", True)
        assert TeamMembership.objects.filter(line_id=member.line_id).count() == 2

    def test_that_ends_before_it_begins_is_refused_at_the_box(
        self, trust: Trust, project: Project
    ) -> None:
        member = member_of(project)
        path = f"/projects/{project.pk}/team/{member.line_id}/correct"
        answer = send(
            trust.client(),
            path,
            project.version,
            role="partner",
            team=member.team,
            capacity="lived",
            **typed_day("from_date", member.from_date),
            **typed_day("to_date", member.from_date - timedelta(days=1)),
        )

        assert answer.status_code == 422
        assert 'href="#id_to_date-day"' in answer.content.decode()

    def test_recorded_in_error_is_taken_back(self, trust: Trust, project: Project) -> None:
        member = member_of(project)
        path = f"/projects/{project.pk}/team/{member.line_id}/take-back"
        version = project.version

        assert send(trust.client("auditor"), path, version).status_code == 403
        assert send(trust.client(), path, version).status_code == 302

        assert not TeamMembership.objects.current().filter(line_id=member.line_id).exists()
        assert trust.client().get(path).status_code == 404


class TestAgreement:
    def test_is_taken_back_once(self, trust: Trust, project: Project) -> None:
        member = member_of(project)
        project, given = commands.sign_off(
            project_id=project.pk,
            about="start_testing",
            given_as="partner",
            person_id=member.person_id,
            way="meeting",
            actor=SYSTEM,
            now=clock.now(),
        )
        client = trust.client()
        home = f"/projects/{project.pk}"
        path = f"{home}/agreements/{given.pk}/take-back"
        assert path in client.get(home).content.decode()

        answer = send(client, path, project.version)

        assert answer.status_code == 302
        assert SignOff.objects.get(pk=given.pk).superseded_at
        assert path not in client.get(home).content.decode()
        assert client.get(path).status_code == 404


class TestTakingPart:
    def test_in_a_project_ends_after_a_last_day(self, trust: Trust, project: Project) -> None:
        other = people.organisation(name="Beside Trust")
        since = clock.today() - timedelta(days=30)
        project, row = commands.add_participant(
            project_id=project.pk,
            participant_id=other.pk,
            from_date=since,
            actor=SYSTEM,
            now=clock.now(),
        )
        client = trust.client()
        home = f"/projects/{project.pk}"
        path = f"{home}/organisations/{row.line_id}/end"
        assert path in client.get(home).content.decode()

        before = send(client, path, project.version, **typed_day("last_day", since - timedelta(1)))
        answer = send(client, path, project.version, **typed_day("last_day", clock.today()))

        assert before.status_code == 422
        assert 'href="#id_last_day-day"' in before.content.decode()
        assert answer.status_code == 302
        ended = ProjectOrganisation.objects.current().get(line_id=row.line_id)
        assert ended.to_date == clock.today()

    def test_in_a_committee_ends_after_a_last_day(self, trust: Trust) -> None:
        other = people.organisation(name="Beside Trust")
        committee = governance.committee(trust.organisation, now=clock.now())
        share_committee(
            committee_id=committee.pk,
            participant_id=other.pk,
            from_date=clock.today() - timedelta(days=30),
            actor=SYSTEM,
            now=clock.now(),
        )
        committee.refresh_from_db()
        client = trust.client()
        path = f"/committees/{committee.pk}/organisations/{other.pk}/end"
        assert path in client.get(f"/committees/{committee.pk}").content.decode()

        answer = send(client, path, committee.version, **typed_day("last_day", clock.today()))

        assert answer.status_code == 302
        rows = CommitteeOrganisation.objects.filter(committee=committee, superseded_at=None)
        assert rows.get().to_date == clock.today()
        assert client.get(path).status_code == 404


class TestApprovingAgain:
    def test_is_closed_while_nothing_merged(self, trust: Trust) -> None:
        committee = governance.committee(trust.organisation, now=clock.now())
        client = trust.client()

        assert "approve-again" not in client.get(f"/committees/{committee.pk}").content.decode()
        page = client.get(f"/committees/{committee.pk}/approve-again").content.decode()

        assert "No other organisation has taken the place" in page
        assert "Approve it</button>" not in page

    def test_hands_the_committee_to_the_successor(self, trust: Trust) -> None:
        committee = governance.committee(trust.organisation, now=clock.now())
        successor = merged_into(trust.organisation)
        client = Client()
        client.force_login(people.user("administrator", successor))
        home = f"/committees/{committee.pk}"
        assert f"{home}/details" not in client.get(home).content.decode()
        assert f"{home}/approve-again" in client.get(home).content.decode()
        page = client.get(f"{home}/approve-again").content.decode()

        answer = send(
            client,
            f"{home}/approve-again",
            committee.version,
            organisation_id=str(successor.pk),
            **typed_day("approved_on", clock.today()),
        )

        assert "Newer Trust keeps it" in page
        assert answer.status_code == 302
        committee.refresh_from_db()
        assert committee.kept_by_id == successor.pk
        assert f"{home}/details" in client.get(home).content.decode()


def merged_into(organisation: Organisation) -> Organisation:
    """A successor, since ten days."""
    tenancy.open_to_all()
    successor = people.organisation(name="Newer Trust")
    record_succession(
        predecessor_id=organisation.pk,
        successor_id=successor.pk,
        from_date=clock.today() - timedelta(days=10),
        actor=SYSTEM,
        now=clock.now(),
    )
    return successor
