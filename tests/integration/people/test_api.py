"""The JSON doors of people, as a client meets them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from kernel import clock
from kernel.actors import Scope
from kernel.models import Event
from people.models import Employment, Organisation, Person, RoleGrant, UnitPlace, User
from tests.factories import people as make

pytestmark = pytest.mark.django_db

API = "/api/v1"
GOOD = "a password for testing"


class Caller:
    """A signed-in user who sends JSON."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.client = Client()
        self.client.force_login(user)

    def get(self, path: str, **query: str) -> HttpResponse:
        return self.client.get(API + path, query)

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self._send("post", path, body, headers)

    def patch(self, path: str, body: Any, *, version: int | None = None) -> HttpResponse:
        headers = {} if version is None else {"If-Match": f'"v{version}"'}
        return self._send("patch", path, body, headers)

    def delete(self, path: str) -> HttpResponse:
        return self.client.delete(API + path)

    def _send(self, method: str, path: str, body: Any, headers: dict[str, str]) -> HttpResponse:
        send: Callable[..., HttpResponse] = getattr(self.client, method)
        return send(
            API + path,
            {} if body is None else body,
            content_type="application/json",
            headers=headers,
        )


@pytest.fixture
def home() -> Organisation:
    return make.organisation(name="Home Trust", ods_code="RA7")


@pytest.fixture
def admin(home: Organisation) -> Caller:
    return Caller(make.user("administrator", home))


@pytest.fixture
def stranger() -> Caller:
    return Caller(make.user("administrator", make.organisation()))


@pytest.fixture
def operator() -> Caller:
    return Caller(make.user("operator", make.organisation(), scope=Scope.COUNTRY))


def names(answer: HttpResponse) -> list[str]:
    return [row["name"] for row in answer.json()["results"]]


class TestOrganisations:
    def test_are_registered_by_an_operator_with_a_first_administrator(
        self, operator: Caller
    ) -> None:
        made = operator.post(
            "/organisations", {"name": "New Trust", "type": "trust", "ods_code": "RX1"}
        )
        assert made.status_code == 201, made.json()
        first = operator.post(
            "/users",
            {
                "organisation_id": made.json()["id"],
                "email": "first@example.org",
                "name": "First",
                "password": GOOD,
                "role": "administrator",
            },
        )

        assert first.status_code == 201, first.json()
        caller = Caller(User.objects.get(email="first@example.org"))
        assert names(caller.get("/organisations")) == ["New Trust"]

    def test_are_not_registered_by_others(self, admin: Caller) -> None:
        answer = admin.post("/organisations", {"name": "X", "type": "trust"})

        assert answer.status_code == 403

    def test_with_a_code_in_use_are_refused(self, operator: Caller, home: Organisation) -> None:
        answer = operator.post("/organisations", {"name": "X", "type": "trust", "ods_code": "RA7"})

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["pointer"] == "/ods_code"

    def test_show_their_own_alone(self, admin: Caller, stranger: Caller) -> None:
        assert names(admin.get("/organisations")) == ["Home Trust"]

    def test_are_changed_with_the_version_that_was_read(
        self, admin: Caller, home: Organisation
    ) -> None:
        path = f"/organisations/{home.pk}"
        assert admin.get(path).headers["ETag"] == '"v1"'

        assert admin.patch(path, {"name": "B"}).status_code == 428
        assert admin.patch(path, {"name": "B"}, version=7).status_code == 412
        changed = admin.patch(path, {"name": "B"}, version=1)

        assert changed.status_code == 200
        assert (changed.json()["name"], changed.headers["ETag"]) == ("B", '"v2"')

    def test_keep_what_operators_keep(self, admin: Caller, home: Organisation) -> None:
        answer = admin.patch(f"/organisations/{home.pk}", {"ods_code": "RZZ"}, version=1)

        assert answer.status_code == 400

    @pytest.mark.parametrize("field", ["id", "organisation", "version", "reference_only"])
    def test_take_no_unknown_field(self, admin: Caller, home: Organisation, field: str) -> None:
        answer = admin.patch(f"/organisations/{home.pk}", {field: "x"}, version=1)

        assert answer.json()["errors"][0]["code"] == "unknown_field"

    def test_succeed_each_other(self, operator: Caller, home: Organisation) -> None:
        successor = make.organisation()
        path = f"/organisations/{successor.pk}/succession"
        body = {"predecessor_id": str(home.pk), "from_date": "2026-04-01"}

        answer = operator.post(path, body)

        assert answer.status_code == 201, answer.json()
        assert answer.json()["succession"][0]["predecessor_id"] == str(home.pk)
        assert operator.post(path, body).status_code == 409
        types = Event.objects.values_list("type", flat=True)
        assert list(types).count("uk.qiflow.organisation.merged.v1") == 2

    def test_let_a_wider_body_look_until_a_day(self, admin: Caller, home: Organisation) -> None:
        board = make.organisation(type="icb")
        lead = Caller(make.user("system_lead", board, scope=Scope.SYSTEM))
        path = f"/organisations/{home.pk}/oversight"
        today = clock.today()
        assert lead.get(f"/organisations/{home.pk}").status_code == 404

        granted = admin.post(path, {"overseer_id": str(board.pk), "from_date": str(today)})

        assert granted.status_code == 201, granted.json()
        assert lead.get(f"/organisations/{home.pk}").status_code == 200
        assert lead.get("/people").json()["results"] == []
        grant = granted.json()["overseers"][0]["id"]
        body = {"to_date": str(today)}
        assert admin.patch(f"{path}/{grant}", body, version=2).status_code == 200


