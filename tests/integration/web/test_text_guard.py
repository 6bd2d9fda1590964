"""No patient in the free text of pages: the spot is named, the text kept, the way on logged."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from kernel.models import Event
from people.models import Person
from projects.models import Project
from tests.factories import opening
from tests.integration.web.conftest import Furnished, Trust

pytestmark = pytest.mark.django_db(transaction=True)

NUMBER = "943 476 5919"
_CONFIRMED = "uk.qiflow.text.confirmed.v1"


class TestAPatientsNumber:
    def test_is_refused_with_the_spot_and_the_text_kept(self, furnished: Furnished) -> None:
        answer = _describe(furnished, problem=f"Seen: {NUMBER}")

        page = answer.content.decode()
        assert answer.status_code == 422
        assert f"“{NUMBER}” (from character 7) looks like an NHS number." in page
        assert f"Seen: {NUMBER}</textarea>" in page
        assert 'href="#id_problem"' in page
        assert Project.objects.get(pk=furnished.project.pk).problem != f"Seen: {NUMBER}"

    def test_has_its_box_beside_the_refused_field_alone(self, furnished: Furnished) -> None:
        page = _describe(furnished, problem=f"Seen: {NUMBER}", aim="Fewer falls").content.decode()

        assert page.count("This is not an NHS number") == 1
        assert 'name="not_an_nhs_number" type="checkbox" value="problem"' in page

    def test_goes_through_once_ticked_and_that_is_logged_once(self, furnished: Furnished) -> None:
        client, ticket = furnished.client(), str(uuid4())
        words = {"problem": f"Order {NUMBER}", "not_an_nhs_number": "problem", "ticket": ticket}

        first = _describe(furnished, client=client, **words)
        again = _describe(furnished, client=client, **words)

        assert first.status_code == again.status_code == 302
        assert Project.objects.get(pk=furnished.project.pk).problem == f"Order {NUMBER}"
        event = Event.objects.get(type=_CONFIRMED)
        assert event.data["door"] == "page project-details"
        assert event.data["fields"] == ["/problem"]
        assert event.actor_id == furnished.administrator.pk
        assert NUMBER not in str(event.data)

    def test_is_confirmed_for_its_field_alone(self, furnished: Furnished) -> None:
        answer = _describe(furnished, problem=NUMBER, aim=NUMBER, not_an_nhs_number="problem")

        assert answer.status_code == 422
        assert b'value="problem" checked' in answer.content
        assert b'value="aim" checked' not in answer.content
        assert not Event.objects.filter(type=_CONFIRMED).exists()

    def test_stays_confirmed_on_the_page_that_checks_the_answers(self, trust: Trust) -> None:
        client, sent = trust.client(), _new_project(trust, title=f"Order {NUMBER}")
        assert client.post("/projects/register", sent).status_code == 422

        check = client.post("/projects/register", {**sent, "not_an_nhs_number": "title"})
        made = client.post(
            "/projects/register", {**sent, "not_an_nhs_number": "title", "checked": "yes"}
        )

        assert b'name="not_an_nhs_number" value="title"' in check.content
        assert made.status_code == 302
        event = Event.objects.get(type=_CONFIRMED)
        assert event.data["door"] == "page register-project"
        assert event.organisation_id == trust.organisation.pk

    def test_is_refused_in_the_name_of_a_committee(self, furnished: Furnished) -> None:
        address = reverse("web:committee-details", args=[furnished.committee.pk])

        answer = furnished.client().post(
            address, {"name": f"Safety {NUMBER}", "version": str(furnished.committee.version)}
        )

        assert answer.status_code == 422
        assert b"This is not an NHS number" in answer.content

    def test_a_refused_command_logs_nothing(self, furnished: Furnished) -> None:
        answer = _describe(furnished, problem=NUMBER, not_an_nhs_number="problem", version="0")

        assert answer.status_code == 422
        assert b'value="problem" checked' in answer.content
        assert not Event.objects.filter(type=_CONFIRMED).exists()


class TestAFile:
    def test_is_told_in_the_report_and_the_file_of_what_to_mend(self, trust: Trust) -> None:
        client, sheets = trust.client(), opening.small()
        sheets["projects"][0]["problem"] = f"Seen: {NUMBER}"
        file = SimpleUploadedFile("trust.xlsx", opening.workbook(sheets))

        answer = client.post(
            "/me/opening-positions",
            {"organisation_id": str(trust.organisation.pk), "file": file},
        )

        report = client.get(answer["Location"]).content.decode()
        assert "looks like an NHS number" in report
        assert "1 thing is to be mended" in report
        assert not Project.objects.exists()


class TestADateOfBirth:
    def test_is_refused_with_its_own_box(self, furnished: Furnished) -> None:
        answer = _describe(furnished, problem="She was born on 12 March 1951.")

        assert answer.status_code == 422
        assert b"looks like a date of birth" in answer.content
        assert b"This is not a date of birth" in answer.content

    def test_goes_through_once_ticked(self, furnished: Furnished) -> None:
        text = "The ward was born on 12 March 1951."

        answer = _describe(furnished, problem=text, not_an_nhs_number="problem")

        assert answer.status_code == 302
        assert Event.objects.get(type=_CONFIRMED).data["found"] == ["birth_date"]


class TestATelephoneNumber:
    def test_is_kept_and_pointed_out(self, furnished: Furnished) -> None:
        client = furnished.client()

        answer = _describe(furnished, client=client, problem="Ring 020 7946 0958")

        shown = client.get(answer["Location"]).content.decode()
        assert "holds what looks like a telephone number. It was kept." in shown
        assert Project.objects.get(pk=furnished.project.pk).problem == "Ring 020 7946 0958"

    def test_is_pointed_out_before_it_is_sent_where_answers_are_checked(self, trust: Trust) -> None:
        check = trust.client().post(
            "/projects/register", _new_project(trust, title="Ring 020 7946 0958")
        )

        assert check.status_code == 200
        assert b"looks like a telephone number" in check.content

    def test_belongs_where_people_are_reached(self, trust: Trust) -> None:
        client = trust.client()
        sent = {
            "organisation_id": str(trust.organisation.pk),
            "name": "Pat",
            "phone": "020 7946 0958",
            "access_needs": "Ring 020 7946 0958 first",
        }

        answer = client.post("/people/register", sent)

        assert answer.status_code == 302
        assert b"telephone number. It was kept" not in client.get(answer["Location"]).content
        assert Person.objects.get(name="Pat").phone == "020 7946 0958"


def _describe(world: Furnished, *, client: Client | None = None, **words: str) -> HttpResponse:
    sent = {
        "title": "Quieter nights",
        "method": world.project.method,
        "version": str(world.project.version),
        **words,
    }
    address = reverse("web:project-details", args=[world.project.pk])
    return (client or world.client()).post(address, sent)


def _new_project(trust: Trust, *, title: str) -> dict[str, str]:
    return {
        "organisation_id": str(trust.organisation.pk),
        "title": title,
        "method": "always_event",
    }
