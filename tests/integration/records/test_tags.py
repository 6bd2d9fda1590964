"""Tags through the API."""

from __future__ import annotations

import json

import pytest

from kernel.models import Event
from records.models import Tag, Tagging
from records.tags import MOST_OF_A_THING
from tests.factories import people, projects
from tests.integration.records.uploading import get, post, signed_in

pytestmark = pytest.mark.django_db
URL = "/api/v1/taggings"


@pytest.fixture
def trust():
    return people.organisation()


@pytest.fixture
def project(trust):
    return projects.project(trust, title="Calm nights")


@pytest.fixture
def admin(trust):
    return signed_in(people.user("administrator", trust))


def put(client, project, word):
    body = {"subject_kind": "project", "subject_id": str(project.pk), "word": word}
    return post(client, URL, body)


class TestPutting:
    def test_knows_a_word_however_it_is_written(self, admin, project):
        words = ["Night care", " night  CARE", "Nig\u0068t care", "Cafe\u0301", "CAF\u00c9"]

        made = [put(admin, project, word) for word in words]

        assert {answer.status_code for answer in made} == {201}
        assert sorted(Tag.objects.values_list("word", flat=True)) == ["Café", "Night care"]
        assert Tagging.objects.count() == 2
        kinds = Event.objects.filter(aggregate_kind="tag").values_list("type", flat=True)
        assert sorted(kind.split(".")[3] for kind in kinds) == ["made", "made", "put", "put"]

    @pytest.mark.parametrize("word", ["", "  ", "a,b", "x" * 41, "943 476 5919", "a\u0000b"])
    def test_refuses_what_is_no_word(self, admin, project, word):
        assert put(admin, project, word).json()["errors"][0]["pointer"] == "/word"

    def test_stops_at_twenty(self, admin, project):
        for number in range(MOST_OF_A_THING):
            put(admin, project, f"Word {number}")

        assert put(admin, project, "One more").status_code == 409

    def test_is_for_those_who_write_about_the_thing(self, trust, project):
        assert put(signed_in(people.user("auditor", trust)), project, "x").status_code == 403


class TestLists:
    def test_are_narrowed_by_a_word(self, trust, admin, project):
        projects.project(trust, title="Safer meals")
        put(admin, project, "Falls")

        rows = get(admin, "/api/v1/projects?tag=falls").json()["results"]
        tags = get(admin, "/api/v1/tags").json()["results"]
        carriers = get(admin, f"{URL}?tag={tags[0]['id']}").json()["results"]

        assert [row["title"] for row in rows] == ["Calm nights"]
        assert [(tag["word"], tag["things"]) for tag in tags] == [("Falls", 1)]
        assert [row["subject_title"] for row in carriers] == ["Calm nights"]

    def test_of_another_organisation_are_its_own(self, admin, project):
        put(admin, project, "Falls")
        stranger = signed_in(people.user("administrator", people.organisation()))

        assert get(stranger, "/api/v1/tags").json()["results"] == []
        assert get(stranger, f"/api/v1/tags/{Tag.objects.get().pk}").status_code == 404


class TestKeeping:
    def test_a_word_is_changed_everywhere(self, admin, project):
        put(admin, project, "Fals")
        tag = Tag.objects.get()

        answer = admin.patch(
            f"/api/v1/tags/{tag.pk}",
            json.dumps({"word": "Falls"}),
            content_type="application/json",
            headers={"If-Match": f'"v{tag.version}"'},
        )

        assert answer.json()["word"] == "Falls"
        assert get(admin, "/api/v1/projects?tag=falls").json()["results"]

    def test_two_words_become_one(self, trust, admin, project):
        other = projects.project(trust, title="Safer meals")
        put(admin, project, "Falls")
        put(admin, project, "Trips")
        put(admin, other, "Trips")
        falls, trips = (Tag.objects.get(word=word) for word in ("Falls", "Trips"))

        at = f"/api/v1/tags/{trips.pk}/merge"
        answer = post(admin, at, {"into_id": str(falls.pk)}, version=trips.version)

        assert (answer.json()["word"], answer.json()["things"]) == ("Falls", 2)
        assert Tag.objects.count() == 1
        assert post(admin, at, {"into_id": str(falls.pk)}).status_code == 404