class TestUnits:
    def test_form_a_tree_that_moves_on_a_date(self, admin: Caller) -> None:
        top, other = (
            admin.post("/units", {"type": "division", "name": name}).json()["id"]
            for name in ("Medicine", "Surgery")
        )
        ward = admin.post("/units", {"type": "ward", "name": "Ward 9", "parent_id": top})
        assert ward.status_code == 201, ward.json()
        path = f"/units/{ward.json()['id']}"

        moved = admin.post(f"{path}/places", {"parent_id": other, "from_date": "2027-01-01"})

        assert moved.status_code == 201, moved.json()
        assert [place["to_date"] for place in moved.json()["places"]] == ["2026-12-31", None]
        before = admin.get("/units", parent=top, as_at="2026-12-31")
        after = admin.get("/units", parent=top, as_at="2027-01-01")
        assert (names(before), names(after)) == (["Ward 9"], [])

    def test_never_close_a_circle(self, admin: Caller) -> None:
        top = admin.post("/units", {"type": "division", "name": "A"}).json()["id"]
        low = admin.post("/units", {"type": "ward", "name": "B", "parent_id": top}).json()["id"]

        answer = admin.post(f"/units/{top}/places", {"parent_id": low, "from_date": "2027-01-01"})

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["code"] == "circle"
        assert not UnitPlace.objects.filter(superseded_at__isnull=False).exists()

    def test_close_when_nothing_is_below(self, admin: Caller) -> None:
        top = admin.post("/units", {"type": "division", "name": "A"}).json()["id"]
        low = admin.post("/units", {"type": "ward", "name": "B", "parent_id": top}).json()["id"]
        body = {"last_day": "2026-12-31"}

        assert admin.post(f"/units/{top}/close", body).status_code == 409
        assert admin.post(f"/units/{low}/close", body).status_code == 200
        assert admin.post(f"/units/{top}/close", body).status_code == 200
        assert admin.post(f"/units/{top}/close", body).status_code == 409
        assert names(admin.get("/units", as_at="2027-01-01")) == []

    def test_refuse_a_parent_of_another_organisation(self, admin: Caller) -> None:
        foreign = make.unit(make.organisation())

        answer = admin.post("/units", {"type": "ward", "name": "A", "parent_id": str(foreign.pk)})

        assert answer.status_code == 400


