"""Tables that come in: checked, loaded whole or not at all, and taken back."""

import io
import json
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from kernel import clock, tenancy
from kernel.models import Event
from people.commands.counting import INVITATIONS_BY_TABLE, count
from people.models import Invitation, Person, UserSession
from projects.models import Project
from records.jobs import running
from records.models import Import, ImportedRow
from tests.factories import people, projects

pytestmark = pytest.mark.django_db(transaction=True)
URL = "/api/v1/imports"
GOOD = "external_id,name,email\nA1,Ann Ash,ann@example.org\nB2,Ben Birch,\n"


@pytest.fixture
def trust():
    return people.organisation()


@pytest.fixture
def admin(trust):
    client = Client()
    client.force_login(people.user("administrator", trust))
    return client


def post(client, url, body=None, **headers):
    answer = client.post(
        url, json.dumps(body or {}), content_type="application/json", headers=headers
    )
    tenancy.open_to_all()
    return answer


def work(client, answer):
    """Let the job of an import run; the import as it is then."""
    assert answer.status_code == 202, answer.content
    running.run(answer.json()["job"]["id"])
    shown = client.get(f"{URL}/{answer.json()['id']}").json()
    tenancy.open_to_all()
    return shown


def check(client, text, what="people", **headers):
    return work(client, post(client, URL, {"what": what, "text": text}, **headers))


def load(client, checked, **headers):
    return work(client, post(client, f"{URL}/{checked['id']}/load", **headers))


def undo(client, loaded):
    return work(client, post(client, f"{URL}/{loaded['id']}/undo"))


class TestChecking:
    def test_says_what_would_happen_and_keeps_nothing(self, trust, admin):
        people.person(trust, name="Ann Ash", email="ann@example.org", external_id="A1")

        shown = check(admin, GOOD + "C3,Cy Cole,,\n".replace(",,", ","))

        assert shown["state"] == "checked"
        assert (shown["report"]["new"], shown["report"]["same"]) == (2, 1)
        assert shown["may_load"]
        assert Person.objects.count() == 1
        assert not Event.objects.filter(type__contains=".person.").exists()

    def test_tells_every_fault_by_row_and_field_and_gives_them_as_a_file(self, admin):
        text = "external_id,name,email,phone\nA1,,x,79\n,Ben,,\nA1,Cy,,\n"

        shown = check(admin, text)
        file = admin.get(f"{URL}/{shown['id']}/faults")

        found = {(fault["row"], fault["field"], fault["code"]) for fault in shown["faults"]}
        assert found == {
            (2, "name", "required"),
            (2, "email", "not_an_email"),
            (2, "phone", "leading_zero"),
            (3, "external_id", "required"),
            (4, "external_id", "twice"),
        }
        assert not shown["may_load"]
        assert b"not_an_email" in file.content

    def test_names_a_missing_column(self, admin):
        shown = check(admin, "name\nAnn\n")

        assert [f["field"] for f in shown["faults"]] == ["external_id"]

    def test_lists_columns_that_it_left_aside(self, admin):
        shown = check(admin, "external_id,name,shoe size\nA1,Ann,38\n")

        assert shown["report"]["ignored_columns"] == ["shoe_size"]
        assert shown["may_load"]

    def test_takes_cells_pasted_from_a_spreadsheet(self, admin):
        shown = check(admin, "external_id\tname\nA1\tAnn, of Leeds\n")

        assert shown["report"]["new"] == 1

    def test_takes_a_workbook(self, admin):
        book = Workbook()
        book.active.append(["external_id", "name"])
        book.active.append(["A1", "=1+1"])
        out = io.BytesIO()
        book.save(out)
        file = SimpleUploadedFile("people.xlsx", out.getvalue())

        answer = admin.post(URL, {"what": "people", "file": file})
        tenancy.open_to_all()
        shown = work(admin, answer)

        assert shown["report"]["new"] == 1
        assert shown["file_name"] == "people.xlsx"

    @pytest.mark.parametrize(
        "content", [b"PK\x03\x04broken", b'external_id,name\n"A1,Ann\n', b"\xff\xfe\x00"]
    )
    def test_says_what_is_wrong_with_a_file_that_cannot_be_read(self, admin, content):
        file = SimpleUploadedFile("people.csv", content)

        answer = admin.post(URL, {"what": "people", "file": file})
        tenancy.open_to_all()
        shown = work(admin, answer)

        assert shown["faults"]
        assert not shown["may_load"]

    @pytest.mark.parametrize(
        "body",
        [{"what": "people"}, {"what": "spoons", "text": "a"}, {"what": "people", "text": ""}],
    )
    def test_refuses_nothing_and_unknown_things(self, admin, body):
        assert post(admin, URL, body).status_code == 400

    def test_is_for_those_who_run_imports(self, trust):
        client = Client()
        client.force_login(people.user("project_lead", trust))

        assert post(client, URL, {"what": "people", "text": GOOD}).status_code == 403

    def test_of_another_organisation_is_not_found(self, admin):
        shown = check(admin, GOOD)
        other = Client()
        other.force_login(people.user("administrator", people.organisation()))

        assert other.get(f"{URL}/{shown['id']}").status_code == 404
        assert post(other, f"{URL}/{shown['id']}/load").status_code == 404


