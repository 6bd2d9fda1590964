"""Findings, roll-ups, rules, standards, the feed and the queue through the JSON doors."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from governance.commands.committees import share_committee
from kernel import clock, tenancy
from kernel.actors import SYSTEM, Scope
from kernel.models import Event, Finding, Pending
from tests.factories import governance, people, wards
from tests.waiting import wait_until
from workflows.drain import settle
from workflows.models import FeedFloor, SkippedWork

pytestmark = pytest.mark.usefixtures("everywhere")


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def place():
    return people.organisation()


@pytest.fixture
def lead(place):
    return client_of(people.user("senior_lead", place))


@pytest.fixture
def operator(place):
    return client_of(people.user("operator", place, scope=Scope.COUNTRY))


@pytest.fixture
def ward(place):
    made = wards.ward(place, places=[(wards.BEGINNING, clock.today() + timedelta(days=300))])
    settle()
    return made


def get(client, path, status=200, **query):
    response = client.get(f"/api/v1/{path}", query)
    tenancy.open_to_all()
    assert response.status_code == status, response.content
    return response.json()


def post(client, path, status, **body):
    response = client.post(f"/api/v1/{path}", body, content_type="application/json")
    tenancy.open_to_all()
    assert response.status_code == status, response.content
    return response.json() if response.content else None


class TestFindings:
    def test_are_of_today_with_their_sentence(self, lead, ward):
        rows = get(lead, "findings", rule="W01")["results"]

        assert [(row["outcome"], row["sentence"]) for row in rows] == [
            ("pass", "It lies in a division.")
        ]

    def test_of_a_day_to_come(self, lead, ward):
        day = clock.today() + timedelta(days=330)

        assert get(lead, "findings", rule="W01", as_at=day)["results"][0]["outcome"] == "fail"

    def test_beyond_the_horizon_are_reckoned_for_one_subject(self, lead, ward):
        day = clock.today() + timedelta(days=900)

        get(lead, "findings", 400, as_at=day)
        rows = get(lead, "findings", as_at=day, subject=ward.pk, rule="W01")["results"]

        assert [row["outcome"] for row in rows] == ["fail"]

    def test_as_known_then(self, lead, ward):
        then = clock.now()
        wards.move(ward, [])
        settle()

        now_known = get(lead, "findings", rule="W01", as_at="2026-06-01")["results"]
        then_known = get(
            lead, "findings", rule="W01", as_at="2026-06-01", known_at=then.isoformat()
        )["results"]

        assert [row["outcome"] for row in now_known + then_known] == ["fail", "pass"]

    def test_of_others_are_not_there(self, ward):
        stranger = client_of(people.user("senior_lead", people.organisation()))
        number = Finding.objects.first().pk

        assert get(stranger, "findings")["results"] == []
        assert get(stranger, f"findings/{number}", 404)["code"] == "not_found"
        get(stranger, f"findings/{10**40}", 404)

    def test_are_explained(self, lead, ward):
        number = Finding.objects.filter(rule_id="W01").order_by("starts_on").first().pk

        shown = get(lead, f"findings/{number}")

        assert shown["rule"]["source"] == "tests"
        assert [(row["name"], row["value"]) for row in shown["thresholds"]] == [
            ("ward_grace_days", 7),
            ("ward_look_ahead_days", 90),
        ]
        assert shown["recorded_by"] == str(
            Event.objects.get(aggregate_id=ward.pk, aggregate_kind="unit").uuid
        )
        assert len(shown["timeline"]) == 4

    def test_by_unit_and_outcome(self, lead, ward):
        assert get(lead, "findings", unit=ward.pk, outcome="pass")["results"]
        assert not get(lead, "findings", unit=ward.pk, outcome="unknown")["results"]

    def test_come_in_pages(self, lead, place, ward):
        wards.ward(place, places=[(wards.BEGINNING, None)])
        settle()
        seen, cursor = [], None
        while True:
            page = get(lead, "findings", limit=1, **({"cursor": cursor} if cursor else {}))
            seen += [row["id"] for row in page["results"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break

        assert len(seen) == len(set(seen)) == 4


class TestJointCommittee:
    @pytest.fixture
    def shared(self, place):
        made = governance.staffed(people.organisation(), now=clock.now())
        share_committee(
            committee_id=made.committee.pk,
            participant_id=place.pk,
            from_date=clock.today(),
            actor=SYSTEM,
            now=clock.now(),
        )
        settle()
        return made.committee

    def test_counts_in_the_report_of_each_organisation(self, lead, place, shared):
        keeper = client_of(people.user("senior_lead", shared.organisation))
        before = clock.today() - timedelta(days=1)

        here = get(lead, "compliance", rule="C01")["results"]
        there = get(keeper, "compliance", rule="C01")["results"]

        assert [(row["organisation_id"], row["joint"]) for row in here] == [(str(place.pk), 1)]
        assert [row["outcomes"] for row in here + there] == [{"pass": 1}, {"pass": 1}]
        assert [row["joint"] for row in there] == [0]
        assert get(lead, "compliance", rule="C01", as_at=before)["results"] == []
        known = get(lead, "compliance", rule="C01", known_at=clock.now().isoformat())["results"]
        assert [row["joint"] for row in known] == [1]

    def test_is_among_the_findings_of_each_organisation(self, lead, place, shared):
        rows = get(lead, "findings", rule="C01", organisation=place.pk)["results"]

        assert [row["subject_id"] for row in rows] == [str(shared.pk)]


class TestCompliance:
    def test_counts_by_organisation_on_any_day(self, lead, place, ward):
        wards.ward(place, places=[])
        settle()

        today = get(lead, "compliance", rule="W01")["results"]
        later = get(lead, "compliance", rule="W01", as_at=clock.today() + timedelta(days=330))[
            "results"
        ]

        assert today[0]["outcomes"] == {"pass": 1, "fail": 1}
        assert today[0]["met_today"] == {"yes": 1, "no": 1}
        assert later[0]["outcomes"] == {"fail": 2}

    def test_as_known_then_and_by_unit(self, lead, place, ward):
        then = clock.now()
        wards.move(ward, [])
        settle()

        rows = get(lead, "compliance", rule="W01", by="unit", known_at=then.isoformat())["results"]

        assert rows[0]["outcomes"] == {"pass": 1}
        assert rows[0]["unit_id"] == str(ward.pk)


class TestStandards:
    wish = {
        "name": "ward_grace_days",
        "value": 1000,
        "valid_from": "2026-01-01",
        "source": "Board, March",
    }

    def test_a_rehearsal_names_who_would_flip_and_keeps_nothing(self, lead, place, ward):
        wards.move(ward, [])
        settle()
        events, findings = Event.objects.count(), Finding.objects.count()

        body = post(
            lead, "standards", 200, **self.wish, organisation_id=str(place.pk), dry_run=True
        )

        assert [(f["rule_id"], f["outcome"], f["would_be"]) for f in body["would_flip"]] == [
            ("W01", "fail", "at_risk")
        ]
        assert (Event.objects.count(), Finding.objects.count()) == (events, findings)

    def test_a_change_rechecks_what_it_touches(self, lead, place, ward):
        wards.move(ward, [])
        settle()

        post(lead, "standards", 201, **self.wish, organisation_id=str(place.pk))
        settle()

        assert get(lead, "findings", rule="W01")["results"][0]["outcome"] == "at_risk"
        values = get(lead, "standards/ward_grace_days")["results"]
        assert [value["value"] for value in values] == [1000]

    def test_national_ones_take_a_national_role(self, lead, operator, ward):
        wards.move(ward, [])
        settle()

        post(lead, "standards", 403, **self.wish)
        post(operator, "standards", 201, **self.wish)
        settle()

        assert get(lead, "findings", rule="W01")["results"][0]["outcome"] == "at_risk"

    def test_refuses_every_wrong_value(self, lead, place):
        wish = {**self.wish, "value": 999_999, "organisation_id": str(place.pk)}

        assert post(lead, "standards", 400, **wish)["errors"][0]["pointer"] == "/value"

    def test_rules_show_what_is_in_force(self, lead, place, ward):
        rule = get(lead, "rules/W01")

        assert rule["standards"][0]["national"] == 7
        assert rule["outcomes"]["pass"] == 1
        get(lead, "rules/none", 404)


def _told() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_and(commit_xid < pg_snapshot_xmin(pg_current_snapshot()))"
            " FROM kernel_event"
        )
        return cursor.fetchone()[0] is not False


class TestFeed:
    @pytest.fixture
    def ward(self, ward):
        """A ward of which the feed may tell: no older transaction is open on the whole server."""
        wait_until(_told, seconds=60, what="no transaction older than the events is open")
        return ward

    def test_gives_events_once_in_order(self, lead, ward):
        first = get(lead, "events", limit=1)
        rest = get(lead, "events", cursor=first["next_cursor"])
        none = get(lead, "events", cursor=rest["next_cursor"])

        ids = [event["id"] for event in first["results"] + rest["results"]]
        assert ids == [str(row.uuid) for row in Event.objects.order_by("id")]
        assert none["results"] == []

    def test_refuses_the_cursor_of_another(self, lead, place, ward):
        other = client_of(people.user("senior_lead", place))
        cursor = get(lead, "events")["next_cursor"]

        get(other, "events", 400, cursor=cursor)
        get(lead, "events", 400, cursor="rubbish")
        get(lead, "events", 400, types="uk.qiflow.nothing.like_it.v1")

    def test_says_where_to_go_on_after_retention(self, lead, ward, owner_connection):
        old = get(lead, "events", limit=1)["next_cursor"]
        owner_connection.execute("SELECT qiflow_forget_events(now() + interval '1 day')")
        assert FeedFloor.objects.exists()
        assert not Event.objects.exists()

        gone = get(lead, "events", 410, cursor=old)

        assert get(lead, "events", cursor=gone["next_cursor"])["results"] == []


class TestQuarantine:
    @pytest.fixture
    def held(self, place):
        wards.ward(place)
        Pending.objects.update(quarantined_at=clock.now(), attempts=3, problem="ZeroDivisionError")
        return Pending.objects.get()

    def test_is_for_operators(self, lead, operator, held):
        get(lead, "quarantine", 403)
        assert get(operator, "quarantine")["results"][0]["problem"] == "ZeroDivisionError"
        assert get(operator, f"quarantine/{held.pk}")["waiting_behind"] == 0
        get(operator, "quarantine/999999", 404)

    def test_retry_lets_the_workers_go_on(self, operator, held):
        settle()
        assert Pending.objects.exists()

        post(operator, f"quarantine/{held.pk}/retry", 204)
        settle()

        assert not Pending.objects.exists()

    def test_skip_takes_a_reason_and_is_audited(self, operator, held):
        post(operator, f"quarantine/{held.pk}/skip", 400, reason="no")
        post(operator, f"quarantine/{held.pk}/skip", 200, reason="The ward was a test entry.")

        assert SkippedWork.objects.get().reason == "The ward was a test entry."
        assert Event.objects.filter(type="uk.qiflow.queue.work_skipped.v1").count() == 1


class TestHealth:
    def test_healthz(self, client):
        assert client.get("/healthz").json() == {"status": "ok"}

    def test_readyz_names_what_is_silent(self, client):
        body = client.get("/readyz").json()

        assert body["status"] == "degraded"
        assert "relay_silent" in body["faults"]

    def test_metrics_count_findings(self, client, ward):
        text = client.get("/metrics").content.decode()

        assert 'qiflow_findings{outcome="pass",rule="W01"} 1.0' in text
        assert "qiflow_undone_events 0.0" in text
