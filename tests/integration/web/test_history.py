"""The history of things on their pages: in words, with what is new, and the way to the rest."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kernel import clock
from people.commands import change_unit
from people.models import Unit
from projects.commands import change_project
from records.models import LastSeen
from tests.factories import people
from tests.integration.web.conftest import Furnished

pytestmark = pytest.mark.django_db


def text(client: Client, at: str) -> str:
    answer = client.get(at)
    assert answer.status_code == 200, answer.content[-500:]
    return " ".join(answer.content.decode().split())


def yesterday_is_the_last_visit() -> None:
    for seen in LastSeen.objects.all():
        seen.seen_at -= timedelta(days=1)
        seen.save()


class TestNew:
    def test_what_others_did_since_the_last_visit_is_marked(self, furnished: Furnished) -> None:
        client = furnished.client()
        at = reverse("web:project", args=[furnished.project.pk])
        assert "Since you were here" not in text(client, at)
        yesterday_is_the_last_visit()
        other = people.actor_of(people.user("administrator", furnished.organisation))
        change_project(
            project_id=furnished.project.pk,
            changes={"title": "Calmer nights"},
            actor=other,
            now=clock.now(),
        )

        shown = text(client, at)

        assert "Since you were here on" in shown
        assert "Description changed" in shown
        assert 'nhsuk-tag--blue">New' in shown

    def test_what_one_did_oneself_is_not(self, furnished: Furnished) -> None:
        client = furnished.client()
        at = reverse("web:project", args=[furnished.project.pk])
        text(client, at)
        LastSeen.objects.update(before=clock.now())
        change_project(
            project_id=furnished.project.pk,
            changes={"title": "Calmer nights"},
            actor=people.actor_of(furnished.administrator),
            now=clock.now(),
        )

        assert "Since you were here" not in text(client, at)


class TestWhole:
    @pytest.mark.parametrize("kind", ["project", "committee", "psp_appointment", "person", "user"])
    def test_is_told_for_every_kind_of_thing(self, furnished: Furnished, kind: str) -> None:
        ids = {
            "project": furnished.project.pk,
            "committee": furnished.committee.pk,
            "psp_appointment": furnished.partner.pk,
            "person": furnished.person.pk,
            "user": furnished.administrator.pk,
        }
        assert "History" in text(furnished.client(), reverse("web:history", args=[kind, ids[kind]]))

    def test_of_a_unit_tells_who_did_what(self, furnished: Furnished) -> None:
        unit = Unit.objects.get(name="Stroke ward")
        change_unit(
            unit_id=unit.pk,
            values={"name": "Stroke unit"},
            actor=people.actor_of(furnished.administrator),
            now=clock.now(),
        )

        shown = text(furnished.client(), reverse("web:history", args=["unit", unit.pk]))

        assert "Name or type changed" in shown
        assert "by Ann Administrator" in shown

    def test_tells_what_the_rules_said(self, furnished: Furnished) -> None:
        at = reverse("web:history", args=["committee", furnished.committee.pk])
        assert "A rule is not met" in text(furnished.client(), at)

    def test_has_no_page_for_what_has_no_history(self, furnished: Furnished) -> None:
        at = reverse("web:history", args=["seat", furnished.project.pk])
        assert furnished.client().get(at).status_code == 404

    def test_goes_on_over_pages(self, furnished: Furnished) -> None:
        actor = people.actor_of(furnished.administrator)
        for number in range(60):
            change_project(
                project_id=furnished.project.pk,
                changes={"title": f"Calmer nights {number}"},
                actor=actor,
                now=clock.now(),
            )
        client = furnished.client()
        page = text(client, reverse("web:project", args=[furnished.project.pk]))
        whole = reverse("web:history", args=["project", furnished.project.pk])
        assert f'href="{whole}"' in page

        second = text(client, _next(text(client, whole)))

        assert "Registered" in second
        assert 'rel="next"' not in second


def _next(page: str) -> str:
    before, _, _ = page.partition('" rel="next"')
    return before.rpartition('href="')[2].replace("&amp;", "&")