class TestPeople:
    def test_are_registered_and_changed(self, admin: Caller) -> None:
        made = admin.post("/people", {"name": "  Ann Lee ", "partner_kind": "patient"})
        assert made.status_code == 201, made.json()
        assert made.json()["name"] == "Ann Lee"
        path = f"/people/{made.json()['id']}"

        changed = admin.patch(path, {"phone": "0117 496 0000"}, version=1)

        assert changed.json()["version"] == 2
        assert admin.patch(path, {"phone": "1"}, version=1).status_code == 412

    def test_keep_their_names_out_of_events(self, admin: Caller) -> None:
        admin.post("/people", {"name": "Zebedee Quill", "email": "zq@example.org"})

        assert "Zebedee" not in str(list(Event.objects.values()))

    def test_have_employments_whose_corrections_leave_the_past_readable(
        self, admin: Caller, home: Organisation
    ) -> None:
        person = make.person(home)
        path = f"/people/{person.pk}/employments"
        body = {"employer_id": str(home.pk), "basis": "bank", "from_date": "2026-01-01"}
        made = admin.post(path, body)
        assert made.status_code == 201, made.json()
        employment = made.json()["employments"][0]
        assert employment["confirmed"] is False

        ended = admin.patch(
            f"{path}/{employment['id']}", {"confirmed": True, "to_date": "2026-06-30"}, version=2
        )

        assert ended.status_code == 200, ended.json()
        assert [one["to_date"] for one in ended.json()["employments"]] == ["2026-06-30"]
        assert Employment.objects.filter(superseded_at__isnull=False).count() == 1

    def test_work_for_bodies_that_exist(self, admin: Caller, home: Organisation) -> None:
        person = make.person(home)
        path = f"/people/{person.pk}/employments"
        wrong = {"employer_id": str(uuid4()), "basis": "bank", "from_date": "2026-01-01"}
        backwards = {
            "employer_name": "X",
            "basis": "bank",
            "from_date": "2026-01-02",
            "to_date": "2026-01-01",
        }

        assert admin.post(path, wrong).status_code == 400
        assert admin.post(path, {**wrong, "employer_id": None}).status_code == 400
        assert admin.post(path, backwards).status_code == 400

    def test_give_and_withdraw_consent(self, admin: Caller, home: Organisation) -> None:
        path = f"/people/{make.person(home).pk}/consents"
        body = {"scope": "serve", "from_date": "2026-01-01"}
        assert admin.post(path, body).status_code == 201
        assert admin.post(path, body).status_code == 409

        withdrawn = admin.post(f"{path}/withdraw", {**body, "from_date": "2026-03-01"})

        assert withdrawn.json()["consents"][0]["to_date"] == "2026-02-28"
        again = admin.post(f"{path}/withdraw", {**body, "from_date": "2026-03-01"})
        assert again.status_code == 409

    def test_are_linked_merged_and_removed(self, admin: Caller, home: Organisation) -> None:
        first, second = make.person(home), make.person(home, email="x@example.org")
        linked = admin.post(f"/people/{first.pk}/link", {"user_id": str(admin.user.pk)})
        assert linked.status_code == 200, linked.json()
        assert admin.get("/me").json()["person_ids"] == [str(first.pk)]

        assert (
            admin.post(f"/people/{first.pk}/merge", {"into_id": str(second.pk)}).status_code == 200
        )
        removed = admin.post(f"/people/{second.pk}/remove")

        assert (removed.json()["name"], removed.json()["email"]) == ("Removed person", "")
        assert admin.get("/people").json()["results"] == []
        assert admin.post(f"/people/{second.pk}/remove").status_code == 409

    def test_are_listed_page_by_page(self, admin: Caller, home: Organisation) -> None:
        for _ in range(5):
            make.person(home)

        first = admin.get("/people", limit="3").json()
        rest = admin.get("/people", limit="3", cursor=first["next_cursor"]).json()

        seen = [row["id"] for row in first["results"] + rest["results"]]
        assert len(set(seen)) == 5
        assert rest["next_cursor"] is None

    @pytest.mark.parametrize(
        "query", [{"limit": "0"}, {"cursor": "x"}, {"q": "a"}, {"nope": "1"}, {"organisation": "1"}]
    )
    def test_refuse_filters_that_mean_nothing(self, admin: Caller, query: dict[str, str]) -> None:
        assert admin.get("/people", **query).status_code == 400

    def test_are_hidden_from_roles_that_do_not_read_them(self, home: Organisation) -> None:
        mine = make.person(home)
        other = make.person(home)
        partner = Caller(make.user("partner", home, person=mine))

        assert [row["id"] for row in partner.get("/people").json()["results"]] == [str(mine.pk)]
        assert partner.get(f"/people/{mine.pk}").status_code == 200
        assert partner.get(f"/people/{other.pk}").status_code == 403

    def test_are_registered_once_with_a_key_for_the_request(self, admin: Caller) -> None:
        body = {"name": "Ann"}

        first = admin.post("/people", body, **{"Idempotency-Key": "k1"})
        second = admin.post("/people", body, **{"Idempotency-Key": "k1"})

        assert (first.status_code, second.status_code) == (201, 200)
        assert first.json()["id"] == second.json()["id"]
        assert Person.objects.count() == 1


