"""Links on pages: asking, the page that a link opens, what cannot be opened any more."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from kernel import clock
from kernel.models import Event
from people.models import Person
from records.commands.actions import add_action
from records.commands.links import cancel_link
from records.models import Action, Comment, Link
from tests.factories import people, projects
from tests.integration.web.conftest import Furnished

pytestmark = pytest.mark.django_db(transaction=True)

#: Nothing else in a page is like it; a nonce may well hold "/l/".
_ADDRESS = re.compile(r"/l/[0-9a-f]{32}-[0-9A-Za-z_-]+")


@pytest.fixture
def pat(furnished: Furnished) -> Person:
    return people.person(furnished.organisation, name="Pat Partner", partner_kind="patient")


@pytest.fixture
def client(furnished: Furnished) -> Client:
    return furnished.client()


def asked(
    client: Client, project: Any, person: Person, purpose: str = "comment", **more: Any
) -> str:
    """The address of a link that was made on the page."""
    about = f"?action={more.pop('action')}" if "action" in more else ""
    answer = client.post(
        f"/links/new/{purpose}/project/{project.pk}{about}",
        {"person_id": person.pk, "how": "hand", **more},
    )
    assert answer.status_code == 200, answer.content
    found = _ADDRESS.search(answer.content.decode())
    assert found
    return found[0]


def written() -> tuple[int, ...]:
    """How many rows there are of everything that a link could change."""
    counts = []
    with connection.cursor() as cursor:
        for table in ("kernel_event", "kernel_pending", "records_comment", "kernel_idempotency"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts.append(cursor.fetchone()[0])
        cursor.execute("SELECT count(*) FROM records_link WHERE used_at IS NOT NULL")
        counts.append(cursor.fetchone()[0])
    return tuple(counts)


def body(answer: HttpResponse, status: int = 200) -> str:
    shown = answer.content.decode()
    assert answer.status_code == status, shown
    return shown


class TestOpening:
    def test_changes_nothing_however_often(
        self, furnished: Furnished, client: Client, pat: Person
    ) -> None:
        """Mail programs and scanners open links before people do."""
        at = asked(client, furnished.project, pat)
        before = written()
        scanner = Client()

        for _ in range(10):
            body(scanner.get(at))
        scanner.head(at)
        scanner.get(f"{at}/receipt")

        assert written() == before
        sent = scanner.post(at, {"text": "x", "words": "Loud."})
        assert sent.status_code == 302

    def test_says_who_asks_about_what_and_leads_nowhere_else(
        self, furnished: Furnished, client: Client, pat: Person
    ) -> None:
        at = asked(client, furnished.project, pat, note="You know the ward.")

        answer = Client().get(at)

        shown = body(answer)
        for words in (
            "Hello Pat Partner.",
            "Ann Administrator at Larkhill NHS Trust asks you.",
            "Quieter nights",
            "You know the ward.",
        ):
            assert words in shown
        assert "nhsuk-header__navigation" not in shown
        assert re.findall(r'<a [^>]*href="(/[^"]*)"', shown) == []
        assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert "sessionid" not in str(answer.cookies)

    def test_by_somebody_who_is_signed_in_is_still_for_its_person(
        self, furnished: Furnished, client: Client, pat: Person
    ) -> None:
        at = asked(client, furnished.project, pat)

        body(client.get(at))
        client.post(at, {"words": "Loud."})

        assert Comment.objects.get().writer_kind == "person"
        assert client.get("/").status_code == 200


class TestAnswering:
    def test_leads_to_a_receipt_that_can_be_seen_again(
        self, furnished: Furnished, client: Client, pat: Person
    ) -> None:
        action = added(furnished)
        at = asked(client, furnished.project, pat, "confirm", action=action.pk)
        person = Client()
        assert "Order quiet bins" in body(person.get(at))

        sent = person.post(at, {"words": "They are here.", "seen": "Order quiet bins"})

        assert (sent.status_code, sent["Location"]) == (302, f"{at}/receipt")
        assert Action.objects.get().state == "done"
        for _ in range(2):
            assert "You said that it is done." in body(person.get(f"{at}/receipt"))
        over = body(person.get(at), 410)
        assert "See what you sent" in over
        body(person.post(at, {"words": "x", "seen": "Order quiet bins"}), 410)

    def test_keeps_what_was_typed_and_guards_it(
        self, furnished: Furnished, client: Client, pat: Person
    ) -> None:
        at = asked(client, furnished.project, pat)
        person = Client()

        empty = body(person.post(at, {"words": ""}), 422)
        number = body(person.post(at, {"words": "Ring 943 476 5919"}), 422)

        assert "Write down what you want to say" in empty
        assert "looks like an NHS number" in number
        assert "Ring 943 476 5919" in number
        sent = person.post(at, {"words": "Ring 943 476 5919", "not_an_nhs_number": "words"})
        assert sent.status_code == 302
        told = Event.objects.get(type="uk.qiflow.text.confirmed.v1")
        assert (told.actor_kind, told.actor_id) == ("person", pat.pk)

    def test_pressed_twice_writes_once(
        self, furnished: Furnished, client: Client, pat: Person
    ) -> None:
        at = asked(client, furnished.project, pat)
        form = {"words": "Once.", "ticket": "11111111-1111-4111-8111-111111111111"}

        for _ in range(2):
            assert Client().post(at, form)["Location"] == f"{at}/receipt"

        assert Comment.objects.count() == 1

    def test_about_words_that_changed_shows_them_again(
        self, furnished: Furnished, client: Client, pat: Person
    ) -> None:
        projects.member(furnished.project, "partner", person=pat, now=clock.now(), **since())
        client.post(
            f"/projects/{furnished.project.pk}/details",
            {"version": 2, "title": "Quieter nights", "vision": "Quiet.", "method": "always_event"},
        )
        at = asked(client, furnished.project, pat, "sign_off", about="vision", given_as="partner")
        person = Client()
        assert "Quiet." in body(person.get(at))

        shown = body(person.post(at, {"outcome": "yes", "seen": "something else"}), 422)

        assert "This changed since you opened the page" in shown
        seen = re.search(r'name="seen" value="([^"]+)"', shown)
        assert seen
        assert person.post(at, {"outcome": "yes", "seen": seen[1]}).status_code == 302
        page = body(client.get(f"/projects/{furnished.project.pk}"))
        assert "Pat Partner as patient or carer partner, online" in page
        assert "Pat Partner, by their link" in page


class TestClosing:
    @pytest.mark.parametrize("how", ["expired", "cancelled"])
    def test_says_what_to_do(
        self, furnished: Furnished, client: Client, pat: Person, how: str
    ) -> None:
        at = asked(client, furnished.project, pat)
        link = Link.objects.get()
        if how == "expired":
            Link.objects.update(expires_at=clock.now())
        else:
            cancel_link(
                link_id=link.pk,
                actor=people.actor_of(furnished.administrator),
                now=clock.now(),
            )

        for answer in (Client().get(at), Client().post(at, {"words": "x"})):
            shown = body(answer, 410)
            assert "ask Ann Administrator at Larkhill NHS Trust to send you another link" in shown
        assert not Comment.objects.exists()

    def test_of_a_receipt_comes_after_its_time(
        self, furnished: Furnished, client: Client, pat: Person
    ) -> None:
        at = asked(client, furnished.project, pat)
        Client().post(at, {"words": "Loud."})
        Link.objects.update(used_at=clock.now() - timedelta(days=91))

        body(Client().get(f"{at}/receipt"), 410)

    def test_tells_nothing_of_links_that_nobody_made(self) -> None:
        for token in ("x", "0" * 32 + "-" + "a" * 43):
            assert "Check that the whole of it was copied" in body(Client().get(f"/l/{token}"), 404)

    def test_leaves_no_link_in_the_log(
        self,
        furnished: Furnished,
        client: Client,
        pat: Person,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        at = asked(client, furnished.project, pat)
        Client().post(at, {"words": ""})
        Link.objects.update(expires_at=clock.now())
        Client().get(at)

        assert at not in caplog.text


class TestForThoseWhoAsk:
    def test_shows_the_link_once_then_what_came_of_it(
        self, furnished: Furnished, client: Client, pat: Person
    ) -> None:
        at = asked(client, furnished.project, pat)
        link = Link.objects.get()
        page = body(client.get(f"/links/{link.pk}"))
        assert "Waiting for an answer" in page
        assert at not in page
        assert "Pat Partner" in body(client.get(f"/projects/{furnished.project.pk}"))

        again = body(client.post(f"/links/{link.pk}/send-again", {"version": 1}))
        assert at in again
        client.post(f"/links/{link.pk}/call-back", {"version": 2})

        assert "Called back" in body(client.get(f"/links/of/project/{furnished.project.pk}"))
        assert Client().get(at).status_code == 410

    def test_enters_an_answer_with_both_names(
        self, furnished: Furnished, client: Client, pat: Person
    ) -> None:
        action = added(furnished)
        sent = client.post(
            f"/links/new/claim/project/{furnished.project.pk}?action={action.pk}",
            {"person_id": pat.pk, "how": "enter"},
        )
        link = Link.objects.get()
        assert sent["Location"] == f"/links/{link.pk}/answer"
        assert "Order quiet bins" in body(client.get(sent["Location"]))
        assert (link.sent_at, link.version) == (None, 1)
        today = clock.today()
        form = {"version": 1, "outcome": "yes", "words": "", "way": "telephone"}
        day = {"given_on_day": today.day, "given_on_month": today.month}
        assert client.post(sent["Location"], {**form, **day}).status_code == 422

        client.post(sent["Location"], {**form, **day, "given_on_year": today.year})

        history = body(client.get(f"/actions/{action.pk}"))
        assert "Pat Partner" in history
        words = "Entered by Ann Administrator on behalf of Pat Partner, by telephone"
        assert words in history
        assert words in body(client.get(f"/links/{link.pk}"))

    def test_of_an_agreement_stands_in_the_history_with_both_names(
        self, furnished: Furnished, client: Client, pat: Person
    ) -> None:
        projects.member(furnished.project, "partner", person=pat, now=clock.now(), **since())
        today = clock.today()
        client.post(
            f"/projects/{furnished.project.pk}/agreements/add",
            {
                "version": 2,
                "about": "start_testing",
                "given_as": "partner",
                "person_id": pat.pk,
                "way": "telephone",
                "given_on_day": today.day,
                "given_on_month": today.month,
                "given_on_year": today.year,
            },
        )

        shown = body(client.get(f"/projects/{furnished.project.pk}"))

        assert "by Ann Administrator. Pat Partner agreed by telephone" in shown

    def test_is_for_those_who_may_ask(
        self, furnished: Furnished, client: Client, pat: Person
    ) -> None:
        asked(client, furnished.project, pat)
        link = Link.objects.get()
        partner = furnished.client("partner")

        assert partner.get(f"/links/{link.pk}").status_code == 403
        assert "People without an account" not in body(
            partner.get(f"/projects/{furnished.project.pk}")
        )
        closed = body(partner.get(f"/links/new/comment/project/{furnished.project.pk}"))
        assert "Your role does not read particulars of people." in closed


class TestActions:
    def test_are_given_to_people_without_an_account_or_to_nobody(
        self, furnished: Furnished, client: Client, pat: Person
    ) -> None:
        at = f"/projects/{furnished.project.pk}/actions/add"
        assert "Pat Partner (no account)" in body(client.get(at))
        day = clock.today() + timedelta(days=3)
        form = {"due_on_day": day.day, "due_on_month": day.month, "due_on_year": day.year}

        client.post(at, {"title": "Ask", "owner_id": f"person:{pat.pk}", **form})
        client.post(at, {"title": "Order", "owner_id": "nobody", **form})

        shown = body(client.get("/actions?whose=all"))
        assert "Pat Partner" in shown
        assert "Nobody yet" in shown
        mine = Action.objects.get(title="Ask")
        assert (mine.owner_id, mine.owner_person_id) == (None, pat.pk)


def added(furnished: Furnished) -> Action:
    return add_action(
        subject_kind="project",
        subject_id=furnished.project.pk,
        title="Order quiet bins",
        due_on=clock.today() + timedelta(days=3),
        actor=people.actor_of(furnished.administrator),
        now=clock.now(),
    )


def since() -> dict[str, Any]:
    return {"from_date": clock.today() - timedelta(days=30)}
