"""The chart of a measure to take away."""

import io
import sys

import pytest
from django.test import Client
from PIL import Image
from pptx import Presentation

from people.models import Organisation
from projects.models import Measure
from tests.factories import people, projects
from tests.factories.measures import filled, measure, monthly

PAIRS = [(18, 20), (17, 20), (19, 20), (16, 20)] * 4


@pytest.fixture
def client(trust: Organisation) -> Client:
    client = Client()
    client.force_login(people.user("project_lead", trust))
    return client


@pytest.fixture
def of_project(trust: Organisation) -> Measure:
    made = measure(projects.project(trust, title="Talking about pain"), name="Asked: pain?")
    filled(made, monthly(PAIRS))
    return made


class TestChart:
    def test_comes_as_a_picture_to_be_saved(self, client: Client, of_project: Measure):
        answer = client.get(f"/api/v1/measures/{of_project.pk}/chart.png")

        picture = Image.open(io.BytesIO(answer.content))
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
        assert answer["Content-Disposition"].startswith('attachment; filename="Asked-pain-.png"')
        assert picture.text["Title"] == "Asked: pain?"

    def test_comes_as_a_slide_with_its_project(self, client: Client, of_project: Measure):
        answer = client.get(f"/api/v1/measures/{of_project.pk}/slide.pptx")

        (slide,) = Presentation(io.BytesIO(answer.content)).slides
        assert answer.status_code == 200
        assert slide.shapes.title.text == "Talking about pain: Asked: pain?"

    def test_of_an_organisation_names_the_organisation(self, client: Client, trust: Organisation):
        made = measure(organisation=trust, name="Share")
        filled(made, monthly(PAIRS))

        answer = client.get(f"/api/v1/measures/{made.pk}/slide.pptx")

        (slide,) = Presentation(io.BytesIO(answer.content)).slides
        assert slide.shapes.title.text == f"{trust.name}: Share"

    @pytest.mark.parametrize("file", ["chart.png", "slide.pptx"])
    def test_without_data_says_so(self, client: Client, trust: Organisation, file: str):
        made = measure(projects.project(trust))

        answer = client.get(f"/api/v1/measures/{made.pk}/{file}")

        assert answer.status_code == 404
        assert answer.json()["detail"] == "No data have been recorded yet."

    def test_as_a_slide_where_none_can_be_made_says_what_to_do(
        self, client: Client, of_project: Measure, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setitem(sys.modules, "pptx", None)  # as where the extra is not installed

        answer = client.get(f"/api/v1/measures/{of_project.pk}/slide.pptx")

        assert answer.status_code == 503
        assert answer.json()["code"] == "slides_not_installed"
        assert "picture (PNG) instead" in answer.json()["detail"]
