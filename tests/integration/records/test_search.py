"""Looking for anything one may see, and keeping a view of it."""

import json

import pytest
from django.db import connection
from django.test import Client

from kernel import tenancy
from kernel.models import Event
from records.queries.search import search
from tests.factories import governance, people, projects

pytestmark = pytest.mark.django_db


@pytest.fixture
def trust():
    return people.organisation(name="Northern Hospitals", ods_code="RZZ")


@pytest.fixture
def lead(trust):
    return people.actor_of(people.user("project_lead", trust))


def titles(actor, words, **narrowed):
    tenancy.narrow_to(actor)
    found = [hit.title for hit in search(actor=actor, words=words, **narrowed)]
    tenancy.open_to_all()
    return found


def committee(trust, name):
    made = governance.committee(trust)
    type(made).objects.filter(pk=made.pk).update(name=name)


class TestSearch:
    def test_finds_projects_by_title_and_by_what_is_written(self, trust, lead):
        projects.project(trust, title="Calm nights", problem="Alarms ring.")
        projects.project(trust, title="Falls", problem="Patients are not calm at night.")
        projects.project(trust, title="Food", problem="Cold meals.")

        assert titles(lead, "calm") == ["Calm nights", "Falls"]
        assert titles(lead, "alarm") == ["Calm nights"]  # another form of the word
        assert titles(lead, "night calm") == ["Calm nights", "Falls"]

    def test_follows_a_change_of_text_at_once(self, trust, lead):
        from projects.commands import change_project

        project = projects.project(trust, title="Old words")
        change_project(
            project_id=project.pk,
            changes={"title": "Fresh linen"},
            actor=lead,
            now=projects.NOW,
        )

        assert titles(lead, "linen") == ["Fresh linen"]
        assert titles(lead, "old words", kinds=["project"]) == []

    def test_finds_what_is_only_begun_and_what_is_misspelt(self, trust, lead):
        projects.project(trust, title="Reliable discharge letters")

        assert titles(lead, "disch") == ["Reliable discharge letters"]
        assert titles(lead, "dischrage") == ["Reliable discharge letters"]

    def test_finds_things_of_every_kind(self, trust, lead):
        people.unit(trust, name="Northern ward")
        people.person(trust, name="Norah North")
        committee(trust, "North safety committee")
        projects.project(trust, title="North star")

        assert set(titles(lead, "north")) == {
            "Northern Hospitals",
            "Northern ward",
            "Norah North",
            "North safety committee",
            "North star",
        }
        assert titles(lead, "RZZ") == ["Northern Hospitals"]
        assert "C01" in {hit.id for hit in search(actor=lead, words="C01")}
        assert titles(lead, "north", kinds=["person"]) == ["Norah North"]

    def test_gives_the_best_first(self, trust, lead):
        projects.project(trust, title="About night care")
        projects.project(trust, title="Night")
        projects.project(trust, title="Night care")

        assert titles(lead, "night") == ["Night", "Night care", "About night care"]

    def test_gives_nothing_of_another_organisation(self, trust, lead):
        other = people.organisation(name="Elsewhere")
        people.person(other, name="Zebedee Quill")
        people.unit(other, name="Zebedee ward")
        committee(other, "Zebedee committee")
        projects.project(other, title="Zebedee project", problem="Zebedee problem")

        assert titles(lead, "zebedee") == []
        assert titles(lead, "zebedeee") == []

    def test_gives_people_only_to_those_who_read_them(self, trust):
        person = people.person(trust, name="Norah North")
        partner = people.actor_of(people.user("partner", trust))

        assert titles(partner, "norah") == []
        itself = people.actor_of(people.user("partner", trust, person=person))
        assert titles(itself, "norah") == ["Norah North"]

    def test_gives_no_project_to_a_role_of_another_unit(self, trust):
        mine, theirs = people.unit(trust), people.unit(trust)
        projects.project(trust, title="Sepsis here", unit_id=mine.pk)
        projects.project(trust, title="Sepsis there", unit_id=theirs.pk)
        lead = people.actor_of(people.user("project_lead", trust, unit=mine))

        assert titles(lead, "sepsis") == ["Sepsis here"]

    def test_forgets_a_removed_person(self, trust, lead):
        from people.commands import remove_person

        person = people.person(trust, name="Norah North")
        admin = people.actor_of(people.user("administrator", trust))
        remove_person(person_id=person.pk, actor=admin, now=projects.NOW)

        assert titles(lead, "norah") == []

    @pytest.mark.parametrize(
        "words",
        [
            "%%",
            "__",
            "'; DROP",
            "a & | !",
            "(((",
            "the and",
            ":*",
            "\\\\",
            "🙂🙂",
            "a" * 200,
            "<->",
        ],
    )
    def test_takes_every_sign_literally(self, trust, lead, words):
        projects.project(trust, title="Plain")

        assert "Plain" not in titles(lead, words, kinds=["project"])

    def test_is_walled_below_as_well(self, trust, lead):
        projects.project(people.organisation(), title="Hidden words")
        tenancy.narrow_to(lead)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM projects_words")
            assert cursor.fetchone()[0] == 0
        tenancy.open_to_all()