class TestLoading:
    def test_keeps_every_row(self, trust, admin):
        shown = load(admin, check(admin, GOOD))

        assert shown["state"] == "loaded"
        assert set(Person.objects.values_list("external_id", "name")) == {
            ("A1", "Ann Ash"),
            ("B2", "Ben Birch"),
        }
        assert Import.objects.get().content is None

    def test_keeps_none_when_one_row_is_wrong_by_then(self, trust, admin):
        checked = check(admin, "external_id,title,unit\nP1,One,W1\nP2,Two,\n", what="projects")
        assert [f["code"] for f in checked["faults"]] == ["not_found"]

        shown = load(admin, checked)

        assert shown["state"] == "checked"
        assert shown["faults"][0]["row"] == 2
        assert not Project.objects.exists()

    def test_of_the_same_table_again_changes_nothing(self, admin):
        load(admin, check(admin, GOOD))
        events = Event.objects.filter(type__contains=".person.").count()

        shown = load(admin, check(admin, GOOD))

        assert shown["report"] == {**shown["report"], "new": 0, "changed": 0, "same": 2}
        assert Event.objects.filter(type__contains=".person.").count() == events

    def test_changes_what_differs_and_leaves_columns_that_are_not_there(self, trust, admin):
        people.person(trust, name="Ann Ash", phone="0113 496 0000", external_id="A1")

        load(admin, check(admin, "external_id,name\nA1,Ann Oak\n"))

        person = Person.objects.get()
        assert (person.name, person.phone) == ("Ann Oak", "0113 496 0000")

    def test_twice_is_refused(self, admin):
        shown = load(admin, check(admin, GOOD))

        assert post(admin, f"{URL}/{shown['id']}/load").status_code == 409

    def test_of_what_was_exported_changes_nothing(self, trust, admin):
        unit = people.unit(trust, external_id="W1")
        people.person(
            trust,
            name="'=Ann",
            phone="+44 113 496 0000",
            external_id="A1",
            needs=["large_print", "letter"],
            postal_address="1 High Street\nLeeds",
        )
        projects.project(trust, title="=1+1", external_id="P1", unit_id=unit.pk, aim="-5 %")

        for what in ("people", "projects"):
            text = admin.get(f"/api/v1/exports/{what}").content.decode("utf-8-sig")
            tenancy.open_to_all()
            shown = check(admin, text, what=what)
            assert shown["faults"] == []
            assert shown["report"]["same"] == 1, (what, shown["report"])


class TestAPatientsNumber:
    TEXT = "external_id,title,problem\nP1,Falls,Seen 943 476 5919\n"

    def test_is_told_by_cell_and_goes_on_when_it_is_none(self, admin):
        checked = check(admin, self.TEXT, what="projects")
        assert [(f["row"], f["field"], f["code"]) for f in checked["faults"]] == [
            (2, "problem", "nhs_number")
        ]
        assert checked["may_load"]

        refused = load(admin, checked)
        loaded = load(admin, refused, **{"Not-An-NHS-Number": "/rows/2/problem"})

        assert refused["state"] == "checked"
        assert loaded["state"] == "loaded"
        event = Event.objects.get(type="uk.qiflow.text.confirmed.v1")
        assert event.data["fields"] == ["/rows/2/problem"]


