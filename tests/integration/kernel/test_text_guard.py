"""The text guard through the API: refused, confirmed, logged, warned."""

import pytest

from kernel.models import Event
from projects.models import Project
from tests.factories import people

pytestmark = pytest.mark.django_db
NUMBER = "943 476 5919"
URL = "/api/v1/projects"


@pytest.fixture
def lead(client):
    trust = people.organisation()
    user = people.user("project_lead", trust)
    client.force_login(user)
    client.trust = trust
    return client


def register(client, *, confirm: str = "", **values):
    headers = {"Not-An-NHS-Number": confirm} if confirm else {}
    body = {"organisation_id": str(client.trust.pk), "title": "Falls", "problem": "They fall."}
    return client.post(URL, {**body, **values}, content_type="application/json", headers=headers)


class TestAPatientsNumber:
    def test_is_refused_with_the_spot_and_the_way_on(self, lead):
        answer = register(lead, problem=f"Mrs A, {NUMBER}, fell.")

        assert answer.status_code == 400
        [error] = answer.json()["errors"]
        assert error["pointer"] == "/problem"
        assert error["code"] == "nhs_number"
        assert f"“{NUMBER}” (from character 8)" in error["message"]
        assert "Not-An-NHS-Number: /problem" in error["message"]
        assert not Project.objects.exists()

    def test_is_refused_in_a_title_as_well(self, lead):
        answer = register(lead, title=f"Falls {NUMBER}")

        assert answer.json()["errors"][0]["pointer"] == "/title"

    def test_is_told_for_every_field_at_once(self, lead):
        answer = register(lead, title=NUMBER, problem="born 1/2/1950")

        assert {e["code"] for e in answer.json()["errors"]} == {"nhs_number", "birth_date"}

    def test_goes_on_when_it_is_none_and_that_is_logged_without_the_text(self, lead):
        answer = register(lead, problem=f"Order {NUMBER}", confirm="/problem")

        assert answer.status_code == 201
        event = Event.objects.get(type="uk.qiflow.text.confirmed.v1")
        assert event.organisation_id == lead.trust.pk
        assert event.data == {
            "door": "POST projects",
            "fields": ["/problem"],
            "found": ["nhs_number"],
        }

    def test_is_confirmed_for_the_named_field_alone(self, lead):
        answer = register(lead, problem=NUMBER, title=NUMBER, confirm="/problem")

        assert answer.status_code == 400
        assert [e["pointer"] for e in answer.json()["errors"]] == ["/title"]
        assert not Event.objects.filter(type="uk.qiflow.text.confirmed.v1").exists()

    def test_is_not_looked_for_in_codes(self, lead):
        assert register(lead, external_id="9434765919").status_code == 201

    def test_is_not_taken_by_a_search_box(self, lead):
        answer = lead.get(URL, {"q": NUMBER})

        assert answer.status_code == 400
        assert "NHS number" in answer.json()["errors"][0]["message"]


class TestATelephoneNumber:
    def test_is_kept_with_a_warning(self, lead):
        answer = register(lead, problem="Ring 020 7946 0958.")

        assert answer.status_code == 201
        assert answer.headers["Text-Warning"] == "/problem phone_number"


class TestSomebodyOfNoOrganisation:
    def test_leaves_a_trace_as_well(self, client):
        from kernel import clock, confirmations
        from kernel.actors import Actor, ActorKind

        operator = Actor(kind=ActorKind.USER, id=people.user().pk)
        one = confirmations.Confirmed(pointer="/reason", found="nhs_number")

        confirmations.log_confirmed([one], door="POST skip", actor=operator, now=clock.now())

        assert Event.objects.get(type="uk.qiflow.text.confirmed.v1").organisation_id is None