class TestTheDoor:
    @pytest.fixture
    def client(self, trust):
        client = Client()
        client.force_login(people.user("project_lead", trust))
        return client

    def test_gives_hits_of_all_kinds(self, client, trust):
        projects.project(trust, title="Calm nights")

        [hit] = client.get("/api/v1/search", {"q": "calm"}).json()["results"]

        assert (hit["kind"], hit["title"], hit["detail"]) == ("project", "Calm nights", "draft")

    @pytest.mark.parametrize("query", [{}, {"q": "a"}, {"q": "a" * 201}, {"q": "943 476 5919"}])
    def test_refuses_what_cannot_be_looked_for(self, client, query):
        assert client.get("/api/v1/search", query).status_code == 400


class TestSavedViews:
    URL = "/api/v1/saved-views"

    @pytest.fixture
    def user(self, trust):
        return people.user("project_lead", trust)

    @pytest.fixture
    def client(self, user):
        client = Client()
        client.force_login(user)
        return client

    def save(self, client, **values):
        body = {"list": "projects", "name": "Mine", "filters": {"stage": "testing"}, **values}
        answer = client.post(self.URL, json.dumps(body), content_type="application/json")
        tenancy.open_to_all()
        return answer

    def test_are_kept_changed_and_removed(self, client):
        made = self.save(client)
        url = made["Location"]
        changed = client.patch(
            url,
            json.dumps({"name": "In testing"}),
            content_type="application/json",
            headers={"If-Match": made["ETag"]},
        )
        listed = client.get(self.URL).json()["results"]
        stale = client.delete(url, headers={"If-Match": made["ETag"]})
        removed = client.delete(url, headers={"If-Match": changed["ETag"]})

        assert made.status_code == 201
        assert [view["name"] for view in listed] == ["In testing"]
        assert listed[0]["filters"] == {"stage": "testing"}
        assert (stale.status_code, removed.status_code) == (412, 204)
        assert client.get(self.URL).json()["results"] == []
        tenancy.open_to_all()
        types = Event.objects.filter(aggregate_kind="saved_view").order_by("seq")
        assert [t.split(".")[3] for t in types.values_list("type", flat=True)] == [
            "saved",
            "changed",
            "removed",
        ]

    def test_are_nobody_elses(self, client, trust):
        made = self.save(client)
        other = Client()
        other.force_login(people.user("administrator", trust))

        assert other.get(made["Location"]).status_code == 404
        assert other.get(self.URL).json()["results"] == []

    @pytest.mark.parametrize(
        "wrong", [{"list": "spoons"}, {"filters": {"stage": "nope"}}, {"filters": {"x": "y"}}]
    )
    def test_must_be_readable(self, client, wrong):
        assert self.save(client, **wrong).status_code == 400

    def test_of_a_list_have_names_of_their_own(self, client):
        self.save(client)

        assert self.save(client).json()["errors"][0]["code"] == "taken"
        assert self.save(client, list="committees", filters={}).status_code == 201
