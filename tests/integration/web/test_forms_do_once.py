"""Forms of the pages: one effect for one sending, nobody's change lost, every refusal told."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from people.models import ApiKey, Person
from projects.models import Project
from tests.factories import people
from tests.integration.web.conftest import Furnished, Trust

pytestmark = pytest.mark.django_db(transaction=True)


class TestOneEffect:
    def test_double_click_registers_one_person(self, trust: Trust) -> None:
        client, sent = trust.client(), {"name": "Pat", "ticket": str(uuid4())}
        sent["organisation_id"] = str(trust.organisation.pk)

        first = client.post("/people/register", sent)
        second = client.post("/people/register", sent)

        assert first.status_code == second.status_code == 302
        assert first["Location"] == second["Location"]
        assert Person.objects.filter(name="Pat").count() == 1

    def test_a_key_is_shown_on_one_answer_only(self, trust: Trust) -> None:
        client = trust.client()
        sent = {
            "organisation_id": str(trust.organisation.pk),
            "name": "Incident system",
            "roles": ["auditor"],
            "writes": "read",
            "expires_on_day": "1",
            "expires_on_month": "2",
            "expires_on_year": "2027",
            "ticket": str(uuid4()),
        }

        shown = client.post("/me/keys/new", sent)
        again = client.post("/me/keys/new", sent)
        listed = client.get("/me/keys")

        assert shown.status_code == 200
        assert b"qif_" in shown.content
        assert "no-store" in shown["Cache-Control"]
        assert again.status_code == 302
        prefix = ApiKey.objects.get().prefix.encode()
        secret = shown.content.split(b"qif_" + prefix + b"_")[1][:20]
        assert secret not in listed.content


class TestChangesOfOthers:
    def test_a_stale_form_changes_nothing_and_can_be_sent_again(self, furnished: Furnished) -> None:
        client, project = furnished.client(), furnished.project
        address = reverse("web:project-details", args=[project.pk])
        seen = {
            "title": "Mine",
            "method": project.method,
            "version": str(project.version),
            "ticket": str(uuid4()),
        }
        client.post(address, {**seen, "title": "Theirs", "ticket": str(uuid4())})

        refused = client.post(address, seen)

        assert refused.status_code == 422
        assert b"This changed since you opened it" in refused.content
        assert b'name="version" value="2"' in refused.content
        assert Project.objects.get(pk=project.pk).title == "Theirs"
        taken = client.post(address, {**seen, "version": "2"})
        assert taken.status_code == 302
        assert Project.objects.get(pk=project.pk).title == "Mine"


class TestRefusals:
    def test_a_step_lists_everything_with_the_way_to_mend_it(self, furnished: Furnished) -> None:
        client, project = furnished.client(), furnished.project
        _take(client, project, "propose")
        project.refresh_from_db()

        refused = _take(furnished.client("project_sponsor"), project, "approve_setup")

        page = refused.content.decode()
        assert refused.status_code == 422
        assert "Record the sponsor&#39;s approval of the charter." in page
        assert "Write in the charter how partners are paid." in page
        assert f'href="/projects/{project.pk}#charter"' in page

    def test_a_step_that_is_not_there_is_missing(self, furnished: Furnished) -> None:
        client = furnished.client()

        for address in (
            reverse("web:project-step", args=[furnished.project.pk, "refresh_from_db"]),
            reverse("web:committee-step", args=[furnished.committee.pk, "save"]),
            reverse("web:partner-step", args=[furnished.partner.pk, "return_"]),
        ):
            assert client.get(address).status_code == 404, address

    def test_a_step_that_is_not_possible_now_says_so(self, furnished: Furnished) -> None:
        answer = furnished.client().get(
            reverse("web:project-step", args=[furnished.project.pk, "resume"])
        )

        assert answer.status_code == 409
        assert b"This is not possible while the project is in the stage" in answer.content

    def test_a_reader_cannot_change(self, furnished: Furnished) -> None:
        auditor = furnished.client("auditor")
        address = reverse("web:project-details", args=[furnished.project.pk])

        answer = auditor.post(
            address,
            {"title": "Mine", "method": furnished.project.method, "version": "1"},
        )

        assert answer.status_code == 403
        assert b"Only the project lead can change this project." in answer.content

    def test_what_cannot_be_read_of_an_address_is_said(self, trust: Trust) -> None:
        answer = trust.client().get("/projects?stage=nowhere&unit=1&after=zz&q=night")

        assert answer.status_code == 200
        assert b"could not be read" in answer.content
        assert b'value="night"' in answer.content


class TestSignIn:
    def test_leads_to_where_the_visitor_was_going(self, trust: Trust) -> None:
        client = Client()
        wanted = client.get("/projects?stage=testing")["Location"]

        answer = client.post(
            "/sign-in",
            {
                "email": trust.administrator.email,
                "password": people.PASSWORD,
                "next": "/projects?stage=testing",
            },
        )

        assert wanted == "/sign-in?next=%2Fprojects%3Fstage%3Dtesting"
        assert answer["Location"] == "/projects?stage=testing"

    @pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "javascript:"])
    def test_never_leads_away(self, trust: Trust, elsewhere: str) -> None:
        answer = Client().post(
            "/sign-in",
            {
                "email": trust.administrator.email,
                "password": people.PASSWORD,
                "next": elsewhere,
            },
        )

        assert answer["Location"] == "/"

    def test_says_the_same_of_every_wrong_pair(self, trust: Trust) -> None:
        wrong = {"email": trust.administrator.email, "password": "not this one"}
        unknown = {"email": "nobody@example.org", "password": "not this one"}

        answers = [Client().post("/sign-in", sent) for sent in (wrong, unknown)]

        assert [answer.status_code for answer in answers] == [401, 401]
        assert all(b"address or password is not right" in answer.content for answer in answers)

    def test_waits_after_five_wrong_ones(self, trust: Trust) -> None:
        client, wrong = Client(), {"email": trust.administrator.email, "password": "wrong"}
        for _ in range(5):
            client.post("/sign-in", wrong)

        answer = client.post("/sign-in", {**wrong, "password": people.PASSWORD})

        assert answer.status_code == 429
        assert int(answer["Retry-After"]) > 0

    def test_signing_out_ends_it(self, trust: Trust) -> None:
        client = trust.client()

        client.post("/sign-out")

        assert client.get("/").status_code == 302


def _take(client: Client, project: Project, step: str) -> HttpResponse:
    today = {"effective_on_day": "1", "effective_on_month": "1", "effective_on_year": "2020"}
    page = client.get(reverse("web:project-step", args=[project.pk, step])).content.decode()
    for part in ("day", "month", "year"):
        box = page.split(f'name="effective_on_{part}"', 1)[1].split('value="', 1)[1]
        today[f"effective_on_{part}"] = box.split('"', 1)[0]
    sent = {**today, "version": str(project.version), "ticket": str(uuid4())}
    answer: HttpResponse = client.post(reverse("web:project-step", args=[project.pk, step]), sent)
    return answer