class TestNeeds:
    TEXT = "external_id,name,needs,interpreter_language\nA1,Ann,Letter; large print,Urdu\n"

    def test_come_in_by_code_in_any_order(self, trust, admin):
        load(admin, check(admin, self.TEXT))

        person = Person.objects.get()
        assert person.needs == ["large_print", "letter"]
        assert person.interpreter_language == "Urdu"

    def test_that_nobody_knows_are_told_with_those_there_are(self, admin):
        shown = check(admin, self.TEXT.replace("Letter", "Pigeon"))

        assert [(f["field"], f["code"]) for f in shown["faults"]] == [("needs", "not_a_choice")]
        assert "large_print" in shown["faults"][0]["message"]

    def test_of_somebody_who_needs_nothing_more_are_taken_away(self, trust, admin):
        people.person(trust, name="Ann", external_id="A1", needs=["braille"])

        load(admin, check(admin, "external_id,name,needs\nA1,Ann,\n"))

        assert Person.objects.get().needs == []


class TestInvitations:
    """Many people are asked to join at once."""

    TEXT = (
        "email,name,roles,unit,until\n"
        "ann@example.org,Ann Ash,Coach; project lead,,\n"
        "ben@example.org,Ben,coach,W1,31/3/2199\n"
    )

    @pytest.fixture
    def ward(self, trust):
        return people.unit(trust, external_id="W1")

    def ask(self, admin, text):
        return check(admin, text, what="invitations")

    def test_are_sent_when_the_table_is_loaded(self, admin, ward):
        checked = self.ask(admin, self.TEXT)
        assert (checked["faults"], checked["report"]["new"]) == ([], 2)
        assert not Invitation.objects.exists()

        load(admin, checked)

        ann, ben = Invitation.objects.order_by("email")
        assert ann.roles == ["coach", "project_lead"]
        assert (ben.unit_id, ben.role_to_date) == (ward.pk, date(2199, 3, 31))
        assert Event.objects.filter(type="uk.qiflow.invitation.sent.v1").count() == 2

    def test_of_the_same_table_again_ask_nobody_twice(self, trust, admin, ward):
        load(admin, self.ask(admin, self.TEXT))
        Invitation.objects.filter(email="ann@example.org").delete()
        ann = people.user("coach", trust, email="Ann@example.org")
        people.grant(ann, "project_lead", trust)

        assert self.ask(admin, self.TEXT)["report"]["same"] == 2

    def test_tell_every_fault_by_row(self, trust, admin, ward):
        people.user("coach", trust, email="cy@example.org")
        text = (
            "email,roles,unit,until\n"
            "x,coach,,\n"
            "ann@example.org,cook,,\n"
            "ben@example.org,coach,W9,\n"
            "cy@example.org,auditor,,\n"
            "dee@example.org,coach,,1/1/2001\n"
            "eve@example.org,operator,,\n"
        )

        found = {(f["row"], f["field"], f["code"]) for f in self.ask(admin, text)["faults"]}

        assert found == {
            (2, "email", "not_an_email"),
            (3, "roles", "not_a_choice"),
            (4, "unit", "unknown"),
            (5, "", "already_member"),
            (6, "until", "past"),
            (7, "roles", "not_a_choice"),
        }

    def test_are_at_most_two_hundred_a_day(self, admin):
        who, now = admin.session["_auth_user_id"], clock.now()
        for _ in range(199):
            count(INVITATIONS_BY_TABLE, who, now=now)

        shown = self.ask(admin, "email,roles\nann@example.org,coach\nben@example.org,coach\n")

        assert [(f["row"], f["code"]) for f in shown["faults"]] == [(3, "too_many_tries")]
        assert "Wait 24 hours" in shown["faults"][0]["message"]

    def test_are_called_back_by_undoing(self, admin, ward):
        loaded = load(admin, self.ask(admin, self.TEXT))

        assert undo(admin, loaded)["state"] == "undone"
        assert not Invitation.objects.filter(cancelled_at=None).exists()

    def test_stay_where_one_was_taken_up(self, admin, ward):
        loaded = load(admin, self.ask(admin, self.TEXT))
        Invitation.objects.filter(email="ann@example.org").update(accepted_at=clock.now())

        assert [f["code"] for f in undo(admin, loaded)["faults"]] == ["already_accepted"]
        assert Invitation.objects.filter(cancelled_at=None).count() == 2

    def test_ask_again_who_sits_there(self, admin, ward):
        checked = self.ask(admin, self.TEXT)
        UserSession.objects.update(confirmed_at=clock.real() - timedelta(minutes=11))

        by_api = post(admin, f"{URL}/{checked['id']}/load")
        by_page = admin.post(f"/imports/{checked['id']}/load", {"version": checked["version"]})

        assert (by_api.status_code, by_page.status_code) == (401, 401)
        assert not Invitation.objects.exists()


