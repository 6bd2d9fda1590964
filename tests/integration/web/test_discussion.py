"""Discussion on pages: from the page of a thing to a thread and back."""

from __future__ import annotations

import pytest
from django.test import Client

from records.models import Comment
from tests.factories import people
from tests.integration.web.conftest import Furnished

pytestmark = pytest.mark.django_db(transaction=True)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


class TestDiscussion:
    def test_begins_on_the_page_of_every_thing(self, furnished: Furnished) -> None:
        client = furnished.client()
        for kind, thing, page in (
            ("project", furnished.project, f"/projects/{furnished.project.pk}"),
            ("committee", furnished.committee, f"/committees/{furnished.committee.pk}"),
            (
                "psp_appointment",
                furnished.partner,
                f"/committees/partners/{furnished.partner.pk}",
            ),
        ):
            at = f"/discussion/{kind}/{thing.pk}"
            shown = text(client, page)
            assert "Nobody has written anything yet." in shown
            assert f'href="{at}"' in shown

            sent = client.post(at, {"text": "<b>Loud</b> bins."})

            made = Comment.objects.get(subject_id=thing.pk)
            assert (sent.status_code, sent["Location"]) == (302, f"{at}#comment-{made.pk}")
            assert "&lt;b&gt;Loud&lt;/b&gt; bins." in text(client, page)

    def test_points_out_to_people_who_were_chosen(self, furnished: Furnished) -> None:
        cora = people.user("coach", furnished.organisation, name="Cora Coach")
        at = f"/discussion/project/{furnished.project.pk}"
        client = furnished.client()
        assert "Cora Coach" in text(client, at)

        client.post(at, {"text": "See above.", "tell": [str(cora.pk)]})

        assert "Told: Cora Coach" in text(client, at)

    def test_keeps_what_was_typed_and_who_was_chosen(self, furnished: Furnished) -> None:
        cora = people.user("coach", furnished.organisation, name="Cora Coach")
        at = f"/discussion/project/{furnished.project.pk}"

        answer = furnished.client().post(at, {"text": "Ring 943 476 5919", "tell": [str(cora.pk)]})

        shown = answer.content.decode()
        assert answer.status_code == 422
        assert "looks like an NHS number" in shown
        assert "This is not an NHS number" in shown
        assert "Ring 943 476 5919" in shown
        assert f'value="{cora.pk}" checked' in shown

    def test_sent_twice_is_there_once(self, furnished: Furnished) -> None:
        at = f"/discussion/project/{furnished.project.pk}"
        client = furnished.client()
        form = {"text": "Once.", "ticket": "11111111-1111-4111-8111-111111111111"}

        for _ in range(2):
            assert client.post(at, form).status_code == 302

        assert Comment.objects.count() == 1

    def test_has_no_box_for_those_who_only_read(self, furnished: Furnished) -> None:
        at = f"/discussion/project/{furnished.project.pk}"
        client = furnished.client("auditor")

        assert "<textarea" not in text(client, at)
        assert client.post(at, {"text": "x"}).status_code == 403


class TestThread:
    @pytest.fixture
    def client(self, furnished: Furnished) -> Client:
        return furnished.client()

    @pytest.fixture
    def comment(self, furnished: Furnished, client: Client) -> Comment:
        client.post(f"/discussion/project/{furnished.project.pk}", {"text": "How are nights?"})
        return Comment.objects.get()

    def test_is_answered_changed_and_withdrawn(self, client: Client, comment: Comment) -> None:
        at = f"/comments/{comment.pk}"
        client.post(at, {"text": "Loud."})
        answer = Comment.objects.get(in_reply_to=comment)
        assert "Loud." in text(client, at)
        lead_on = client.get(f"/comments/{answer.pk}")
        assert lead_on["Location"] == f"{at}#comment-{answer.pk}"

        client.post(f"{at}/edit", {"version": 1, "text": "How are your nights?"})

        shown = text(client, at)
        assert "How are your nights?" in shown
        assert "See earlier wording" in shown
        assert "How are nights?" in text(client, f"{at}/wordings")

        client.post(f"{at}/withdraw", {"version": 2})

        shown = text(client, at)
        assert "Withdrawn on" in shown
        assert "How are your nights?" not in shown
        assert "How are nights?" not in text(client, f"{at}/wordings")
        assert "Loud." in shown

    def test_of_another_is_taken_down_with_a_reason(
        self, furnished: Furnished, comment: Comment
    ) -> None:
        keeper = furnished.client("senior_lead")
        at = f"/comments/{comment.pk}/withdraw"

        empty = keeper.post(at, {"version": 1})
        keeper.post(at, {"version": 1, "reason": "It names a patient."})

        assert empty.status_code == 422
        assert "It names a patient." in text(keeper, f"/comments/{comment.pk}")

    def test_is_not_changed_by_others(self, furnished: Furnished, comment: Comment) -> None:
        other = furnished.client("coach")

        assert "Only whoever wrote this" in text(other, f"/comments/{comment.pk}/edit")
        sent = other.post(f"/comments/{comment.pk}/edit", {"version": 1, "text": "x"})
        assert sent.status_code == 403