class TestUsers:
    def test_are_created_with_a_role(self, admin: Caller) -> None:
        body = {"email": "bo@example.org", "name": "Bo", "password": GOOD, "role": "project_lead"}

        made = admin.post("/users", body)

        assert made.status_code == 201, made.json()
        assert [one["role"] for one in made.json()["role_grants"]] == ["project_lead"]
        assert "password" not in made.json()
        assert admin.post("/users", {**body, "email": "BO@example.org"}).status_code == 400

    @pytest.mark.parametrize(
        "change",
        [
            {"password": "short"},
            {"role": "nobody"},
            {"scope": "country"},
            {"email": "no"},
            {"unit_id": str(uuid4())},
            {"is_active": True},
            {"name": "\u200b"},
        ],
    )
    def test_are_refused_with_the_field_that_is_wrong(
        self, admin: Caller, change: dict[str, Any]
    ) -> None:
        body = {"email": "bo@example.org", "name": "Bo", "password": GOOD, "role": "coach"}

        answer = admin.post("/users", {**body, **change})

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["pointer"] == f"/{next(iter(change))}"

    def test_never_get_more_than_the_giver_has(self, home: Organisation) -> None:
        lead = Caller(make.user("senior_lead", home))
        body = {"email": "bo@example.org", "name": "Bo", "password": GOOD, "role": "administrator"}

        assert lead.post("/users", body).status_code == 403
        path = f"/users/{lead.user.pk}/role-grants"
        assert lead.post(path, {"role": "project_sponsor"}).status_code == 403

    def test_lose_a_role_and_with_it_the_door(self, admin: Caller, home: Organisation) -> None:
        user = make.user("coach", home)
        bo = Caller(user)
        assert bo.get("/people").status_code == 200
        grant = RoleGrant.objects.get(user=user)
        yesterday = clock.today() - timedelta(days=1)

        ended = admin.patch(f"/role-grants/{grant.pk}", {"to_date": str(yesterday)})

        assert ended.status_code == 200, ended.json()
        assert bo.get("/me").json()["organisations"] == []

    def test_are_disabled_at_once(self, admin: Caller, home: Organisation) -> None:
        user = make.user("coach", home)
        bo = Caller(user)

        assert admin.post(f"/users/{user.pk}/disable").status_code == 200
        assert bo.get("/me").status_code == 401
        assert admin.post(f"/users/{user.pk}/disable").status_code == 409
        assert admin.post(f"/users/{user.pk}/enable").status_code == 200

    def test_who_work_elsewhere_are_not_disabled_from_here(
        self, admin: Caller, home: Organisation
    ) -> None:
        user = make.user("coach", home)
        make.grant(user, "coach", make.organisation())

        answer = admin.post(f"/users/{user.pk}/disable")

        assert answer.json()["code"] == "works_elsewhere"

    def test_always_leave_one_administrator(self, admin: Caller) -> None:
        grant = RoleGrant.objects.get(user=admin.user)

        answer = admin.patch(f"/role-grants/{grant.pk}", {"to_date": str(clock.today())})

        assert answer.json()["code"] == "last_administrator"

    def test_change_their_own_password_and_stay_signed_in(self, admin: Caller) -> None:
        other_place = Caller(admin.user)
        body = {"current_password": make.PASSWORD, "new_password": GOOD}

        assert admin.post("/me/password", {**body, "current_password": "x"}).status_code == 400
        assert admin.post("/me/password", body).status_code == 204

        assert admin.get("/me").status_code == 200
        assert other_place.get("/me").status_code == 401

    def test_who_guess_the_present_password_are_slowed(self, admin: Caller) -> None:
        body = {"current_password": "x", "new_password": GOOD}
        answers = [admin.post("/me/password", body) for _ in range(6)]

        assert [one.status_code for one in answers] == [400] * 5 + [429]
        assert int(answers[-1].headers["Retry-After"]) > 0


class TestKeys:
    def body(self, **change: Any) -> dict[str, Any]:
        expires = clock.now() + timedelta(days=30)
        body = {"name": "Reports", "roles": ["auditor"], "scopes": ["read"]}
        return {**body, "expires_at": expires.isoformat(), **change}

    def test_are_shown_once(self, admin: Caller) -> None:
        made = admin.post("/api-keys", self.body(), **{"Idempotency-Key": "k"})
        assert made.status_code == 201, made.json()
        token = made.json()["token"]

        again = admin.post("/api-keys", self.body(), **{"Idempotency-Key": "k"})
        listed = admin.get("/api-keys")

        assert "token" not in again.json() or again.json()["token"] != token
        assert token.rpartition("_")[2] not in listed.content.decode()
        assert "secret_hash" not in listed.content.decode()
        me = Client().get(f"{API}/me", headers={"Authorization": f"Bearer {token}"})
        assert me.status_code == 200

    def test_open_nothing_once_revoked(self, admin: Caller) -> None:
        made = admin.post("/api-keys", self.body()).json()

        assert admin.delete(f"/api-keys/{made['id']}").status_code == 204

        header = {"Authorization": f"Bearer {made['token']}"}
        assert Client().get(f"{API}/me", headers=header).status_code == 401
        assert admin.delete(f"/api-keys/{made['id']}").status_code == 409

    @pytest.mark.parametrize(
        ("change", "pointer"),
        [
            ({"name": ""}, "/name"),
            ({"scopes": ["write", "fly"]}, "/scopes/1"),
            ({"scopes": []}, "/scopes"),
            ({"roles": ["nobody"]}, "/roles/0"),
            ({"expires_at": "2036-01-01T00:00:00Z"}, "/expires_at"),
            ({"expires_at": "2020-01-01T00:00:00Z"}, "/expires_at"),
            ({"secret": "x"}, "/secret"),
        ],
    )
    def test_are_refused_with_the_field_that_is_wrong(
        self, admin: Caller, change: dict[str, Any], pointer: str
    ) -> None:
        answer = admin.post("/api-keys", self.body(**change))

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["pointer"].startswith(pointer)

    def test_are_twenty_at_most(self, admin: Caller) -> None:
        for _ in range(20):
            assert admin.post("/api-keys", self.body()).status_code == 201

        answer = admin.post("/api-keys", self.body())

        assert answer.status_code == 422
        assert answer.json()["unmet"][0]["code"] == "too_many_keys"

    def test_cannot_make_keys(self, admin: Caller) -> None:
        made = admin.post(
            "/api-keys", self.body(roles=["administrator"], scopes=["read", "write"])
        ).json()

        answer = Client().post(
            f"{API}/api-keys",
            self.body(),
            content_type="application/json",
            headers={"Authorization": f"Bearer {made['token']}"},
        )

        assert answer.status_code == 403