class TestUndoing:
    def test_takes_back_what_was_new_and_what_was_changed(self, trust, admin):
        people.person(trust, name="Ann Ash", external_id="A1")
        loaded = load(admin, check(admin, GOOD.replace("Ann Ash", "Ann Oak")))

        shown = undo(admin, loaded)

        assert shown["state"] == "undone"
        assert list(Person.objects.values_list("name", flat=True)) == ["Ann Ash"]
        assert not ImportedRow.objects.exists()

    def test_is_refused_whole_where_something_was_built(self, trust, admin):
        loaded = load(admin, check(admin, GOOD))
        project = projects.project(trust)
        projects.member(project, person=Person.objects.get(external_id="A1"))

        shown = undo(admin, loaded)

        assert shown["state"] == "loaded"
        assert [fault["row"] for fault in shown["faults"]] == [2]
        assert Person.objects.count() == 2

    def test_is_refused_where_a_row_was_changed_since(self, trust, admin):
        loaded = load(admin, check(admin, GOOD))
        person = Person.objects.get(external_id="B2")
        person.version += 1
        person.save()

        assert [f["code"] for f in undo(admin, loaded)["faults"]] == ["changed_since"]

    def test_of_projects_leaves_no_finding_behind(self, trust, admin):
        from workflows.drain import settle
        from workflows.horizons import drift

        text = "external_id,title,target_on\nP1,Falls,2027-12-31\n"
        loaded = load(admin, check(admin, text, what="projects"))
        settle()

        undo(admin, loaded)
        settle()
        tenancy.open_to_all()

        assert not Project.objects.exists()
        assert drift(kinds=["project"]) == []

    def test_restores_dates_and_units_of_projects(self, trust, admin):
        unit = people.unit(trust, external_id="W1")
        project = projects.project(trust, external_id="P1", unit_id=unit.pk, title="Old")
        text = "external_id,title,unit,target_on\nP1,New,,2027-12-31\n"
        loaded = load(admin, check(admin, text, what="projects"))
        project.refresh_from_db()
        assert (project.title, project.unit_id) == ("New", None)

        undo(admin, loaded)

        project.refresh_from_db()
        assert (project.title, project.unit_id, project.target_on) == ("Old", unit.pk, None)

    def test_keeps_nothing_of_a_person_who_was_removed(self, trust, admin):
        person = people.person(trust, name="Ann Ash", external_id="A1")
        load(admin, check(admin, GOOD.replace("Ann Ash", "Ann Oak")))
        assert ImportedRow.objects.get(subject_id=person.pk).before

        post(admin, f"/api/v1/people/{person.pk}/remove", **{"If-Match": '"v2"'})

        assert ImportedRow.objects.get(subject_id=person.pk).before == {}


class TestDiscarding:
    def test_forgets_the_content(self, admin):
        shown = check(admin, GOOD)

        answer = post(admin, f"{URL}/{shown['id']}/discard")

        assert answer.json()["state"] == "discarded"
        assert Import.objects.get().content is None