class TestAnotherOrganisation:
    """Everything of it is missing, in the same words as what never was."""

    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [
            ("get", "/organisations/{home}", None),
            ("patch", "/organisations/{home}", {"name": "x"}),
            (
                "post",
                "/organisations/{home}/oversight",
                {"overseer_id": "{home}", "from_date": "2026-01-01"},
            ),
            ("get", "/units/{unit}", None),
            ("patch", "/units/{unit}", {"name": "x"}),
            ("post", "/units/{unit}/places", {"parent_id": None, "from_date": "2026-01-01"}),
            ("post", "/units/{unit}/close", {"last_day": "2026-01-01"}),
            ("get", "/people/{person}", None),
            ("patch", "/people/{person}", {"name": "x"}),
            (
                "post",
                "/people/{person}/employments",
                {"employer_name": "x", "basis": "bank", "from_date": "2026-01-01"},
            ),
            ("post", "/people/{person}/consents", {"scope": "serve", "from_date": "2026-01-01"}),
            (
                "post",
                "/people/{person}/consents/withdraw",
                {"scope": "serve", "from_date": "2026-01-01"},
            ),
            ("post", "/people/{person}/link", {"user_id": "{user}"}),
            ("post", "/people/{person}/merge", {"into_id": "{person}"}),
            ("post", "/people/{person}/remove", {}),
            ("get", "/users/{user}", None),
            ("post", "/users/{user}/disable", {}),
            ("post", "/users/{user}/enable", {}),
            ("post", "/users/{user}/role-grants", {"role": "coach"}),
            ("patch", "/role-grants/{grant}", {"to_date": "2026-01-01"}),
            ("post", "/people", {"organisation_id": "{home}", "name": "x"}),
            ("post", "/units", {"organisation_id": "{home}", "name": "x", "type": "ward"}),
        ],
    )
    def test_is_not_there(
        self,
        stranger: Caller,
        home: Organisation,
        method: str,
        path: str,
        body: dict[str, Any] | None,
    ) -> None:
        user = make.user("coach", home)
        real = {
            "home": str(home.pk),
            "unit": str(make.unit(home).pk),
            "person": str(make.person(home).pk),
            "user": str(user.pk),
            "grant": str(RoleGrant.objects.get(user=user).pk),
        }
        invented = {name: str(uuid4()) for name in real}

        foreign = self.ask(stranger, method, path, body, real)
        missing = self.ask(stranger, method, path, body, invented)

        assert (foreign.status_code, missing.status_code) == (404, 404)
        assert self.told(foreign) == self.told(missing)

    @staticmethod
    def ask(
        caller: Caller,
        method: str,
        path: str,
        body: dict[str, Any] | None,
        ids: dict[str, str],
    ) -> HttpResponse:
        filled = {
            name: value.format(**ids) if isinstance(value, str) else value
            for name, value in (body or {}).items()
        }
        address = path.format(**ids)
        if method == "get":
            return caller.get(address)
        if method == "patch":
            return caller.patch(address, filled, version=1)
        return caller.post(address, filled)

    @staticmethod
    def told(answer: HttpResponse) -> dict[str, Any]:
        return {key: value for key, value in answer.json().items() if key != "request_id"}
